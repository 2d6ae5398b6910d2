package org.interfuse.trees;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.interfuse.baseline.Response;

/**
 * A response as XGBoost takes it, in numbers of 32 bits: classes by number, of two starting from
 * the share of the second; numbers less their mean, over their standard deviation. Times go in as
 * derivatives of our own, see {@link Ensemble}.
 *
 * @param outputs K, scores a row
 * @param options of XGBoost
 * @param shift added to a score, after it is multiplied
 * @param factor of a score
 */
record TreeLabels(int outputs, Map<String, Object> options, double shift, double factor) {
  static TreeLabels of(Response response) {
    Map<String, Object> options = new HashMap<>();
    if (response instanceof Response.Classes classes && classes.classes() > 2) {
      options.put("objective", "multi:softprob");
      options.put("num_class", classes.classes());
      return new TreeLabels(classes.classes(), Map.copyOf(options), 0, 1);
    }
    if (response instanceof Response.Reals reals) {
      options.put("objective", "reg:squarederror");
      options.put("base_score", 0);
      double mean = Arrays.stream(reals.values()).average().orElse(0);
      double variance =
          Arrays.stream(reals.values()).map(y -> (y - mean) * (y - mean)).average().orElse(0);
      return new TreeLabels(1, Map.copyOf(options), mean, variance > 0 ? Math.sqrt(variance) : 1);
    }
    if (response instanceof Response.Classes two) {
      options.put("objective", "binary:logistic");
      options.put("base_score", (Arrays.stream(two.labels()).sum() + 0.5) / (two.size() + 1));
    } else {
      options.put("objective", "reg:squarederror"); // its derivatives are not used
      options.put("base_score", 0);
    }
    return new TreeLabels(1, Map.copyOf(options), 0, 1);
  }

  /** One number a row. */
  float[] labels(Response response) {
    float[] labels = new float[response.size()];
    for (int i = 0; i < labels.length; i++) {
      if (response instanceof Response.Classes classes) {
        labels[i] = classes.labels()[i];
      } else if (response instanceof Response.Reals reals) {
        labels[i] = (float) ((reals.values()[i] - shift) / factor);
      }
    }
    return labels;
  }

  /** From [n][K] to class-major [K × n], on the response's scale. */
  double[] scores(float[][] margins) {
    double[] scores = new double[outputs * margins.length];
    for (int i = 0; i < margins.length; i++) {
      for (int k = 0; k < outputs; k++) {
        scores[k * margins.length + i] = shift + factor * margins[i][k];
      }
    }
    return scores;
  }
}
