package org.interfuse.baseline;

import java.util.List;
import org.interfuse.preprocessing.Features;
import org.jspecify.annotations.Nullable;

/**
 * A fitted linear model of one set of columns; for labels one model each.
 *
 * @param inputs where the columns are
 * @param models one per problem
 * @param penalties the penalty of each; infinite where there was too little to learn from
 * @param hazard the Breslow baseline hazard; null for other targets
 */
record LinearPart(
    Inputs inputs, List<LinearModel> models, double[] penalties, @Nullable StepFunction hazard) {
  LinearPart {
    models = List.copyOf(models);
  }

  /** Of coefficients, intercepts and hazard. */
  long bytes() {
    long figures =
        models.stream()
            .mapToLong(model -> (long) model.intercepts().length + model.coefficients().length)
            .sum();
    return inputs.bytes() + Double.BYTES * figures + (hazard == null ? 0 : hazard.bytes());
  }

  /** Vectors on the outcome's scale for some rows of the columns: [row][width]. */
  double[][] predict(Features features, int[] rows, Outcome outcome) {
    DesignMatrix design = DesignMatrix.of(features, rows, /* rotated= */ false);
    double[][] vectors = new double[rows.length][outcome.width()];
    if (hazard != null) {
      Link.curves(models.get(0).scores(design), hazard.at(outcome.times()), vectors);
      return vectors;
    }
    for (int problem = 0; problem < models.size(); problem++) {
      double[] scores = models.get(problem).scores(design);
      for (int i = 0; i < rows.length; i++) {
        Link.apply(outcome.type(), scores, problem, i, vectors[i]);
      }
    }
    return vectors;
  }
}
