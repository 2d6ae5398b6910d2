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
 */
public record Outcome(
    int fold,
    int seed,
    List<Prediction> predictions,
    boolean[] byPrior,
    List<Integer> bestEpochs,
    long parameters,
    double seconds,
    Map<String, String> choices) {
  public Outcome {
    predictions = List.copyOf(predictions);
    bestEpochs = List.copyOf(bestEpochs);
    choices = Collections.unmodifiableMap(new TreeMap<>(choices)); // an order that lasts
  }
}
