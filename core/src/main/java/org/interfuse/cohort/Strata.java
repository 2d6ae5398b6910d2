package org.interfuse.cohort;

import java.util.Arrays;
import org.interfuse.target.Target;

/**
 * Divides subjects so that every fold gets its share of each part: by class, by event, by the
 * rarest label a subject has, or by deciles of a number. Subjects that lack the target are a part
 * of their own.
 *
 * @param name what they are divided by, for people
 * @param of per subject its part, from 0
 * @param count how many parts
 */
record Strata(String name, int[] of, int count) {
  private static final int QUANTILES = 10;

  /** One part that holds everyone. */
  static Strata none(int subjects) {
    return new Strata("", new int[subjects], 1);
  }

  /**
   * The parts of a target.
   *
   * @param folds there are no more quantiles than leave every fold a member of each
   */
  static Strata of(Target target, int folds) {
    if (target instanceof Target.Classification classes) {
      int[] of = Arrays.stream(classes.labels()).map(label -> label + 1).toArray();
      return new Strata("class", of, classes.classes() + 1);
    } else if (target instanceof Target.Survival survival) {
      int[] of = new int[target.size()];
      Arrays.setAll(of, i -> survival.missing(i) ? 0 : survival.events()[i] ? 2 : 1);
      return new Strata("event", of, 3);
    } else if (target instanceof Target.Multilabel labels) {
      return ofLabels(labels);
    }
    return ofValues((Target.Regression) target, folds);
  }

  private static Strata ofLabels(Target.Multilabel target) {
    int labels = target.schema().classes().size();
    int[] counts = new int[labels];
    for (byte[] row : target.values()) {
      for (int label = 0; label < labels; label++) {
        counts[label] += row[label] == 1 ? 1 : 0;
      }
    }
    int[] of = new int[target.size()];
    for (int i = 0; i < of.length; i++) {
      int rarest = -1;
      for (int label = 0; label < labels; label++) {
        boolean rarer = rarest < 0 || counts[label] < counts[rarest];
        rarest = target.values()[i][label] == 1 && rarer ? label : rarest;
      }
      of[i] = target.missing(i) ? 0 : rarest + 2;
    }
    return new Strata("rarest label", of, labels + 2);
  }

  private static Strata ofValues(Target.Regression target, int folds) {
    double[] sorted = Arrays.stream(target.values()).filter(v -> !Double.isNaN(v)).toArray();
    Arrays.sort(sorted);
    int quantiles = Math.max(1, Math.min(QUANTILES, sorted.length / folds));
    int[] of = new int[target.size()];
    for (int i = 0; i < of.length; i++) {
      of[i] = target.missing(i) ? 0 : 1 + quantile(target.values()[i], sorted, quantiles);
    }
    return new Strata("quantiles", of, quantiles + 1);
  }

  /** Which of the equally filled intervals the value lies in; equal values in the same. */
  private static int quantile(double value, double[] sorted, int quantiles) {
    int quantile = 0;
    while (quantile + 1 < quantiles
        && value >= sorted[(int) ((long) (quantile + 1) * sorted.length / quantiles)]) {
      quantile++;
    }
    return quantile;
  }
}
