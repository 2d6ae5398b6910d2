package org.interfuse.run;

import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.finding.Findings;
import org.interfuse.model.Network;
import org.interfuse.progress.Progress;
import org.interfuse.target.TargetSchema;

/**
 * The verb {@code predict}. Subjects who lack modalities are predicted too.
 *
 * @param cohort the subjects and what each of them has
 * @param targets what is predicted, in the study's order
 * @param predicted for every subject of the cohort
 */
public record PredictRun(Cohort cohort, List<TargetSchema> targets, Network.Predicted predicted) {
  /** Predicts every subject found. */
  public static PredictRun run(
      TrainedModel model, NewData data, Findings findings, Progress progress) {
    Cohort cohort = data.read(model, false, findings, progress);
    return new PredictRun(cohort, model.targets(), predict(model, cohort));
  }

  static Network.Predicted predict(TrainedModel model, Cohort cohort) {
    int[] all = IntStream.range(0, cohort.size()).toArray();
    return model.network().predict(model.preprocessing().apply(cohort), all);
  }
}
