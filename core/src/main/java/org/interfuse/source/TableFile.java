package org.interfuse.source;

import java.util.Collection;
import java.util.List;
import org.interfuse.source.text.ParsedFile.RowSink;
import org.interfuse.source.text.TextColumn;

/**
 * One file of a table, open for reading: named columns over the same rows. A column can be asked
 * for as numbers and as texts. Not thread-safe.
 */
public interface TableFile {
  /** How messages name the file. */
  String shown();

  /** The columns' names in file order; repeated ones as they stand in the file. */
  List<String> names();

  /** Number of rows without a header. */
  int rows();

  /** The number of a row as people count, for messages. */
  default long rowNumber(int row) {
    return row + 1L;
  }

  /** How many cells are held in memory. */
  long cells();

  /** The first row whose cell is neither a number nor missing, or -1. */
  int firstNotNumber(int column);

  /** Makes the texts of columns available, in one pass for all that are not yet. */
  void requireTexts(Collection<Integer> columns);

  /** The texts of a column. */
  TextColumn text(int column);

  /** Rows of numbers in file order, of the columns in the order given; NaN is a missing cell. */
  void forEachRow(int[] columns, RowSink sink);
}
