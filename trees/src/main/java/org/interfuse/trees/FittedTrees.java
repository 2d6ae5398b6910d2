package org.interfuse.trees;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interfuse.baseline.Coordinates;
import org.interfuse.baseline.FittedBaseline;
import org.interfuse.baseline.Outcome;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;

/**
 * Predicts a subject by the mean over those parts whose columns the subject has, on the outcome's
 * scale; a subject with none of them gets the training prior.
 */
record FittedTrees(
    Outcome outcome,
    double[] prior,
    List<TreePart> parts,
    Coordinates coordinates,
    Map<String, String> describe)
    implements FittedBaseline {

  @Override
  public Prediction predict(PreparedCohort cohort, int[] subjects) {
    PreparedCohort data = coordinates.tables(cohort);
    double[][] sums = new double[subjects.length][outcome.width()];
    int[] counts = new int[subjects.length];
    for (TreePart part : parts) {
      int[] present =
          IntStream.range(0, subjects.length)
              .filter(i -> part.columns().has(data, subjects[i]))
              .toArray();
      int[] owners = Arrays.stream(present).map(i -> subjects[i]).toArray();
      double[][] vectors = part.predict(data, owners, outcome, prior);
      for (int i = 0; i < present.length; i++) {
        add(vectors[i], sums[present[i]]);
        counts[present[i]]++;
      }
    }
    for (int i = 0; i < subjects.length; i++) {
      int count = counts[i];
      sums[i] =
          count == 0 ? prior.clone() : Arrays.stream(sums[i]).map(sum -> sum / count).toArray();
    }
    return outcome.prediction(sums);
  }

  @Override
  public long bytes() {
    long own = (long) Double.BYTES * (prior.length + outcome.times().length);
    return own + coordinates.bytes() + parts.stream().mapToLong(TreePart::bytes).sum();
  }

  private static void add(double[] vector, double[] sum) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += vector[k];
    }
  }
}
