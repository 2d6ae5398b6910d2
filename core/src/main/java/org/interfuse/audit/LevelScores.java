package org.interfuse.audit;

import java.util.Arrays;
import org.interfuse.evaluation.Ranks;
import org.interfuse.target.Targets;
import org.interfuse.tensor.Seed;

/**
 * Scores subjects by the outcome of others who share their level, so that a level that holds one
 * subject says nothing about that subject.
 *
 * <p>The rows are dealt into five inner folds; a subject's score is the rate of the outcome among
 * rows of the four other folds with the same level, one average subject added: (Σ outcome + mean
 * outcome) / (Σ exposure + mean exposure).
 */
final class LevelScores {
  private static final int FOLDS = 5;
  private static final int BINS = 20;

  private LevelScores() {}

  /**
   * The scores.
   *
   * @param levels per subject its level as a number, NaN where missing
   * @return per subject of the cohort, NaN outside the question's rows and where missing
   */
  static double[] of(Question question, double[] levels, Seed seed) {
    int[] rows = Arrays.stream(question.rows()).filter(i -> !Double.isNaN(levels[i])).toArray();
    int[] level = ranksOf(Targets.select(levels, rows));
    int count = 1 + Arrays.stream(level).max().orElse(-1);
    int[] fold = Arrays.stream(seed.permutation(rows.length)).map(r -> r % FOLDS).toArray();
    double[][] outcome = new double[FOLDS + 1][count];
    double[][] exposure = new double[FOLDS + 1][count];
    double outcomes = 0;
    double exposures = 0;
    for (int r = 0; r < rows.length; r++) {
      double y = question.outcome(rows[r]);
      double w = question.exposure(rows[r]);
      outcome[fold[r]][level[r]] += y;
      outcome[FOLDS][level[r]] += y;
      exposure[fold[r]][level[r]] += w;
      exposure[FOLDS][level[r]] += w;
      outcomes += y;
      exposures += w;
    }
    double[] scores = new double[levels.length];
    Arrays.fill(scores, Double.NaN);
    for (int r = 0; r < rows.length; r++) {
      int f = fold[r];
      int l = level[r];
      scores[rows[r]] =
          (outcome[FOLDS][l] - outcome[f][l] + outcomes / rows.length)
              / (exposure[FOLDS][l] - exposure[f][l] + exposures / rows.length);
    }
    return scores;
  }

  /** Numbers as levels: at most twenty intervals that hold equally many rows. */
  static double[] binned(double[] values, int[] rows) {
    int[] known = Arrays.stream(rows).filter(i -> !Double.isNaN(values[i])).toArray();
    double[] binned = new double[values.length];
    Arrays.fill(binned, Double.NaN);
    if (known.length == 0) {
      return binned;
    }
    double[] ranks = Ranks.average(Targets.select(values, known));
    for (int r = 0; r < known.length; r++) {
      binned[known[r]] = Math.floor((ranks[r] - 0.5) * BINS / known.length);
    }
    return binned;
  }

  private static int[] ranksOf(double[] levels) {
    if (levels.length == 0) {
      return new int[0];
    }
    return Arrays.stream(Ranks.dense(levels)).map(r -> r - 1).toArray();
  }
}
