package org.interfuse.source.text;

import java.util.Arrays;

/**
 * What is read of each column of a file. Immutable.
 *
 * <p>Columns are counted from 0 in file order; the numeric columns and the texts among them have
 * slots, likewise from 0 in file order.
 */
final class ColumnPlan {
  /** How a column is read. */
  enum Use {
    SKIP,
    NUMBER,
    TEXT
  }

  private final Use[] uses;
  private final int[] slots;
  private final int numbers;
  private final int texts;

  ColumnPlan(Use[] uses) {
    this.uses = uses.clone();
    this.slots = new int[uses.length];
    int numberCount = 0;
    int textCount = 0;
    for (int column = 0; column < uses.length; column++) {
      slots[column] = uses[column] == Use.TEXT ? textCount : numberCount;
      numberCount += uses[column] == Use.NUMBER ? 1 : 0;
      textCount += uses[column] == Use.TEXT ? 1 : 0;
    }
    numbers = numberCount;
    texts = textCount;
  }

  /** The given columns as texts, all others in the same way. */
  static ColumnPlan of(int columns, Use others, boolean[] text) {
    Use[] uses = new Use[columns];
    Arrays.setAll(uses, column -> text[column] ? Use.TEXT : others);
    return new ColumnPlan(uses);
  }

  Use use(int column) {
    return uses[column];
  }

  /** The column's place among the columns of its use. */
  int slot(int column) {
    return slots[column];
  }

  int columns() {
    return uses.length;
  }

  /** How many columns are numbers. */
  int numbers() {
    return numbers;
  }

  /** How many columns are texts. */
  int texts() {
    return texts;
  }
}
