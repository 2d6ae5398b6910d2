package org.interfuse.comparison;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interfuse.target.Prediction;

/**
 * What one fit of one candidate gave on one fold.
 *
 * @param fold index into the split's folds
 * @param seed number of the repetition, from 0
 * @param predictions one per target for the fold's test subjects
 * @param byPrior per test subject whether the training prior was all there was to say
 * @param bestEpochs per part of a network, member by member; empty for a baseline
 * @param parameters trained elements of all members; 0 for a baseline
 * @param seconds for fitting and predicting
 * @param choices what the candidate chose inside the training part, for example a penalty
 * @param masked one per target, what happens when modalities are masked away; empty where that was
 *     not asked
 * @param latencyMillis for predicting one subject alone; NaN where it was not measured
 * @param megabytes that what was fitted holds in memory to predict, a million bytes each; NaN where
 *     that is not known
 */
public record Outcome(
    int fold,
    int seed,
    List<Prediction> predictions,
    boolean[] byPrior,
    List<Integer> bestEpochs,
    long parameters,
    double seconds,
    Map<String, String> choices,
    List<MaskedMetrics> masked,
    double latencyMillis,
    double megabytes) {
  private static final double MEGABYTE = 1e6;

  public Outcome {
    predictions = List.copyOf(predictions);
    bestEpochs = List.copyOf(bestEpochs);
    masked = List.copyOf(masked);
    choices = Collections.unmodifiableMap(new TreeMap<>(choices)); // an order that lasts
  }

  /** Nothing was masked away. */
  public Outcome(
      int fold,
      int seed,
      List<Prediction> predictions,
      boolean[] byPrior,
      List<Integer> bestEpochs,
      long parameters,
      double seconds,
      Map<String, String> choices) {
    this(
        fold,
        seed,
        predictions,
        byPrior,
        bestEpochs,
        parameters,
        seconds,
        choices,
        List.of(),
        Double.NaN,
        Double.NaN);
  }

  /** The same with what happens when modalities are masked away. */
  Outcome withMasked(List<MaskedMetrics> metrics) {
    return new Outcome(
        fold,
        seed,
        predictions,
        byPrior,
        bestEpochs,
        parameters,
        seconds,
        choices,
        metrics,
        latencyMillis,
        megabytes);
  }

  /** The same with how long one prediction takes. */
  Outcome withLatency(double millis) {
    return new Outcome(
        fold,
        seed,
        predictions,
        byPrior,
        bestEpochs,
        parameters,
        seconds,
        choices,
        masked,
        millis,
        megabytes);
  }

  /** The same with what is held in memory to predict. */
  Outcome withMemory(long bytes) {
    return new Outcome(
        fold,
        seed,
        predictions,
        byPrior,
        bestEpochs,
        parameters,
        seconds,
        choices,
        masked,
        latencyMillis,
        bytes / MEGABYTE);
  }
}
