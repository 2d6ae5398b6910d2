package org.interfuse.advice;

import java.util.Locale;
import org.interfuse.evaluation.Estimate;

/**
 * How much better one candidate is than another.
 *
 * @param estimate positive where the first is better
 * @param better whether a test that fits the design shows it to be by more than the margin
 */
public record Difference(Estimate estimate, boolean better) {
  /** For people: {@code +0.012 [-0.020, +0.044]}. */
  static String text(Estimate estimate) {
    if (!estimate.hasInterval()) {
      return signed(estimate.value()) + ", without an interval";
    }
    return String.format(
        Locale.ROOT,
        "%s [%s, %s]",
        signed(estimate.value()),
        signed(estimate.lower()),
        signed(estimate.upper()));
  }

  private static String signed(double value) {
    return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%+.3f", value);
  }
}
