package org.interfuse.source.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of texts as a dictionary in order of first occurrence and one code a row; a missing
 * cell has code -1. A text is stored once however many rows hold it. Not thread-safe while it
 * grows.
 */
public final class TextColumn {
  private final MissingCodes missing;
  private int rows;
  private int[] codes = new int[16];
  private byte[][] levels = new byte[4][];
  private long[] offsets = new long[4];
  private boolean[] missingLevel = new boolean[4];
  private int levelCount;
  private int[] slots = new int[8];

  /** The cells of several columns after one another. */
  public static TextColumn concatenate(List<TextColumn> columns) {
    if (columns.size() == 1) {
      return columns.get(0);
    }
    TextColumn all = new TextColumn(columns.get(0).missing);
    columns.forEach(all::addAll);
    return all;
  }

  /** An empty column. */
  public TextColumn(MissingCodes missing) {
    this.missing = missing;
    Arrays.fill(slots, -1);
  }

  /** Number of cells. */
  public int rows() {
    return rows;
  }

  /** Number of distinct texts, those that mean missing included. */
  public int levels() {
    return levelCount;
  }

  /** The level of a row, or -1 where the cell is missing. */
  public int code(int row) {
    int code = codes[row];
    return code < 0 || missingLevel[code] ? -1 : code;
  }

  /** Whether a level means missing; no row has its code. */
  public boolean isMissing(int level) {
    return missingLevel[level];
  }

  /** The text of a level. Bytes that are no UTF-8 were reported when the file was read. */
  public String level(int level) {
    return new String(levels[level], StandardCharsets.UTF_8);
  }

  /** The text of a row; empty where the cell is missing. */
  public String text(int row) {
    int code = code(row);
    return code < 0 ? "" : level(code);
  }

  /** The text of a row as it stands in the file, a missing code included. */
  public String written(int row) {
    return codes[row] < 0 ? "" : level(codes[row]);
  }

  /** The number a level says, NaN if it is none. */
  public float number(int level) {
    return Decimals.parse(levels[level], 0, levels[level].length);
  }

  /** The first level, in order of occurrence, that is neither missing nor a number; or -1. */
  public int firstNotNumber() {
    for (int level = 0; level < levelCount; level++) {
      if (!missingLevel[level] && Float.isNaN(number(level))) {
        return level;
      }
    }
    return -1;
  }

  /** The first row of a level. */
  public int firstRow(int level) {
    for (int row = 0; row < rows; row++) {
      if (codes[row] == level) {
        return row;
      }
    }
    throw new IllegalArgumentException("level " + level + " has no row");
  }

  /** Where in the file a level that is no UTF-8 first stands; null if all are. */
  @Nullable Long firstNotUtf8() {
    for (int level = 0; level < levelCount; level++) {
      try {
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(levels[level]));
      } catch (CharacterCodingException e) {
        return offsets[level];
      }
    }
    return null;
  }

  /** Appends a cell; null is a missing one. */
  public void add(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      append(-1);
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      add(bytes, 0, bytes.length, 0);
    }
  }

  void add(byte[] bytes, int from, int to, long offset) {
    append(from == to ? -1 : level(bytes, from, to, offset));
  }

  /** Appends the rows of the same column in the next block. */
  void addAll(TextColumn next) {
    int[] codeHere = new int[next.levelCount];
    for (int level = 0; level < next.levelCount; level++) {
      byte[] bytes = next.levels[level];
      codeHere[level] = level(bytes, 0, bytes.length, next.offsets[level]);
    }
    for (int row = 0; row < next.rows; row++) {
      append(next.codes[row] < 0 ? -1 : codeHere[next.codes[row]]);
    }
  }

  private void append(int code) {
    if (rows == codes.length) {
      codes = Arrays.copyOf(codes, rows * 2);
    }
    codes[rows++] = code;
  }

  private int level(byte[] bytes, int from, int to, long offset) {
    int slot = hash(bytes, from, to) & (slots.length - 1);
    while (slots[slot] >= 0) {
      byte[] level = levels[slots[slot]];
      if (Arrays.equals(level, 0, level.length, bytes, from, to)) {
        return slots[slot];
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = levelCount;
    return newLevel(Arrays.copyOfRange(bytes, from, to), offset);
  }

  private int newLevel(byte[] bytes, long offset) {
    if (levelCount == levels.length) {
      levels = Arrays.copyOf(levels, levelCount * 2);
      offsets = Arrays.copyOf(offsets, levelCount * 2);
      missingLevel = Arrays.copyOf(missingLevel, levelCount * 2);
    }
    levels[levelCount] = bytes;
    offsets[levelCount] = offset;
    missingLevel[levelCount] = missing.isMissing(bytes, 0, bytes.length);
    levelCount++;
    if (levelCount * 2 > slots.length) {
      rehash();
    }
    return levelCount - 1;
  }

  private void rehash() {
    slots = new int[slots.length * 4];
    Arrays.fill(slots, -1);
    for (int level = 0; level < levelCount; level++) {
      int slot = hash(levels[level], 0, levels[level].length) & (slots.length - 1);
      while (slots[slot] >= 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = level;
    }
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int at = from; at < to; at++) {
      hash = hash * 31 + bytes[at];
    }
    return hash * 0x9e3779b9 >>> 7;
  }
}
