package org.interfuse.source.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;

/** What a file says about its columns, and whether it says it in UTF-8. */
final class Headers {
  private Headers() {}

  /** The cells of the first record that is no blank line; the cursor then stands behind it. */
  static List<String> read(CellCursor cursor, Block block, String where) {
    while (!cursor.atEnd() && cursor.atLineEnd()) {
      cursor.nextRecord();
    }
    if (cursor.atEnd()) {
      throw new FindingsException(Finding.of(where, "the file must have rows", "blank lines only"));
    }
    List<String> names = new ArrayList<>();
    names.add(name(cursor, block, where));
    while (cursor.atDelimiter()) {
      cursor.nextCell();
      names.add(name(cursor, block, where));
    }
    if (cursor.badQuote) {
      throw new FindingsException(FileDefects.badQuote(where, 1));
    }
    cursor.nextRecord();
    return names;
  }

  private static String name(CellCursor cursor, Block block, String where) {
    long offset = block.offset + cursor.position;
    cursor.read();
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(cursor.text, cursor.textFrom, cursor.textTo - cursor.textFrom))
          .toString()
          .strip();
    } catch (CharacterCodingException e) {
      throw new FindingsException(notUtf8(where, "row 1", offset));
    }
  }

  /** The names 1 … columns of a file without a header. */
  static List<String> numbered(int columns) {
    return IntStream.rangeClosed(1, columns).mapToObj(Integer::toString).toList();
  }

  /** The character that a study names. */
  static byte delimiter(String text, String where) {
    boolean tab = text.equals("tab") || text.equals("\\t") || text.equals(BlankRuns.NAME);
    String character = tab ? "\t" : text;
    if (character.length() != 1
        || character.charAt(0) >= 128
        || "\"\r\n".contains(character)
        || Character.isLetterOrDigit(character.charAt(0))) {
      throw new FindingsException(
          Finding.of(
              where,
              "delimiter must be one ASCII character that is no letter, digit or quote",
              "'" + text + "'",
              List.of("auto", BlankRuns.NAME, "','", "';'", "'\\t'")));
    }
    return (byte) character.charAt(0);
  }

  /** Reports texts that are no UTF-8. */
  static void requireUtf8(
      String where, List<String> names, ColumnPlan plan, TextColumn[] texts, Findings findings) {
    for (int column = 0; column < plan.columns(); column++) {
      if (plan.use(column) == ColumnPlan.Use.TEXT) {
        Long offset = texts[plan.slot(column)].firstNotUtf8();
        if (offset != null) {
          findings.error(notUtf8(where, "column " + names.get(column), offset));
        }
      }
    }
  }

  private static Finding notUtf8(String where, String part, long offset) {
    return Finding.of(
        where + ", " + part,
        "the file must be UTF-8",
        "other bytes in the cell at byte %,d".formatted(offset),
        List.of("save it again as UTF-8", "say its 'encoding'", "say 'undecodable: replace'"));
  }
}
