package org.interfuse.source;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.array.ArrayTable;
import org.interfuse.source.text.TextColumn;
import org.jspecify.annotations.Nullable;

/**
 * When frames were taken: a column of numbers in any unit, or of dates and times of day as ISO 8601
 * has them ({@code 2024-05-31}, {@code 2024-05-31T14:05:09.5}, a blank in place of T, {@code Z} or
 * {@code +02:00} behind it), which become seconds.
 */
final class FrameTimes {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
  private static final double NANOSECONDS = 1e9;

  private FrameTimes() {}

  /**
   * Reads the times of a table.
   *
   * @param array the table itself where it is an array, which holds numbers alone
   * @return per row, NaN where the cell is missing
   * @throws FindingsException if a cell is neither a number nor a date, or some are the one and
   *     some the other
   */
  static double[] read(Table table, int column, @Nullable ArrayTable array) {
    if (array != null) {
      return array.exact(column);
    }
    TextColumn texts = table.text(column);
    double[] ofLevel = new double[texts.levels()];
    Boolean numbers = null;
    for (int level = 0; level < ofLevel.length; level++) {
      ofLevel[level] = Double.NaN;
      if (texts.isMissing(level)) {
        continue;
      }
      String text = texts.level(level).strip();
      boolean number = NUMBER.matcher(text).matches();
      ofLevel[level] = number ? Double.parseDouble(text) : seconds(text);
      if (Double.isNaN(ofLevel[level]) || Double.isInfinite(ofLevel[level])) {
        throw wrong(table, column, texts, level, "something else");
      }
      if (numbers != null && numbers != number) {
        throw wrong(table, column, texts, level, number ? "a number" : "a date");
      }
      numbers = number;
    }
    double[] times = new double[texts.rows()];
    Arrays.setAll(times, row -> texts.code(row) < 0 ? Double.NaN : ofLevel[texts.code(row)]);
    return times;
  }

  /** Since 1970, without leap seconds; NaN if it is no date. */
  private static double seconds(String text) {
    String iso = text.replaceFirst("(?<=^[0-9]{4}-[0-9]{2}-[0-9]{2}) +", "T");
    try {
      if (!iso.contains("T")) {
        return LocalDate.parse(iso).toEpochSecond(java.time.LocalTime.MIDNIGHT, ZoneOffset.UTC);
      }
      boolean zoned = iso.matches("(?s).*(?:[zZ]|[+-][0-9]{2}:?[0-9]{2})");
      LocalDateTime moment =
          zoned
              ? OffsetDateTime.parse(iso).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
              : LocalDateTime.parse(iso);
      return moment.toEpochSecond(ZoneOffset.UTC) + moment.getNano() / NANOSECONDS;
    } catch (DateTimeException e) {
      return Double.NaN;
    }
  }

  private static FindingsException wrong(
      Table table, int column, TextColumn texts, int level, String found) {
    return new FindingsException(
        Finding.of(
                table.place(texts.firstRow(level), column),
                "times must all be numbers, or all dates such as 2024-05-31T14:05:09",
                found)
            .withValue(texts.level(level)));
  }
}
