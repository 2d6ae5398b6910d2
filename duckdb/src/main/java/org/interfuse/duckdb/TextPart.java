package org.interfuse.duckdb;

import org.interfuse.source.text.TextColumn;

/** A column of texts that are numbers. */
final class TextPart implements RowPart {
  private final TextColumn texts;
  private final float[] numbers;
  private final int place;
  private int row;

  TextPart(TextColumn texts, int place) {
    this.texts = texts;
    this.place = place;
    numbers = new float[texts.levels()];
    for (int level = 0; level < numbers.length; level++) {
      numbers[level] = texts.number(level);
    }
  }

  @Override
  public void next(float[] values) {
    int code = texts.code(row++);
    values[place] = code < 0 ? Float.NaN : numbers[code];
  }

  @Override
  public void close() {}
}
