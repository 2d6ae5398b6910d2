package org.interfuse.model;

import java.util.Arrays;
import java.util.List;
import org.interfuse.target.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * The late combiners {@code mean} and {@code weighted}: probabilities, values or survival curves
 * averaged over the parts that know the subject. Log-risks of different models have no common
 * scale, so survival is averaged as curves at the times of all parts, and the risk is the averaged
 * curve's, {@link Prediction.Survival#ofCurves}.
 */
public final class LateMean {
  private LateMean() {}

  /**
   * Averages.
   *
   * @param parts predictions of the same target for the same n subjects, at least one
   * @param known [part][subject]: whether that part's prediction counts; a subject whom none knows
   *     gets what the first says, the prior
   */
  public static Prediction of(List<Prediction> parts, boolean[][] known) {
    double[] equal = new double[parts.size()];
    Arrays.fill(equal, 1);
    return of(parts, known, equal);
  }

  /**
   * Averages with weights, renormalised over the parts that know the subject. A subject whom only
   * parts of weight 0 know gets their plain mean.
   *
   * @param weights one per part, at least 0
   */
  public static Prediction of(List<Prediction> parts, boolean[][] known, double[] weights) {
    Shares shares = new Shares(known, weights);
    Prediction first = parts.get(0);
    if (first instanceof Prediction.Classes) {
      return new Prediction.Classes(
          mean(parts.stream().map(p -> ((Prediction.Classes) p).probabilities()).toList(), shares));
    }
    if (first instanceof Prediction.Labels) {
      return new Prediction.Labels(
          mean(parts.stream().map(p -> ((Prediction.Labels) p).probabilities()).toList(), shares));
    }
    if (first instanceof Prediction.Values) {
      return new Prediction.Values(values(parts, shares));
    }
    return survival(parts.stream().map(p -> (Prediction.Survival) p).toList(), shares);
  }

  /**
   * The weights as they are renormalised for each subject, those that the mean is taken with.
   *
   * @return [subject][part], 0 where the part does not know the subject; null where none does
   */
  static double[] @Nullable [] shares(boolean[][] known, double[] weights) {
    int n = known[0].length;
    Shares all = new Shares(known, weights);
    double[] @Nullable [] shares = new double[n][];
    for (int i = 0; i < n; i++) {
      int subject = i;
      if (Arrays.stream(known).anyMatch(part -> part[subject])) {
        shares[i] = new double[weights.length];
        all.of(i, shares[i]);
      }
    }
    return shares;
  }

  private static double[][] mean(List<double[][]> parts, Shares shares) {
    int n = parts.get(0).length;
    double[][] mean = new double[n][n == 0 ? 0 : parts.get(0)[0].length];
    double[] share = new double[parts.size()];
    for (int i = 0; i < n; i++) {
      shares.of(i, share);
      for (int part = 0; part < share.length; part++) {
        if (share[part] > 0) {
          for (int k = 0; k < mean[i].length; k++) {
            mean[i][k] += share[part] * parts.get(part)[i][k];
          }
        }
      }
    }
    return mean;
  }

  /** What each part counts for a subject. */
  private record Shares(boolean[][] known, double[] weights) {
    /** Fills {@code share} with numbers that sum to 1. */
    void of(int subject, double[] share) {
      double sum = 0;
      int count = 0;
      for (int part = 0; part < share.length; part++) {
        sum += known[part][subject] ? weights[part] : 0;
        count += known[part][subject] ? 1 : 0;
      }
      for (int part = 0; part < share.length; part++) {
        double weight = sum > 0 ? weights[part] / sum : 1.0 / count;
        share[part] = known[part][subject] ? weight : 0;
      }
      share[0] = count == 0 ? 1 : share[0]; // every part says the prior
    }
  }

  private static double[] values(List<Prediction> parts, Shares shares) {
    List<double[][]> columns =
        parts.stream()
            .map(p -> ((Prediction.Values) p).values())
            .map(v -> Arrays.stream(v).mapToObj(x -> new double[] {x}).toArray(double[][]::new))
            .toList();
    return Arrays.stream(mean(columns, shares)).mapToDouble(row -> row[0]).toArray();
  }

  private static Prediction.Survival survival(List<Prediction.Survival> parts, Shares shares) {
    double[] times =
        parts.stream().flatMapToDouble(p -> Arrays.stream(p.times())).sorted().distinct().toArray();
    List<double[][]> curves = parts.stream().map(p -> onGrid(p, times)).toList();
    return Prediction.Survival.ofCurves(times, mean(curves, shares));
  }

  private static double[][] onGrid(Prediction.Survival part, double[] times) {
    double[][] curves = new double[part.size()][times.length];
    for (int i = 0; i < curves.length; i++) {
      int next = 0;
      double current = 1;
      for (int t = 0; t < times.length; t++) {
        while (next < part.times().length && part.times()[next] <= times[t]) {
          current = part.survival()[i][next++];
        }
        curves[i][t] = current;
      }
    }
    return curves;
  }
}
