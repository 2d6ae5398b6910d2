package org.interfuse.audit;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises dates. */
final class Dates {
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})([-/.]?)(\\d{2})\\2(\\d{2})([T ].*)?");
  private static final Pattern YEAR_LAST =
      Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})([T ].*)?");
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2100;
  private static final double MOST = 0.9;

  private Dates() {}

  /** Days since 1970 of a text that begins with year, month and day; NaN of others. */
  static double day(String text) {
    Matcher matcher = YEAR_FIRST.matcher(text);
    if (!matcher.matches()) {
      return Double.NaN;
    }
    return day(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(3)),
        Integer.parseInt(matcher.group(4)));
  }

  /**
   * Days since 1970 of a number like 20150131, within a day: such numbers lose their last bit when
   * they are stored in 32 bits, so that the day before the first and after the last count too; NaN
   * of others.
   */
  static double day(double number) {
    if (number != Math.rint(number) || number < 1e4 * FIRST_YEAR || number > 1e4 * LAST_YEAR) {
      return Double.NaN;
    }
    int digits = (int) number;
    int year = digits / 10_000;
    int month = digits / 100 % 100;
    int dayOfMonth = digits % 100;
    double day = day(year, month, dayOfMonth);
    return Double.isNaN(day) ? day(year, month, dayOfMonth == 0 ? 1 : dayOfMonth - 1) : day;
  }

  /** Whether nearly all of the levels are dates in one of the usual orders. */
  static boolean areDates(List<String> levels) {
    long dates = levels.stream().filter(Dates::isDate).count();
    return levels.size() >= 3 && dates >= MOST * levels.size();
  }

  private static boolean isDate(String text) {
    if (!Double.isNaN(day(text))) {
      return true;
    }
    Matcher matcher = YEAR_LAST.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    int first = Integer.parseInt(matcher.group(1));
    int second = Integer.parseInt(matcher.group(3));
    int year = Integer.parseInt(matcher.group(4));
    return !Double.isNaN(day(year, second, first)) || !Double.isNaN(day(year, first, second));
  }

  private static double day(int year, int month, int day) {
    if (year < FIRST_YEAR || year > LAST_YEAR) {
      return Double.NaN;
    }
    try {
      return LocalDate.of(year, month, day).toEpochDay();
    } catch (DateTimeException e) {
      return Double.NaN;
    }
  }

  /** Whether a number could be a year. */
  static boolean isYear(double number) {
    return number == Math.rint(number) && number >= FIRST_YEAR && number <= LAST_YEAR;
  }
}
