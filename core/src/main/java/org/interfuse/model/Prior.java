package org.interfuse.model;

import java.util.Arrays;
import org.interfuse.evaluation.KaplanMeier;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * What is known of a target without any modality: class shares, label shares, the mean, or the
 * Kaplan–Meier curve of the training subjects. Predicted, and flagged, for a subject who has none
 * of the modalities a model reads.
 */
public final class Prior {
  private final Prediction one;

  private Prior(Prediction one) {
    this.one = one;
  }

  /** The prior of training subjects; those without the target do not count. */
  public static Prior of(Target train) {
    if (train instanceof Target.Classification target) {
      return new Prior(new Prediction.Classes(new double[][] {shares(target)}));
    }
    if (train instanceof Target.Multilabel target) {
      return new Prior(new Prediction.Labels(new double[][] {shares(target)}));
    }
    if (train instanceof Target.Regression target) {
      double mean =
          Arrays.stream(target.values()).filter(v -> !Double.isNaN(v)).average().orElse(0);
      return new Prior(new Prediction.Values(new double[] {mean}));
    }
    return new Prior(kaplanMeier((Target.Survival) train));
  }

  /** A prior kept in a model file: the prediction for one subject. */
  public static Prior restored(Prediction one) {
    return new Prior(one);
  }

  /** The prediction for one subject. */
  public Prediction one() {
    return one;
  }

  /** The same prediction for n subjects. */
  public Prediction predict(int n) {
    return one.select(new int[n]);
  }

  private static double[] shares(Target.Classification target) {
    double[] shares = new double[target.classes()];
    int count = 0;
    for (int label : target.labels()) {
      if (label >= 0) {
        shares[label]++;
        count++;
      }
    }
    for (int k = 0; k < shares.length; k++) {
      shares[k] = count == 0 ? 1.0 / shares.length : shares[k] / count;
    }
    return shares;
  }

  private static double[] shares(Target.Multilabel target) {
    double[] shares = new double[target.schema().classes().size()];
    for (int label = 0; label < shares.length; label++) {
      int count = 0;
      for (byte[] values : target.values()) {
        if (values[label] >= 0) {
          shares[label] += values[label];
          count++;
        }
      }
      shares[label] = count == 0 ? 0.5 : shares[label] / count;
    }
    return shares;
  }

  private static Prediction.Survival kaplanMeier(Target.Survival target) {
    KaplanMeier curve = KaplanMeier.fit(target);
    return new Prediction.Survival(new double[1], curve.times(), new double[][] {curve.survival()});
  }
}
