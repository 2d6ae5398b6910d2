package org.interfuse.comparison;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * The primary metric of one target on one test part, when modalities are masked away at prediction.
 * Every array has one figure for each availability pattern, a bit mask of modalities in the
 * cohort's order; NaN where it is undefined.
 *
 * @param whole on all test subjects, each with what it has of the pattern; one who has nothing of
 *     it is predicted by the training prior
 * @param induced on the test subjects who have all of the pattern
 * @param complete on the test subjects who have every modality
 * @param deployed on the test subjects who have every modality that the deployment names; only for
 *     patterns with all modalities that it does not name, each subject having those that it has
 * @param named bit mask of the modalities that the deployment names
 * @param predictions of the test part under each pattern, of survival the risks alone; empty where
 *     nothing is drawn from them
 */
public record MaskedMetrics(
    double[] whole,
    double[] induced,
    double[] complete,
    double[] deployed,
    int named,
    List<Prediction> predictions) {
  public MaskedMetrics {
    predictions = List.copyOf(predictions);
  }

  static MaskedMetrics undefined(int patterns, int named) {
    double[][] arrays = new double[4][patterns];
    List.of(arrays).forEach(array -> Arrays.fill(array, Double.NaN));
    return new MaskedMetrics(arrays[0], arrays[1], arrays[2], arrays[3], named, List.of());
  }

  /** The same with the predictions that were judged. */
  MaskedMetrics keeping(List<Prediction> judged) {
    return new MaskedMetrics(whole, induced, complete, deployed, named, judged);
  }

  /** The primary metric of the predictions of each pattern; empty where they were not kept. */
  List<ToDoubleFunction<int[]>> primary(Target truth, Target training) {
    return predictions.stream()
        .map(prediction -> MaskedJudge.primary(truth, training, prediction))
        .toList();
  }

  /**
   * The same predictions judged on other subjects; all undefined where they were not kept.
   *
   * @param primary what {@link #primary} gives
   */
  MaskedMetrics on(
      MaskedJudge judge, List<ToDoubleFunction<int[]>> primary, Availability availability) {
    MaskedMetrics other = undefined(whole.length, named);
    for (int pattern = 0; pattern < primary.size(); pattern++) {
      other.judge(primary.get(pattern), pattern, availability, judge);
    }
    return other;
  }

  /** Fills in the figures of one pattern. */
  void judge(
      ToDoubleFunction<int[]> primary, int pattern, Availability availability, MaskedJudge judge) {
    whole[pattern] = judge.metric(primary, 0);
    induced[pattern] = judge.metric(primary, pattern);
    complete[pattern] = judge.metric(primary, availability.full());
    if (Availability.includes(pattern, availability.full() & ~named)) {
      deployed[pattern] = judge.metric(primary, named);
    }
  }
}
