package org.interfuse.model;

import java.util.Arrays;
import java.util.List;
import org.interfuse.target.Prediction;

/**
 * The late combiner {@code mean}: probabilities, values or survival curves averaged over the parts
 * that know the subject. Log-risks of different models have no common scale, so survival is
 * averaged as curves at the times of all parts, and the risk is the averaged curve's, {@link
 * Prediction.Survival#ofCurves}.
 */
public final class LateMean {
  private LateMean() {}

  /**
   * Averages.
   *
   * @param parts predictions of the same target for the same n subjects, at least one
   * @param known [part][subject]: whether that part's prediction counts; at least one per subject
   */
  public static Prediction of(List<Prediction> parts, boolean[][] known) {
    Prediction first = parts.get(0);
    if (first instanceof Prediction.Classes) {
      return new Prediction.Classes(
          mean(parts.stream().map(p -> ((Prediction.Classes) p).probabilities()).toList(), known));
    }
    if (first instanceof Prediction.Labels) {
      return new Prediction.Labels(
          mean(parts.stream().map(p -> ((Prediction.Labels) p).probabilities()).toList(), known));
    }
    if (first instanceof Prediction.Values) {
      return new Prediction.Values(values(parts, known));
    }
    return survival(parts.stream().map(p -> (Prediction.Survival) p).toList(), known);
  }

  private static double[][] mean(List<double[][]> parts, boolean[][] known) {
    int n = parts.get(0).length;
    double[][] mean = new double[n][n == 0 ? 0 : parts.get(0)[0].length];
    for (int i = 0; i < n; i++) {
      int count = 0;
      for (int part = 0; part < parts.size(); part++) {
        if (known[part][i]) {
          count++;
          for (int k = 0; k < mean[i].length; k++) {
            mean[i][k] += parts.get(part)[i][k];
          }
        }
      }
      for (int k = 0; k < mean[i].length; k++) {
        mean[i][k] /= count;
      }
    }
    return mean;
  }

  private static double[] values(List<Prediction> parts, boolean[][] known) {
    List<double[][]> columns =
        parts.stream()
            .map(p -> ((Prediction.Values) p).values())
            .map(v -> Arrays.stream(v).mapToObj(x -> new double[] {x}).toArray(double[][]::new))
            .toList();
    return Arrays.stream(mean(columns, known)).mapToDouble(row -> row[0]).toArray();
  }

  private static Prediction.Survival survival(List<Prediction.Survival> parts, boolean[][] known) {
    double[] times =
        parts.stream().flatMapToDouble(p -> Arrays.stream(p.times())).sorted().distinct().toArray();
    List<double[][]> curves = parts.stream().map(p -> onGrid(p, times)).toList();
    return Prediction.Survival.ofCurves(times, mean(curves, known));
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
