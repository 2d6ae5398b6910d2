package org.interfuse.preprocessing;

/**
 * A tabular modality after preprocessing, ready for an encoder or a baseline. Finite everywhere: no
 * missing cells are left. Arrays are shared, not copied; do not write to them.
 *
 * @param rows number of rows n, in the order of the modality's data
 * @param shape numeric width and cardinalities
 * @param numeric row-major [n × p]
 * @param categories row-major [n × q], each in [0, cardinality): 0 is the bucket of missing and
 *     unseen levels
 */
public record Features(int rows, FeatureShape shape, float[] numeric, int[] categories)
    implements Prepared {
  public Features {
    if (numeric.length != (long) rows * shape.numericWidth()) {
      throw new IllegalArgumentException(
          "numeric: expected %d × %d values, but it has %d"
              .formatted(rows, shape.numericWidth(), numeric.length));
    }
    if (categories.length != (long) rows * shape.cardinalities().length) {
      throw new IllegalArgumentException(
          "categories: expected %d × %d values, but it has %d"
              .formatted(rows, shape.cardinalities().length, categories.length));
    }
  }

  @Override
  public long cells() {
    return numeric.length + (long) categories.length;
  }

  @Override
  public Features table() {
    return this;
  }

  @Override
  public Features select(int[] chosen) {
    int p = shape.numericWidth();
    int q = shape.cardinalities().length;
    float[] numbers = new float[chosen.length * p];
    int[] codes = new int[chosen.length * q];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(numeric, chosen[i] * p, numbers, i * p, p);
      System.arraycopy(categories, chosen[i] * q, codes, i * q, q);
    }
    return new Features(chosen.length, shape, numbers, codes);
  }
}
