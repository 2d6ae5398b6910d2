package org.interfuse.evaluation;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Posterior probabilities for people. */
public final class Probability {
  private static final double THRESHOLD = 0.95;
  private static final double HALF_A_DIGIT = 0.006;

  private Probability() {}

  /**
   * Two digits; around 0.95, where two would not say on which side of it a probability is, three
   * digits, rounded down: what is printed as 0.950 or more is so.
   */
  public static String text(double probability) {
    BigDecimal exact = new BigDecimal(String.valueOf(probability));
    return Math.abs(probability - THRESHOLD) < HALF_A_DIGIT
        ? exact.setScale(3, RoundingMode.DOWN).toPlainString()
        : exact.setScale(2, RoundingMode.HALF_UP).toPlainString();
  }
}
