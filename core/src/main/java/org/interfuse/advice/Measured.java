package org.interfuse.advice;

import org.interfuse.evaluation.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * What was measured.
 *
 * @param value what rules compare with their thresholds; NaN where it is not known
 * @param difference whose lower end the value is; null where the value is no difference
 */
public record Measured(double value, @Nullable Estimate difference) {
  /** A figure that is no difference. */
  public static Measured of(double value) {
    return new Measured(value, null);
  }

  /** A difference, judged by the lower end of its interval. */
  public static Measured lowerEndOf(Estimate difference) {
    return new Measured(difference.lower(), difference);
  }

  /** Nobody knows it. */
  static Measured unknown() {
    return of(Double.NaN);
  }

  boolean known() {
    return !Double.isNaN(value);
  }
}
