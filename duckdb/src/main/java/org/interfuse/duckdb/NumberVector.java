package org.interfuse.duckdb;

import org.duckdb.DuckDBReadableVector;
import org.interfuse.source.text.MissingCodes;

/** Numbers of a vector as float32; missing ones, and those a code means, as NaN. */
final class NumberVector {
  private NumberVector() {}

  /**
   * Copies numbers.
   *
   * @param isFloat whether the vector holds float32 rather than float64
   * @param from its first number
   * @param to where in {@code target} that goes; the others follow at {@code stride}
   */
  static void copy(
      DuckDBReadableVector vector,
      boolean isFloat,
      MissingCodes missing,
      int from,
      int count,
      float[] target,
      int to,
      int stride) {
    boolean codes = missing.hasNumbers();
    for (int i = 0, at = to; i < count; i++, at += stride) {
      if (isFloat) {
        float number = vector.getFloat(from + i, Float.NaN);
        target[at] = codes && missing.isMissingFloat(number) ? Float.NaN : number;
      } else {
        double number = vector.getDouble(from + i, Double.NaN);
        target[at] = codes && missing.isMissing(number) ? Float.NaN : (float) number;
      }
    }
  }
}
