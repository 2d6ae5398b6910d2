package org.interfuse.trees;

import java.util.Arrays;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.interfuse.baseline.Response;
import org.interfuse.cohort.InnerFolds;
import org.interfuse.tensor.Seed;

/**
 * Chooses rounds, depth and learning rate by cross-validation inside the training rows. The
 * criterion is the loss held out: log-loss, half the squared error, or for Cox the cross-validated
 * partial likelihood of Verweij and van Houwelingen (1993), the loss of all rows less that of the
 * rows fitted. Ties go to what is simpler: shallower, slower, fewer.
 */
final class TreeTuning {
  static final int FOLDS = 5;

  private final BoostedTrees options;
  private final float[] values;
  private final int width;
  private final Matrix all;
  private final Response response;

  /**
   * A search.
   *
   * @param values [rows × width]
   * @param all the same in XGBoost's memory
   */
  TreeTuning(BoostedTrees options, float[] values, int width, Matrix all, Response response) {
    this.options = options;
    this.values = values;
    this.width = width;
    this.all = all;
    this.response = response;
  }

  /**
   * The choice.
   *
   * @param groups per row its group; rows of a group are held out together
   */
  TreeChoice choose(int[] groups, Seed seed) throws XGBoostError {
    int[] rounds = options.rounds().stream().mapToInt(Integer::intValue).toArray();
    int folds = (int) Math.min(FOLDS, Arrays.stream(groups).distinct().count());
    TreeChoice best =
        new TreeChoice(rounds[0], options.depth().get(0), options.learningRate().get(0));
    int combinations = rounds.length * options.depth().size() * options.learningRate().size();
    if (combinations == 1 || folds < 2) {
      return best;
    }
    int[] fold = InnerFolds.deal(response.strata(), groups, folds, seed);
    double least = Double.POSITIVE_INFINITY;
    for (int depth : options.depth()) {
      for (double rate : options.learningRate()) {
        double[] criteria = criteria(fold, folds, depth, rate, rounds);
        for (int r = 0; r < rounds.length; r++) {
          if (criteria[r] < least) {
            least = criteria[r];
            best = new TreeChoice(rounds[r], depth, rate);
          }
        }
      }
    }
    return best;
  }

  /** For each number of rounds the loss held out, summed over folds. */
  private double[] criteria(int[] fold, int folds, int depth, double rate, int[] rounds)
      throws XGBoostError {
    double[] criteria = new double[rounds.length];
    for (int f = 0; f < folds; f++) {
      int[] inside = InnerFolds.rows(fold, f, false);
      Response fitted = response.select(inside);
      TreeLabels labels = TreeLabels.of(fitted);
      try (Matrix train = Matrix.of(rows(inside), inside.length, width)) {
        train.rows().setLabel(labels.labels(fitted));
        try (Ensemble ensemble = Ensemble.begin(train, labels, depth, rate)) {
          for (int r = 0; r < rounds.length; r++) {
            ensemble.grow(train, fitted, rounds[r]);
            criteria[r] += heldOut(ensemble.scores(all), inside, fitted);
          }
        }
      }
    }
    return criteria;
  }

  /** The loss of all rows less that of the rows fitted. */
  private double heldOut(double[] scores, int[] inside, Response fitted) {
    int outputs = scores.length / response.size();
    double[] seen = new double[outputs * inside.length];
    for (int k = 0; k < outputs; k++) {
      for (int i = 0; i < inside.length; i++) {
        seen[k * inside.length + i] = scores[k * response.size() + inside[i]];
      }
    }
    return response.loss().evaluate(scores) * response.size()
        - fitted.loss().evaluate(seen) * inside.length;
  }

  private float[] rows(int[] rows) {
    float[] selected = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * width, selected, i * width, width);
    }
    return selected;
  }
}
