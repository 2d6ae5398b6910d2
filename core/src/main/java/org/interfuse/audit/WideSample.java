package org.interfuse.audit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.TableData;
import org.interfuse.modality.WideData;
import org.interfuse.modality.WideMatrix;

/**
 * Some columns of a wide modality as a table, for what is looked for in rows: evenly spread over
 * the file, or of a sparse modality those with the most cells.
 */
final class WideSample {
  /** Columns at most. */
  static final int COLUMNS = 2048;

  private static final int CELLS = 1 << 26;

  private WideSample() {}

  /** A table of all rows; fewer columns where there are very many rows. */
  static TableData of(WideData data) {
    int rows = Math.max(1, data.rows());
    int count = Math.min(data.columns().size(), Math.min(COLUMNS, Math.max(1, CELLS / rows)));
    int[] columns =
        data.matrix() instanceof SparseMatrix sparse
            ? fullest(sparse, count)
            : spread(data.columns().size(), count);
    List<String> names = new ArrayList<>();
    for (int column : columns) {
      names.add(data.columns().get(column));
    }
    float[] values = values(data.matrix().select(columns));
    return TableData.ofNumbers(data.rows(), names, values);
  }

  private static int[] spread(int all, int count) {
    return IntStream.range(0, count).map(k -> (int) ((long) k * all / count)).toArray();
  }

  private static int[] fullest(SparseMatrix matrix, int count) {
    int[] stored = new int[matrix.columns()];
    int most = IntStream.range(0, matrix.rows()).map(matrix::stored).max().orElse(0);
    int[] columns = new int[most];
    float[] values = new float[most];
    for (int row = 0; row < matrix.rows(); row++) {
      int found = matrix.read(row, columns, values, 0);
      for (int k = 0; k < found; k++) {
        stored[columns[k]]++;
      }
    }
    return IntStream.range(0, stored.length)
        .boxed()
        .sorted(Comparator.comparing(j -> -stored[j]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  private static float[] values(WideMatrix chosen) {
    int width = chosen.columns();
    float[] values = new float[Math.multiplyExact(chosen.rows(), width)];
    ByteBuffer tile = ByteBuffer.allocateDirect(width * Float.BYTES).order(ByteOrder.nativeOrder());
    int[] row = new int[1];
    for (int i = 0; i < chosen.rows(); i++) {
      row[0] = i;
      chosen.read(row, 0, width, tile);
      tile.asFloatBuffer().get(0, values, i * width, width);
    }
    return values;
  }
}
