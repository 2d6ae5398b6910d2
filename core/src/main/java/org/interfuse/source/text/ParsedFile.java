package org.interfuse.source.text;

import java.util.List;

/**
 * A text file in memory: its numeric columns as float32 and its texts as dictionaries. Immutable
 * once read.
 */
public final class ParsedFile {
  private final String where;
  private final List<String> names;
  private final boolean header;
  private final ColumnPlan plan;
  private final List<BlockCells> blocks;
  private final TextColumn[] texts;
  private final int[] firstNotNumber;
  private final int rows;

  ParsedFile(
      String where,
      List<String> names,
      boolean header,
      ColumnPlan plan,
      List<BlockCells> blocks,
      TextColumn[] texts,
      int[] firstNotNumber,
      int rows) {
    this.where = where;
    this.names = List.copyOf(names);
    this.header = header;
    this.plan = plan;
    this.blocks = blocks;
    this.texts = texts;
    this.firstNotNumber = firstNotNumber;
    this.rows = rows;
  }

  /** How messages name the file. */
  public String where() {
    return where;
  }

  /** The columns' names in file order; repeated ones as they stand in the file. */
  public List<String> names() {
    return names;
  }

  /** Number of rows without the header. */
  public int rows() {
    return rows;
  }

  /** The number of a row as people count: the header is row 1, blank lines do not count. */
  public long rowNumber(int row) {
    return row + (header ? 2L : 1L);
  }

  /** Whether a column was read as texts. */
  public boolean isText(int column) {
    return plan.use(column) == ColumnPlan.Use.TEXT;
  }

  /** The texts of a column. */
  public TextColumn text(int column) {
    if (!isText(column)) {
      throw new IllegalArgumentException("column " + column + " was not read as texts");
    }
    return texts[plan.slot(column)];
  }

  /** The first row of a numeric column whose cell is neither a number nor missing, or -1. */
  public int firstNotNumber(int column) {
    return firstNotNumber[column];
  }

  /**
   * Copies rows of numbers: NaN where a cell is missing.
   *
   * @param columns which columns, in the order wanted; read as numbers or as texts
   * @param sink receives each row in file order
   */
  public void forEachRow(int[] columns, RowSink sink) {
    float[] values = new float[columns.length];
    int[] slots = new int[columns.length];
    float[][] levels = new float[columns.length][];
    boolean plain = plan(columns, slots, levels);
    int row = 0;
    for (BlockCells block : blocks) {
      for (int i = 0; i < block.rows; i++, row++) {
        int base = i * block.numberColumns;
        if (plain) {
          sink.row(row, block.numbers, base);
          continue;
        }
        for (int j = 0; j < columns.length; j++) {
          values[j] =
              levels[j] == null
                  ? block.numbers[base + slots[j]]
                  : number(levels[j], text(columns[j]).code(row));
        }
        sink.row(row, values, 0);
      }
    }
  }

  /** Fills slots and the numbers of levels; whether the columns are simply all numeric ones. */
  private boolean plan(int[] columns, int[] slots, float[][] levels) {
    boolean plain = columns.length == plan.numbers();
    for (int j = 0; j < columns.length; j++) {
      slots[j] = plan.slot(columns[j]);
      plain &= slots[j] == j && !isText(columns[j]);
      if (isText(columns[j])) {
        levels[j] = numbers(text(columns[j]));
      }
    }
    return plain;
  }

  private static float[] numbers(TextColumn text) {
    float[] numbers = new float[text.levels()];
    for (int level = 0; level < numbers.length; level++) {
      numbers[level] = text.number(level);
    }
    return numbers;
  }

  private static float number(float[] levels, int code) {
    return code < 0 ? Float.NaN : levels[code];
  }

  /** Receives rows of numbers. */
  @FunctionalInterface
  public interface RowSink {
    /** The values stand in {@code values[from …]} only during the call. */
    void row(int row, float[] values, int from);
  }
}
