package org.interfuse.source.text;

/** Parses the records of a block as a plan says. Not thread-safe; one a thread. */
final class BlockParser {
  private final ColumnPlan plan;
  private final MissingCodes missing;
  private final CellCursor cursor;

  BlockParser(ColumnPlan plan, byte delimiter, MissingCodes missing) {
    this.plan = plan;
    this.missing = missing;
    this.cursor = new CellCursor(delimiter, missing);
  }

  /** Reads from byte {@code from} of the block (behind the header, in the first one). */
  BlockCells parse(Block block, int from) {
    cursor.start(block.bytes, block.length);
    cursor.position = from;
    BlockCells cells = null;
    while (!cursor.atEnd()) {
      if (cursor.atLineEnd() && plan.columns() > 1) {
        cursor.nextRecord(); // a blank line
        continue;
      }
      if (cells == null) {
        cells = new BlockCells(plan, missing, expectedRows(block));
      }
      cells.ensureRow();
      record(cells, block.offset);
      cells.rows++;
    }
    return cells == null ? new BlockCells(plan, missing, 0) : cells;
  }

  /** Rows if all are as long as the first, so that the block's array rarely grows. */
  private int expectedRows(Block block) {
    int start = cursor.position;
    int end = start;
    while (block.bytes[end] != '\n' && block.bytes[end] != '\r') {
      end++;
    }
    return Math.min((block.length - start) / (end - start + 1) + 2, 1 << 16);
  }

  private void record(BlockCells cells, long offset) {
    int columns = plan.columns();
    int number = cells.rows * cells.numberColumns;
    for (int column = 0; column < columns; column++) {
      switch (plan.use(column)) {
        case NUMBER -> {
          cells.numbers[number++] = cursor.number();
          if (cursor.notNumber) {
            notNumber(cells, column);
          }
        }
        case TEXT -> {
          long cellOffset = offset + cursor.position;
          cursor.read();
          cells.texts[plan.slot(column)].add(
              cursor.text, cursor.textFrom, cursor.textTo, cellOffset);
        }
        case SKIP -> cursor.skip();
      }
      if (column < columns - 1) {
        if (!cursor.atDelimiter()) {
          tooFew(cells, column + 1);
          return;
        }
        cursor.nextCell();
      }
    }
    endRecord(cells);
  }

  private void notNumber(BlockCells cells, int column) {
    cursor.notNumber = false;
    if (cells.firstNotNumber[column] < 0) {
      cells.firstNotNumber[column] = cells.rows;
    }
  }

  private void tooFew(BlockCells cells, int found) {
    cells.ragged(found);
    for (int column = found; column < plan.columns(); column++) {
      if (plan.use(column) == ColumnPlan.Use.TEXT) {
        cells.texts[plan.slot(column)].add(new byte[0], 0, 0, 0);
      }
    }
    endRecord(cells);
  }

  private void endRecord(BlockCells cells) {
    int extra = 0;
    while (cursor.atDelimiter()) {
      cursor.nextCell();
      cursor.skip();
      extra++;
    }
    if (extra > 0) {
      cells.ragged(plan.columns() + extra);
    }
    if (cursor.badQuote) {
      cursor.badQuote = false;
      cells.badQuoteRow = cells.badQuoteRow < 0 ? cells.rows : cells.badQuoteRow;
    }
    cursor.nextRecord();
  }
}
