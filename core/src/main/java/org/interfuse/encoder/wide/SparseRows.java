package org.interfuse.encoder.wide;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.modality.CellRules;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Tensors;

/**
 * The stored cells of n rows of a sparse modality, scaled, by row and by column. All that is done
 * with them costs in proportion to their number z and not to the number of columns.
 *
 * @param rows n
 * @param ends [n] where each row's cells end, by row
 * @param columns [z] the cells' columns, by row, ascending in each
 * @param values [z] by row
 * @param distinct [u] the columns that occur, ascending
 * @param columnEnds [u] where each distinct column's cells end, by column
 * @param owners [z] the cells' rows, by column
 * @param byColumn [z] values by column
 */
record SparseRows(
    int rows,
    int[] ends,
    int[] columns,
    float[] values,
    int[] distinct,
    int[] columnEnds,
    int[] owners,
    float[] byColumn) {
  /** On the heap for each cell, at most, while they are put in order: eight arrays of them. */
  static final long CELL_BYTES = 8 * Integer.BYTES;

  private static final int RADIX_BITS = 11;
  private static final int SUM = 0;

  /** Reads and scales rows. */
  static SparseRows of(WideFeatures features, int[] chosen) {
    SparseMatrix matrix = (SparseMatrix) features.matrix();
    int[] ends = new int[chosen.length];
    int count = 0;
    for (int i = 0; i < chosen.length; i++) {
      count = Math.addExact(count, matrix.stored(chosen[i]));
      ends[i] = count;
    }
    int[] columns = new int[count];
    float[] values = new float[count];
    int[] owners = new int[count];
    int at = 0;
    for (int i = 0; i < chosen.length; i++) {
      matrix.read(chosen[i], columns, values, at);
      Arrays.fill(owners, at, ends[i], i);
      at = ends[i];
    }
    if (features.logarithm()) {
      requireLogarithms(features, chosen, ends, columns, values);
    }
    scale(features, columns, values);
    return sorted(chosen.length, ends, columns, values, owners);
  }

  private static void requireLogarithms(
      WideFeatures features, int[] chosen, int[] ends, int[] columns, float[] values) {
    int cell = 0;
    for (int i = 0; i < chosen.length; i++) {
      for (; cell < ends[i]; cell++) {
        CellRules.require(features.matrix(), chosen[i], columns[cell], values[cell], true);
      }
    }
  }

  private static void scale(WideFeatures features, int[] columns, float[] values) {
    for (int k = 0; k < values.length; k++) {
      float value = features.logarithm() ? (float) Math.log1p(values[k]) : values[k];
      values[k] = Float.isNaN(value) ? 0 : value * features.scale()[columns[k]];
    }
  }

  private static SparseRows sorted(
      int rows, int[] ends, int[] columns, float[] values, int[] owners) {
    int[] order = order(columns);
    int[] distinct = new int[columns.length];
    int[] columnEnds = new int[columns.length];
    int[] ownersByColumn = new int[columns.length];
    float[] byColumn = new float[columns.length];
    int found = 0;
    for (int k = 0; k < order.length; k++) {
      int column = columns[order[k]];
      if (found == 0 || distinct[found - 1] != column) {
        distinct[found++] = column;
      }
      columnEnds[found - 1] = k + 1;
      ownersByColumn[k] = owners[order[k]];
      byColumn[k] = values[order[k]];
    }
    return new SparseRows(
        rows,
        ends,
        columns,
        values,
        Arrays.copyOf(distinct, found),
        Arrays.copyOf(columnEnds, found),
        ownersByColumn,
        byColumn);
  }

  /** The stable order of keys of 0 or more, by digits. */
  private static int[] order(int[] keys) {
    int[] order = new int[keys.length];
    Arrays.setAll(order, k -> k);
    int largest = Arrays.stream(keys).max().orElse(0);
    int[] other = new int[keys.length];
    for (int shift = 0; shift < Integer.SIZE && largest >>> shift > 0; shift += RADIX_BITS) {
      int[] starts = new int[(1 << RADIX_BITS) + 1];
      for (int key : keys) {
        starts[(key >>> shift & (1 << RADIX_BITS) - 1) + 1]++;
      }
      for (int digit = 1; digit < starts.length; digit++) {
        starts[digit] += starts[digit - 1];
      }
      for (int place : order) {
        other[starts[keys[place] >>> shift & (1 << RADIX_BITS) - 1]++] = place;
      }
      int[] swap = order;
      order = other;
      other = swap;
    }
    return order;
  }

  /**
   * X W.
   *
   * @param weights [p, width]
   * @return [n, width]
   */
  Tensor times(Tensor weights) {
    return bags(weights, columns, starts(ends), values);
  }

  /**
   * The rows of Xᵀδ of some of the distinct columns.
   *
   * @param delta [n, width]
   * @param first number of the first of them
   * @param last number after the last
   * @return [last − first, width]
   */
  Tensor gradient(Tensor delta, int first, int last) {
    int from = first == 0 ? 0 : columnEnds[first - 1];
    int to = columnEnds[last - 1];
    int[] ends = Arrays.copyOfRange(columnEnds, first, last);
    Arrays.setAll(ends, j -> columnEnds[first + j] - from);
    return bags(
        delta,
        Arrays.copyOfRange(owners, from, to),
        starts(ends),
        Arrays.copyOfRange(byColumn, from, to));
  }

  /** X V where V holds the weights of the distinct columns alone, [u, width]. */
  Tensor timesDistinct(Tensor weights) {
    int[] places = new int[columns.length];
    for (int k = 0; k < places.length; k++) {
      places[k] = Arrays.binarySearch(distinct, columns[k]);
    }
    return bags(weights, places, starts(ends), values);
  }

  /** The sum of some rows of a table, [1, width]. */
  static Tensor sum(Tensor table, int[] indices) {
    return bags(table, indices, new int[1], new TensorOptional());
  }

  private static int[] starts(int[] ends) {
    int[] starts = new int[ends.length];
    System.arraycopy(ends, 0, starts, 1, Math.max(0, ends.length - 1));
    return starts;
  }

  /** For each bag the sum of the rows that its indices name, times its values. */
  private static Tensor bags(Tensor table, int[] indices, int[] starts, float[] values) {
    return bags(
        table,
        indices,
        starts,
        new TensorOptional(Tensors.ofFloats(values).to(table.scalar_type())));
  }

  private static Tensor bags(Tensor table, int[] indices, int[] starts, TensorOptional weights) {
    return torch
        .embedding_bag(
            table,
            Tensors.ofInts(indices),
            Tensors.ofInts(starts),
            /* scale_grad_by_freq= */ false,
            SUM,
            /* sparse= */ false,
            weights,
            /* include_last_offset= */ false)
        .get0();
  }
}
