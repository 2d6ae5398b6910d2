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

  /**
   * The same prior amid a model's predictions: its risk becomes the median of the training
   * subjects' risks, as a model's risks have a scale of their own.
   */
  public Prior amid(Prediction training) {
    if (training instanceof Prediction.Survival survival
        && one instanceof Prediction.Survival prior
        && survival.size() > 0) {
      double[] risks = survival.risk().clone();
      Arrays.sort(risks);
      return new Prior(
          new Prediction.Survival(
              new double[] {risks[risks.length / 2]}, prior.times(), prior.survival()));
    }
    return this;
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

  /**
   * Spreads predictions over more subjects.
   *
   * @param known predictions for some subjects
   * @param slots per subject its place in {@code known}, or -1 for the prior
   */
  static Prediction fill(Prediction known, int[] slots, Prior prior) {
    if (known instanceof Prediction.Survival curves) {
      return fill(curves, slots, (Prediction.Survival) prior.one());
    }
    if (known instanceof Prediction.Values values) {
      double mean = ((Prediction.Values) prior.one()).values()[0];
      return new Prediction.Values(
          Arrays.stream(slots).mapToDouble(s -> s < 0 ? mean : values.values()[s]).toArray());
    }
    double[][] rows = probabilities(known);
    double[] shares = probabilities(prior.one())[0];
    double[][] filled =
        Arrays.stream(slots).mapToObj(s -> s < 0 ? shares : rows[s]).toArray(double[][]::new);
    return known instanceof Prediction.Classes
        ? new Prediction.Classes(filled)
        : new Prediction.Labels(filled);
  }

  private static double[][] probabilities(Prediction prediction) {
    return prediction instanceof Prediction.Classes classes
        ? classes.probabilities()
        : ((Prediction.Labels) prediction).probabilities();
  }

  /** The prior's curve is put on the model's times. */
  private static Prediction.Survival fill(
      Prediction.Survival known, int[] slots, Prediction.Survival prior) {
    double[] curve = new double[known.times().length];
    Arrays.setAll(curve, t -> prior.at(0, known.times()[t]));
    double[][] survival =
        Arrays.stream(slots)
            .mapToObj(s -> s < 0 ? curve : known.survival()[s])
            .toArray(double[][]::new);
    double[] risk =
        Arrays.stream(slots).mapToDouble(s -> s < 0 ? prior.risk()[0] : known.risk()[s]).toArray();
    return new Prediction.Survival(risk, known.times(), survival);
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
