package org.interfuse.proof;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One subject, and the parameters of the operator.
 *
 * @param modalities names, in order
 * @param widths d_m
 * @param width C
 * @param parameters values by name, row-major
 * @param present a_m
 * @param pooled h_m, of length 0 where absent
 * @param tokens per modality the tokens that exist, or null where the representation has none
 */
public record OracleInput(
    List<String> modalities,
    int[] widths,
    int width,
    Map<String, double[]> parameters,
    boolean[] present,
    double[][] pooled,
    List<@Nullable List<double[]>> tokens) {
  /** A parameter's values. */
  public double[] parameter(String name) {
    double[] values = parameters.get(name);
    if (values == null) {
      throw new IllegalStateException(
          "no parameter '%s'; there are %s".formatted(name, parameters.keySet()));
    }
    return values;
  }

  /** h_m, or the parameter {@code absence.NAME} where absent. */
  public double[] filled(int m) {
    return present[m] ? pooled[m] : parameter("absence." + modalities.get(m));
  }

  /** The filled slots side by side. */
  public double[] concatenated() {
    int total = 0;
    for (int width : widths) {
      total += width;
    }
    double[] all = new double[total];
    int at = 0;
    for (int m = 0; m < widths.length; m++) {
      System.arraycopy(filled(m), 0, all, at, widths[m]);
      at += widths[m];
    }
    return all;
  }
}
