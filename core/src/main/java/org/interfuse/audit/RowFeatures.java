package org.interfuse.audit;

import java.util.Arrays;
import org.interfuse.modality.TableData;
import org.interfuse.tensor.Seed;

/**
 * Rows of a table as standardised numbers: each numeric column with mean 0 and variance 1, each of
 * the most frequent levels of a categorical column as a column of 0 and 1, standardised likewise; 0
 * where a cell is missing. Targets are not looked at.
 *
 * @param width how many columns p
 * @param values row-major [n × p]
 */
record RowFeatures(int width, float[] values) {
  private static final int MOST_LEVELS = 8;

  /** At most so many columns of a table, drawn at random. */
  static RowFeatures drawn(TableData table, int most, Seed seed) {
    int[] chosen = seed.at("audited columns").permutation(table.width());
    chosen = Arrays.copyOf(chosen, Math.min(chosen.length, most));
    Arrays.sort(chosen);
    return of(table, chosen);
  }

  /** Some columns of a table: the numeric ones are counted first, then the categorical ones. */
  static RowFeatures of(TableData table, int[] chosen) {
    int numbers = table.numericColumns().size();
    int width = 0;
    for (int column : chosen) {
      width += column < numbers ? 1 : levels(table, column - numbers);
    }
    float[] values = new float[table.rows() * width];
    int at = 0;
    for (int column : chosen) {
      if (column < numbers) {
        standardise(table, column, values, width, at++);
      } else {
        for (int level = 0; level < levels(table, column - numbers); level++) {
          indicate(table, column - numbers, level, values, width, at++);
        }
      }
    }
    return new RowFeatures(width, values);
  }

  private static int levels(TableData table, int category) {
    return Math.min(MOST_LEVELS, table.categoricalColumns().get(category).levels().size());
  }

  private static void standardise(TableData table, int column, float[] into, int width, int at) {
    double[] values = new double[table.rows()];
    for (int i = 0; i < values.length; i++) {
      values[i] = table.numeric()[i * table.numericColumns().size() + column];
    }
    write(values, into, width, at);
  }

  private static void indicate(
      TableData table, int category, int level, float[] into, int width, int at) {
    double[] values = new double[table.rows()];
    for (int i = 0; i < values.length; i++) {
      int code = table.codes()[i * table.categoricalColumns().size() + category];
      values[i] = code < 0 ? Double.NaN : code == level ? 1 : 0;
    }
    write(values, into, width, at);
  }

  private static void write(double[] values, float[] into, int width, int at) {
    int known = 0;
    double sum = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        known++;
        sum += value;
      }
    }
    double mean = sum / Math.max(1, known);
    double squares = 0;
    for (double value : values) {
      squares += Double.isFinite(value) ? (value - mean) * (value - mean) : 0;
    }
    double scale = squares > 0 ? Math.sqrt(known / squares) : 0;
    for (int i = 0; i < values.length; i++) {
      into[i * width + at] = Double.isFinite(values[i]) ? (float) ((values[i] - mean) * scale) : 0;
    }
  }

  int rows() {
    return width == 0 ? 0 : values.length / width;
  }

  double dot(int left, int right) {
    double sum = 0;
    int l = left * width;
    int r = right * width;
    for (int j = 0; j < width; j++) {
      sum += values[l + j] * values[r + j];
    }
    return sum;
  }

  /**
   * How many independent columns would vary like these: (Σ λ)² / Σ λ², λ the eigenvalues of their
   * covariance, from the inner products of at most 200 rows spread over the table.
   */
  double effectiveColumns() {
    int n = Math.min(200, rows());
    double trace = 0;
    double squares = 0;
    double[] product = new double[n];
    for (int i = 0; i < n; i++) {
      int row = (int) ((long) i * rows() / n);
      for (int j = 0; j < n; j++) {
        product[j] = dot(row, (int) ((long) j * rows() / n));
        squares += i == j ? 0 : product[j] * product[j];
      }
      trace += product[i];
    }
    // E⟨x,y⟩² = Σλ² for two different rows, E⟨x,x⟩ = Σλ
    double meanSquare = squares / Math.max(1, (double) n * (n - 1));
    double meanTrace = trace / n;
    return meanSquare > 0 ? Math.min(width, meanTrace * meanTrace / meanSquare) : width;
  }
}
