package org.interfuse.trees;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.interfuse.baseline.Link;
import org.interfuse.baseline.Outcome;
import org.interfuse.baseline.StepFunction;
import org.interfuse.preprocessing.PreparedCohort;
import org.jspecify.annotations.Nullable;

/**
 * The fitted trees of one set of columns; for labels one model each.
 *
 * @param columns what they see
 * @param models one per problem; null where there was too little to learn from
 * @param hazard the Breslow baseline hazard; null for other targets
 */
record TreePart(
    TreeColumns columns, List<@Nullable TreeModel> models, @Nullable StepFunction hazard) {

  /** Of the trees in XGBoost's own format, and the hazard. */
  long bytes() {
    long trees = models.stream().mapToLong(one -> one == null ? 0 : one.bytes().length).sum();
    return trees + (hazard == null ? 0 : hazard.bytes());
  }

  /**
   * Vectors on the outcome's scale, [subject][width].
   *
   * @param prior the vector where nothing was learnt
   */
  double[][] predict(PreparedCohort data, int[] subjects, Outcome outcome, double[] prior) {
    double[][] vectors = new double[subjects.length][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = prior.clone();
    }
    float[] values = columns.of(data, subjects);
    for (int problem = 0; problem < models.size(); problem++) {
      TreeModel model = models.get(problem);
      if (model != null && subjects.length > 0) {
        apply(model.scores(values, subjects.length), problem, outcome, vectors);
      }
    }
    return vectors;
  }

  private void apply(double[] scores, int problem, Outcome outcome, double[][] vectors) {
    if (hazard != null) {
      Link.curves(scores, hazard.at(outcome.times()), vectors);
      return;
    }
    for (int i = 0; i < vectors.length; i++) {
      Link.apply(outcome.type(), scores, problem, i, vectors[i]);
    }
  }

  /** What was chosen, problem by problem. */
  String describe() {
    return models.stream()
        .map(model -> model == null ? "none (nothing to learn from)" : model.choice().text())
        .map(Objects::requireNonNull)
        .collect(Collectors.joining("; "));
  }
}
