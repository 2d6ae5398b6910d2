package org.interfuse.comparison;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The margin of one target.
 *
 * @param target the target's name
 * @param value in the unit of the target's first metric, 0 or more
 * @param deviations how many standard deviations of the target that is, where the margin is given
 *     by them; NaN otherwise
 * @param written whether the study names it
 */
public record TargetMargin(String target, double value, double deviations, boolean written) {
  private static final MathContext SHOWN = new MathContext(3);

  /** The number for people: as it was written, or with three digits where it was computed. */
  public String number() {
    BigDecimal exact = new BigDecimal(String.valueOf(value));
    BigDecimal shown = Double.isNaN(deviations) ? exact : exact.round(SHOWN);
    return shown.stripTrailingZeros().toPlainString();
  }

  /**
   * With where it comes from: {@code 0.05}, or {@code 0.0421 (0.02 standard deviations of y; the
   * study names none)}.
   */
  public String text() {
    if (written) {
      return number();
    }
    return Double.isNaN(deviations)
        ? number() + " (the default; the study names none)"
        : "%s (%s standard deviations of %s; the study names none)"
            .formatted(number(), plain(deviations), target);
  }

  private static String plain(double value) {
    return new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString();
  }
}
