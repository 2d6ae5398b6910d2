package org.interfuse.evaluation;

import java.util.function.ToDoubleFunction;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.jspecify.annotations.Nullable;

/**
 * How good predictions of one target are, as one number. Found with {@code ServiceLoader}: a record
 * whose public no-argument constructor holds its defaults. Stateless and thread-safe.
 */
public interface Metric {
  /** The name in a study: {@code auroc}. */
  String name();

  /** The name in a table: {@code AUROC}. */
  String label();

  /** Whether more is better. */
  boolean higherIsBetter();

  /** The smallest value there can be; minus infinity where there is none. */
  default double lowest() {
    return Double.NEGATIVE_INFINITY;
  }

  /** The largest value there can be; infinity where there is none. */
  default double highest() {
    return Double.POSITIVE_INFINITY;
  }

  /** Whether a figure is in the unit of the target, so that its size depends on that unit. */
  default boolean inUnitOfTarget() {
    return false;
  }

  /** Whether it judges predictions of this target. */
  boolean applies(TargetSchema schema);

  /**
   * The metric over the subjects who have the target; the order of subjects does not matter.
   *
   * @param truth n subjects; those whose target is missing are skipped
   * @param prediction the same n subjects
   * @param training the training rows' target, of the same type; survival metrics take the
   *     distribution of censoring from it
   * @return NaN where undefined: no subject, only one class, a prediction that is NaN
   * @throws IllegalArgumentException where truth and prediction differ in size or kind
   */
  double compute(Target truth, Prediction prediction, Target training);

  /**
   * The metric over samples of the same subjects: given their places, of which one may stand there
   * more than once, what {@link #compute} gives of the rows chosen. Metrics that are asked for
   * thousands of samples do here once what does not depend on the sample. Thread-safe.
   *
   * @param truth n subjects; those whose target is missing are skipped
   * @param prediction the same n subjects
   * @param training the training rows' target
   */
  default ToDoubleFunction<int[]> onSamples(Target truth, Prediction prediction, Target training) {
    return subjects -> compute(truth.select(subjects), prediction.select(subjects), training);
  }

  /**
   * The pairs of subjects that it compares, if it is the share of them whose order is right:
   * predictions of different models are then compared within each alone (Forman and Scholz 2010).
   *
   * @param truth subjects; those whose target is missing are skipped
   * @return null of a metric that compares nobody with nobody
   */
  default @Nullable Pairs pairs(Target truth) {
    return null;
  }
}
