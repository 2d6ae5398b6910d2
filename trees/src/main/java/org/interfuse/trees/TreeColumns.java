package org.interfuse.trees;

import java.util.Arrays;
import org.interfuse.cohort.CohortModality;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Features;
import org.interfuse.preprocessing.PreparedCohort;

/**
 * The columns of some modalities side by side, as trees take them: numbers as they are, a category
 * as one 0/1 column for each code but 0 (missing or unseen), for which all of them are missing. All
 * columns of a modality that a subject lacks are missing.
 *
 * @param name of the modality, or {@code all}
 * @param modalities their indices in the cohort
 */
record TreeColumns(String name, int[] modalities) {
  /** Whether a subject has any of the modalities. */
  boolean has(PreparedCohort data, int subject) {
    return Arrays.stream(modalities).anyMatch(m -> data.cohort().modalities().get(m).has(subject));
  }

  int width(PreparedCohort data) {
    return Arrays.stream(modalities).map(m -> width(data.features().get(m).shape())).sum();
  }

  private static int width(FeatureShape shape) {
    return shape.numericWidth() + Arrays.stream(shape.cardinalities()).map(c -> c - 1).sum();
  }

  /**
   * Some subjects, row by row; NaN is missing.
   *
   * @throws ArithmeticException if they have more than 2³¹ cells
   */
  float[] of(PreparedCohort data, int[] subjects) {
    int width = width(data);
    float[] values = new float[Math.multiplyExact(subjects.length, width)];
    Arrays.fill(values, Float.NaN);
    int from = 0;
    for (int m : modalities) {
      CohortModality modality = data.cohort().modalities().get(m);
      Features features = data.features().get(m).table();
      for (int i = 0; i < subjects.length; i++) {
        if (modality.has(subjects[i])) {
          write(features, modality.rowOf()[subjects[i]], values, i * width + from);
        }
      }
      from += width(features.shape());
    }
    return values;
  }

  private static void write(Features features, int row, float[] values, int at) {
    int numeric = features.shape().numericWidth();
    int[] cardinalities = features.shape().cardinalities();
    System.arraycopy(features.numeric(), row * numeric, values, at, numeric);
    int to = at + numeric;
    for (int q = 0; q < cardinalities.length; q++) {
      int code = features.categories()[row * cardinalities.length + q];
      if (code > 0) {
        Arrays.fill(values, to, to + cardinalities[q] - 1, 0);
        values[to + code - 1] = 1;
      }
      to += cardinalities[q] - 1;
    }
  }
}
