package org.interfuse.proof;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one pass forward and backward gave.
 *
 * @param outputs [B][C]
 * @param inputGradients per input, row-major; zeros where none arrived
 * @param parameterGradients by name, row-major; zeros where none arrived
 */
record Outcome(
    double[][] outputs, List<double[]> inputGradients, Map<String, double[]> parameterGradients) {
  /** How many numbers differ in their bits, signed zeros and NaN included. */
  long differences(Outcome other) {
    long count = 0;
    for (int row = 0; row < outputs.length; row++) {
      count += differences(outputs[row], other.outputs[row]);
    }
    for (int i = 0; i < inputGradients.size(); i++) {
      count += differences(inputGradients.get(i), other.inputGradients.get(i));
    }
    for (Map.Entry<String, double[]> entry : parameterGradients.entrySet()) {
      double[] theirs = other.parameterGradients.getOrDefault(entry.getKey(), new double[0]);
      count += differences(entry.getValue(), theirs);
    }
    return count;
  }

  private static long differences(double[] left, double[] right) {
    if (left.length != right.length) {
      return Math.max(left.length, right.length);
    }
    long count = 0;
    for (int i = 0; i < left.length; i++) {
      if (Double.doubleToLongBits(left[i]) != Double.doubleToLongBits(right[i])) {
        count++;
      }
    }
    return count;
  }

  /** The same with the gradients of the first inputs alone. */
  Outcome ofInputs(int first) {
    return new Outcome(outputs, inputGradients.subList(0, first), parameterGradients);
  }

  /** The same with +0 for −0. */
  Outcome withoutSignsOfZeros() {
    return new Outcome(
        Arrays.stream(outputs).map(Outcome::positiveZeros).toArray(double[][]::new),
        inputGradients.stream().map(Outcome::positiveZeros).toList(),
        parameterGradients.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> positiveZeros(e.getValue()))));
  }

  private static double[] positiveZeros(double[] values) {
    return Arrays.stream(values).map(value -> value + 0.0).toArray();
  }

  /** Keeps the larger of the absolute gradients of each parameter element. */
  void mergeLargestGradients(Map<String, double[]> largest) {
    parameterGradients.forEach(
        (name, gradient) -> {
          double[] kept = largest.computeIfAbsent(name, absent -> new double[gradient.length]);
          for (int i = 0; i < kept.length; i++) {
            kept[i] = Math.max(kept[i], Math.abs(gradient[i]));
          }
        });
  }

  /** Whether every number is finite. */
  boolean isFinite() {
    return Arrays.stream(outputs).allMatch(Outcome::isFinite)
        && inputGradients.stream().allMatch(Outcome::isFinite)
        && parameterGradients.values().stream().allMatch(Outcome::isFinite);
  }

  private static boolean isFinite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }
}
