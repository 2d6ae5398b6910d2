package org.interfuse.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.cohort.CohortModality;
import org.interfuse.model.Ensemble;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;

/** One subject many times over, each time with another text or image in one modality. */
final class Variants {
  private Variants() {}

  /**
   * The subject with each of some rows of a modality; all else is the subject's own.
   *
   * @param rows prepared
   * @param rowOf per variant its row, or -1 for one that lacks the modality
   */
  static PreparedCohort of(
      PreparedCohort data, int subject, CohortModality modality, Prepared rows, int[] rowOf) {
    int[] again = new int[rowOf.length];
    Arrays.fill(again, subject);
    PreparedCohort same = data.of(again);
    List<CohortModality> modalities = new ArrayList<>(same.cohort().modalities());
    List<Prepared> features = new ArrayList<>(same.features());
    int place = data.cohort().modalities().indexOf(modality);
    modalities.set(place, new CohortModality(modality.name(), modality.data(), rowOf));
    features.set(place, rows);
    return new PreparedCohort(same.cohort().withModalities(modalities), features);
  }

  /** Prediction of the first minus that of each other: [target][output][variant but the first]. */
  static double[][][] effects(
      Ensemble network, List<ExplainedTarget> targets, PreparedCohort variants) {
    int[] all = IntStream.range(0, variants.cohort().size()).toArray();
    List<Prediction> predictions = network.predict(variants, all).predictions();
    double[][][] effects = new double[targets.size()][][];
    for (int t = 0; t < effects.length; t++) {
      double[][] read = targets.get(t).read(predictions.get(t));
      effects[t] = new double[read[0].length][all.length - 1];
      for (int output = 0; output < effects[t].length; output++) {
        for (int i = 1; i < all.length; i++) {
          effects[t][output][i - 1] = read[0][output] - read[i][output];
        }
      }
    }
    return effects;
  }
}
