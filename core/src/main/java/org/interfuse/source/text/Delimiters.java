package org.interfuse.source.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds what separates the cells of a file by its first rows: the character that gives every row
 * the same number of cells, and most of them; if none does, the one that most divides the first
 * row; a comma if nothing divides it.
 */
final class Delimiters {
  private static final byte[] CANDIDATES = {',', '\t', ';'};
  private static final int ROWS = 20;

  private Delimiters() {}

  /**
   * @param head the first bytes of a file
   * @param length how many of them
   * @param whole whether they are the whole file, so that the last row is not cut
   */
  static byte detect(byte[] head, int length, boolean whole) {
    byte best = CANDIDATES[0];
    long bestScore = 0;
    for (byte candidate : CANDIDATES) {
      List<Integer> cells = cells(head, length, whole, candidate);
      int first = cells.isEmpty() ? 1 : cells.get(0);
      boolean regular = cells.stream().allMatch(count -> count == first);
      long score = first < 2 ? 0 : first + (regular ? 1L << 32 : 0);
      if (score > bestScore) {
        bestScore = score;
        best = candidate;
      }
    }
    return best;
  }

  /** The number of cells in each of the first rows that are not blank. */
  private static List<Integer> cells(byte[] head, int length, boolean whole, byte delimiter) {
    byte[] bytes = java.util.Arrays.copyOf(head, length + 1);
    bytes[length] = '\n';
    CellCursor cursor = new CellCursor(delimiter, new MissingCodes(List.of()));
    cursor.start(bytes, length);
    List<Integer> counts = new ArrayList<>();
    while (!cursor.atEnd() && counts.size() < ROWS) {
      if (cursor.atLineEnd()) {
        cursor.nextRecord();
        continue;
      }
      int count = 1;
      cursor.skip();
      while (cursor.atDelimiter()) {
        cursor.nextCell();
        cursor.skip();
        count++;
      }
      if (!cursor.atEnd() || whole || counts.isEmpty()) {
        counts.add(count);
      }
      cursor.nextRecord();
    }
    return counts;
  }
}
