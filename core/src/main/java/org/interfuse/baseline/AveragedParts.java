package org.interfuse.baseline;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;

/**
 * Predicts a subject by the mean over those linear models whose columns the subject has, on the
 * outcome's scale; a subject with none of them gets the training prior.
 */
final class AveragedParts implements FittedBaseline {
  private final Outcome outcome;
  private final double[] prior;
  private final List<LinearPart> parts;
  private final Map<String, String> description;

  AveragedParts(
      Outcome outcome, double[] prior, List<LinearPart> parts, Map<String, String> description) {
    this.outcome = outcome;
    this.prior = prior;
    this.parts = List.copyOf(parts);
    this.description = Map.copyOf(description);
  }

  @Override
  public Prediction predict(PreparedCohort data, int[] subjects) {
    double[][] sums = new double[subjects.length][outcome.width()];
    int[] counts = new int[subjects.length];
    for (LinearPart part : parts) {
      add(part, part.inputs().of(data), subjects, sums, counts);
    }
    for (int i = 0; i < subjects.length; i++) {
      int count = counts[i];
      sums[i] =
          count == 0 ? prior.clone() : Arrays.stream(sums[i]).map(sum -> sum / count).toArray();
    }
    return outcome.prediction(sums);
  }

  private void add(
      LinearPart part, Inputs.Rows rows, int[] subjects, double[][] sums, int[] counts) {
    int[] present =
        IntStream.range(0, subjects.length).filter(i -> rows.rowOf()[subjects[i]] >= 0).toArray();
    int[] owned = IntStream.of(present).map(i -> rows.rowOf()[subjects[i]]).toArray();
    double[][] vectors = part.predict(rows.features(), owned, outcome);
    for (int i = 0; i < present.length; i++) {
      counts[present[i]]++;
      Dense.add(1, vectors[i], 0, sums[present[i]], 0, outcome.width());
    }
  }

  @Override
  public long bytes() {
    long own = (long) Double.BYTES * (prior.length + outcome.times().length);
    return own + parts.stream().mapToLong(LinearPart::bytes).sum();
  }

  @Override
  public Map<String, String> describe() {
    return description;
  }
}
