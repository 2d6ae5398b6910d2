package org.interfuse.baseline;

import java.util.Map;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;

/** A baseline after fitting. Immutable, thread-safe. */
public interface FittedBaseline {
  /**
   * Predicts subjects in the order given; one who has no modality gets the training prior.
   *
   * @param data a cohort with the modalities it was fitted on, prepared alike
   */
  Prediction predict(PreparedCohort data, int[] subjects);

  /**
   * What it holds in memory to predict: coefficients, trees, curves. The columns' preprocessing,
   * which every candidate shares, does not count.
   */
  long bytes();

  /** What was chosen, for the report: option or figure to its value. */
  Map<String, String> describe();
}
