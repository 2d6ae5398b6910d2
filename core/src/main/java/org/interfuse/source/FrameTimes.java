package org.interfuse.source;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.array.ArrayTable;
import org.interfuse.source.text.TextColumn;
import org.jspecify.annotations.Nullable;

/**
 * When frames were taken: a column of numbers in any unit, or of dates and times of day as ISO 8601
 * has them ({@code 2024-05-31}, {@code 2024-05-31T14:05:09.5}, a blank in place of T, {@code Z},
 * {@code +02:00}, {@code +0200} or {@code +02} behind it), which become seconds.
 *
 * @param when per row, NaN where the cell is missing
 * @param days per row the day that the date names, counted from 1970, wherever on earth it was
 *     written; null where times are numbers
 */
record FrameTimes(double[] when, double @Nullable [] days) {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
  private static final Pattern ZONED =
      Pattern.compile("(?s)(.*T.*?)(?:[zZ]|([+-][0-9]{2}):?([0-9]{2})?)");
  private static final double NANOSECONDS = 1e9;

  /** A moment, and the day it is on. */
  private record Moment(double seconds, double day) {
    static final Moment NONE = new Moment(Double.NaN, Double.NaN);
  }

  /**
   * Reads the times of a table.
   *
   * @param array the table itself where it is an array, which holds numbers alone
   * @throws FindingsException if a cell is neither a number nor a date, or some are the one and
   *     some the other
   */
  static FrameTimes read(Table table, int column, @Nullable ArrayTable array) {
    if (array != null) {
      return new FrameTimes(array.exact(column), null);
    }
    TextColumn texts = table.text(column);
    Moment[] ofLevel = new Moment[texts.levels()];
    Boolean numbers = null;
    for (int level = 0; level < ofLevel.length; level++) {
      ofLevel[level] = Moment.NONE;
      if (texts.isMissing(level)) {
        continue;
      }
      String text = texts.level(level).strip();
      boolean number = NUMBER.matcher(text).matches();
      ofLevel[level] = number ? new Moment(Double.parseDouble(text), Double.NaN) : date(text);
      if (!Double.isFinite(ofLevel[level].seconds())) {
        throw wrong(table, column, texts, level, "something else");
      }
      if (numbers != null && numbers != number) {
        throw wrong(table, column, texts, level, number ? "a number" : "a date");
      }
      numbers = number;
    }
    double[] times = new double[texts.rows()];
    Arrays.setAll(times, row -> moment(texts, ofLevel, row).seconds());
    if (numbers == null || numbers) {
      return new FrameTimes(times, null);
    }
    double[] days = new double[texts.rows()];
    Arrays.setAll(days, row -> moment(texts, ofLevel, row).day());
    return new FrameTimes(times, days);
  }

  private static Moment moment(TextColumn texts, Moment[] ofLevel, int row) {
    return texts.code(row) < 0 ? Moment.NONE : ofLevel[texts.code(row)];
  }

  /** Since 1970, without leap seconds; none if it is no date. */
  private static Moment date(String text) {
    String iso = text.replaceFirst("(?<=^[0-9]{4}-[0-9]{2}-[0-9]{2}) +", "T");
    try {
      if (!iso.contains("T")) {
        return moment(LocalDate.parse(iso).atStartOfDay(), ZoneOffset.UTC);
      }
      Matcher zoned = ZONED.matcher(iso);
      return zoned.matches()
          ? moment(LocalDateTime.parse(zoned.group(1)), offset(zoned.group(2), zoned.group(3)))
          : moment(LocalDateTime.parse(iso), ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return Moment.NONE;
    }
  }

  private static ZoneOffset offset(@Nullable String hours, @Nullable String minutes) {
    return hours == null
        ? ZoneOffset.UTC
        : ZoneOffset.of(hours + ":" + (minutes == null ? "00" : minutes));
  }

  private static Moment moment(LocalDateTime local, ZoneOffset offset) {
    return new Moment(
        local.toEpochSecond(offset) + local.getNano() / NANOSECONDS,
        local.toLocalDate().toEpochDay());
  }

  /** Those of some rows. */
  FrameTimes at(int[] rows) {
    return new FrameTimes(taken(when, rows), days == null ? null : taken(days, rows));
  }

  /** Those of rows that follow each other. */
  FrameTimes range(int from, int to) {
    return new FrameTimes(
        Arrays.copyOfRange(when, from, to),
        days == null ? null : Arrays.copyOfRange(days, from, to));
  }

  private static double[] taken(double[] values, int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
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
