package org.interfuse.source.text;

import java.util.Arrays;

/** The cells of one block, and what was wrong with them. Filled by one thread. */
final class BlockCells {
  private static final int EXAMPLES = 5;

  final int numberColumns;
  final TextColumn[] texts;

  /** Row-major [rows × numberColumns], longer than needed. */
  float[] numbers;

  int rows;

  /** Per column of the file the first row whose cell is neither a number nor missing, or -1. */
  final int[] firstNotNumber;

  /** How many rows have another number of cells than the header. */
  int raggedRows;

  /** The first ragged rows, and how many cells each has. */
  final int[] raggedRow = new int[EXAMPLES];

  final int[] raggedCells = new int[EXAMPLES];

  /** The first row with a quote that is not closed or not followed by a delimiter, or -1. */
  int badQuoteRow = -1;

  BlockCells(ColumnPlan plan, MissingCodes missing, int expectedRows) {
    numberColumns = plan.numbers();
    texts = new TextColumn[plan.texts()];
    Arrays.setAll(texts, slot -> new TextColumn(missing));
    firstNotNumber = new int[plan.columns()];
    Arrays.fill(firstNotNumber, -1);
    numbers = new float[Math.multiplyExact(numberColumns, expectedRows)];
  }

  /** Makes room for one more row. */
  void ensureRow() {
    long needed = (rows + 1L) * numberColumns;
    if (needed > numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.toIntExact(needed + needed / 4));
    }
  }

  void ragged(int cells) {
    if (raggedRows < EXAMPLES) {
      raggedRow[raggedRows] = rows;
      raggedCells[raggedRows] = cells;
    }
    raggedRows++;
  }

  /** How many ragged rows are kept as examples. */
  int raggedExamples() {
    return Math.min(raggedRows, EXAMPLES);
  }
}
