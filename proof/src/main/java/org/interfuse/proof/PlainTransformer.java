package org.interfuse.proof;

import java.util.ArrayList;
import java.util.List;

/** Attention over lists of tokens, for the oracles: Vaswani et al. 2017 as loops over doubles. */
final class PlainTransformer {
  private PlainTransformer() {}

  /** The tokens of a present modality with their place in time added, or its pooled vector. */
  static List<double[]> timed(OracleInput input, int m) {
    List<double[]> tokens = input.tokens().get(m);
    if (tokens == null || tokens.isEmpty()) {
      return List.of(input.pooled()[m]);
    }
    List<double[]> timed = new ArrayList<>();
    for (int place = 0; place < tokens.size(); place++) {
      timed.add(sum(tokens.get(place), time(place, input.width())));
    }
    return timed;
  }

  /** Of all present modalities, each with row m of the parameter {@code types} added. */
  static List<double[]> typed(OracleInput input) {
    int p = input.width();
    double[] types = input.parameter("types");
    List<double[]> all = new ArrayList<>();
    for (int m = 0; m < input.widths().length; m++) {
      if (input.present()[m]) {
        double[] type = new double[p];
        System.arraycopy(types, m * p, type, 0, p);
        timed(input, m).forEach(token -> all.add(sum(token, type)));
      }
    }
    return all;
  }

  /** PE(t, 2i) = sin(t / 10000^(2i/p)), PE(t, 2i + 1) = cos(t / 10000^(2i/p)). */
  static double[] time(double place, int p) {
    double[] encoding = new double[p];
    for (int i = 0; 2 * i < p; i++) {
      double angle = place / Math.pow(10000, 2.0 * i / p);
      encoding[2 * i] = Math.sin(angle);
      if (2 * i + 1 < p) {
        encoding[2 * i + 1] = Math.cos(angle);
      }
    }
    return encoding;
  }

  /** The rows of a parameter [n × p]. */
  static List<double[]> rows(OracleInput input, String name) {
    double[] values = input.parameter(name);
    List<double[]> rows = new ArrayList<>();
    for (int at = 0; at < values.length; at += input.width()) {
      double[] row = new double[input.width()];
      System.arraycopy(values, at, row, 0, row.length);
      rows.add(row);
    }
    return rows;
  }

  /** What a feed-forward part does between its two maps. */
  interface Activation {
    double[] apply(double[] x);
  }

  /** Gaussian error units: x Φ(x). */
  static double[] gelu(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * normal(x[i]);
    }
    return y;
  }

  /**
   * Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + x⁷/(3·5·7) + …), after Marsaglia 2004: several times
   * as fast as a general error function, and most of what these oracles do.
   */
  private static double normal(double x) {
    if (!(Math.abs(x) <= 9)) {
      return x > 0 ? 1 : 0;
    }
    double sum = 0;
    double term = x;
    for (int n = 3; sum + term != sum; n += 2) {
      sum += term;
      term *= x * x / n;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  /** x + MHA(LN(x)), or x + MHA(x) without the norm; then x + FF(LN(x)); for all tokens. */
  static List<double[]> layer(
      OracleInput input, String name, List<double[]> x, int heads, boolean norm, Activation a) {
    List<double[]> normalised = norm ? norm(input, name + ".attention.norm", x) : x;
    List<double[]> read = attention(input, name + ".attention", normalised, normalised, heads);
    List<double[]> sums = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      sums.add(sum(x.get(i), read.get(i)));
    }
    return feedForward(input, name + ".feed_forward", sums, a);
  }

  /** x + W_2 a(W_1 LN(x) + b_1) + b_2. */
  static List<double[]> feedForward(
      OracleInput input, String name, List<double[]> x, Activation a) {
    List<double[]> next = new ArrayList<>();
    List<double[]> normalised = norm(input, name + ".norm", x);
    for (int i = 0; i < x.size(); i++) {
      double[] hidden = a.apply(affine(input, name + ".expand", normalised.get(i)));
      next.add(sum(x.get(i), affine(input, name + ".contract", hidden)));
    }
    return next;
  }

  /** Layer normalisation of each. */
  static List<double[]> norm(OracleInput input, String name, List<double[]> x) {
    double[] gamma = input.parameter(name + ".weight");
    double[] beta = input.parameter(name + ".bias");
    return x.stream().map(token -> Plain.layerNorm(token, gamma, beta)).toList();
  }

  /** For each asking token: W_o [… ‖ Σ_k softmax_k(q · k_k / √(p/heads)) v_k ‖ …] + b_o. */
  static List<double[]> attention(
      OracleInput input, String name, List<double[]> asking, List<double[]> told, int heads) {
    int p = input.width();
    List<double[]> keys = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    for (double[] token : told) {
      keys.add(Plain.product(input.parameter(name + ".key.weight"), token, p));
      values.add(affine(input, name + ".value", token));
    }
    List<double[]> answers = new ArrayList<>();
    for (double[] token : asking) {
      double[] query = affine(input, name + ".query", token);
      double[] read = new double[p];
      for (int head = 0; head < heads; head++) {
        read(query, keys, values, head * (p / heads), p / heads, read);
      }
      answers.add(affine(input, name + ".output", read));
    }
    return answers;
  }

  /** One head: elements {@code from} to {@code from + size}. */
  private static void read(
      double[] query,
      List<double[]> keys,
      List<double[]> values,
      int from,
      int size,
      double[] read) {
    double[] scores = new double[keys.size()];
    for (int k = 0; k < scores.length; k++) {
      double product = 0;
      for (int i = from; i < from + size; i++) {
        product += query[i] * keys.get(k)[i];
      }
      scores[k] = product / Math.sqrt(size);
    }
    double[] weights = Plain.softmax(scores);
    for (int k = 0; k < scores.length; k++) {
      for (int i = from; i < from + size; i++) {
        read[i] += weights[k] * values.get(k)[i];
      }
    }
  }

  static double[] affine(OracleInput input, String name, double[] x) {
    return Plain.affine(input.parameter(name + ".weight"), input.parameter(name + ".bias"), x);
  }

  static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  /** The mean of vectors. */
  static double[] mean(List<double[]> vectors) {
    double[] mean = new double[vectors.get(0).length];
    for (double[] vector : vectors) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += vector[i] / vectors.size();
      }
    }
    return mean;
  }
}
