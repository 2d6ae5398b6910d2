package org.interfuse.comparison;

import java.util.Arrays;
import org.interfuse.evaluation.Metrics;
import org.interfuse.target.Target;

/**
 * Differences of a target's first metric smaller than this do not matter in practice. What a study
 * writes is in the metric's unit. Where it writes nothing, and the metric is in the unit of the
 * target, the value counts standard deviations of the target: 0.02 of a temperature says nothing
 * until one knows how temperatures vary.
 *
 * @param value 0 or more
 * @param written whether the study names it
 */
public record Margin(double value, boolean written) {
  /** Where a study names none. */
  public static final Margin DEFAULT = new Margin(ComparisonSpec.DEFAULT_MARGIN, false);

  public Margin {
    if (!(value >= 0)) {
      throw new IllegalArgumentException("margin: expected 0 or more, but it is " + value);
    }
  }

  /** As a study names it. */
  public static Margin written(double value) {
    return new Margin(value, true);
  }

  /** In the unit of the target's first metric. */
  public TargetMargin of(Target target) {
    boolean relative =
        !written
            && target instanceof Target.Regression
            && Metrics.primary(target.schema()).inUnitOfTarget();
    return relative
        ? new TargetMargin(
            target.name(), value * deviation((Target.Regression) target), value, false)
        : new TargetMargin(target.name(), value, Double.NaN, written);
  }

  /** The standard deviation of all subjects who have the target (n − 1); 0 of fewer than two. */
  private static double deviation(Target.Regression target) {
    double[] known = Arrays.stream(target.values()).filter(one -> !Double.isNaN(one)).toArray();
    double mean = Arrays.stream(known).average().orElse(0);
    double squares = Arrays.stream(known).map(one -> (one - mean) * (one - mean)).sum();
    return known.length < 2 ? 0 : Math.sqrt(squares / (known.length - 1));
  }
}
