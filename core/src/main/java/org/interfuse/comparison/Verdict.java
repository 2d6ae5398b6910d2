package org.interfuse.comparison;

import org.interfuse.evaluation.CorrelatedTTest;
import org.interfuse.evaluation.Estimate;

/** What a comparison of two candidates says, seen from the first. */
public enum Verdict {
  /** By more than the margin. */
  BETTER("better"),
  /** By more than the margin. */
  WORSE("worse"),
  /** The difference is within the margin. */
  PRACTICALLY_EQUAL("practically equal"),
  /** None of the three is certain enough. It is no evidence of equality. */
  CANNOT_TELL("cannot tell");

  /** How probable a region of the posterior must be to name the verdict. */
  public static final double CERTAIN = 0.95;

  /** What the adjusted p of an exploratory difference must be below. */
  public static final double SIGNIFICANT = 0.05;

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** For people: {@code practically equal}. */
  public String text() {
    return text;
  }

  /** Of the posterior over folds: the region that is {@value #CERTAIN} probable or more. */
  static Verdict of(CorrelatedTTest posterior) {
    if (posterior.above() >= CERTAIN) {
      return BETTER;
    }
    if (posterior.below() >= CERTAIN) {
      return WORSE;
    }
    return posterior.within() >= CERTAIN ? PRACTICALLY_EQUAL : CANNOT_TELL;
  }

  /** Of an interval on a single split: where all of it lies. */
  static Verdict of(Estimate difference, double margin) {
    if (!difference.hasInterval()) {
      return CANNOT_TELL;
    }
    if (difference.lower() > margin) {
      return BETTER;
    }
    if (difference.upper() < -margin) {
      return WORSE;
    }
    boolean within = difference.lower() >= -margin && difference.upper() <= margin;
    return within ? PRACTICALLY_EQUAL : CANNOT_TELL;
  }
}
