package org.interfuse.report.markup;

import java.util.Locale;

/** Numbers for people: a true minus sign, as many digits as say something. */
public final class Numbers {
  private static final String UNDEFINED = "undefined";

  private Numbers() {}

  /** Three decimals; three significant digits from 100 on. */
  public static String figure(double value) {
    if (!Double.isFinite(value)) {
      return UNDEFINED;
    }
    return Math.abs(value) < 100 ? decimals(value, 3) : significant(value);
  }

  /** {@code 0.812 [0.771, 0.853]}; the value alone where it has no interval. */
  public static String interval(double value, double lower, double upper) {
    return Double.isFinite(lower) && Double.isFinite(upper) && Double.isFinite(value)
        ? "%s [%s, %s]".formatted(figure(value), figure(lower), figure(upper))
        : figure(value);
  }

  /** A difference: as {@link #interval}, with the sign of the value always written. */
  public static String difference(double value, double lower, double upper) {
    String text = interval(value, lower, upper);
    return value > 0 && !text.startsWith("0.000") ? "+" + text : text;
  }

  /** Three significant digits without an exponent, thousands divided. */
  public static String significant(double value) {
    if (!Double.isFinite(value)) {
      return UNDEFINED;
    }
    double size = Math.abs(value);
    int before = size < 1 ? 0 : (int) Math.floor(Math.log10(size)) + 1;
    int after = size == 0 ? 0 : size < 0.001 ? 5 : size < 1 ? 3 : Math.max(0, 3 - before);
    return decimals(value, after);
  }

  /** A number as somebody wrote it: {@code 0.02}. */
  public static String plain(double value) {
    return Double.isFinite(value)
        ? new java.math.BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString()
        : UNDEFINED;
  }

  /** As {@link #plain}, with at most so many significant digits. */
  public static String digits(double value, int digits) {
    return Double.isFinite(value)
        ? new java.math.BigDecimal(String.valueOf(value))
            .round(new java.math.MathContext(digits))
            .stripTrailingZeros()
            .toPlainString()
        : UNDEFINED;
  }

  /** A whole number, thousands divided by a thin space. */
  public static String count(long value) {
    return decimals(value, 0);
  }

  /** A share as a percentage without decimals. */
  public static String percent(double share) {
    return Double.isFinite(share) ? decimals(100 * share, 0) + "\u00A0%" : UNDEFINED;
  }

  /** A p value: three decimals, {@code < 0.001} below. */
  public static String p(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    return value < 0.001 ? "< 0.001" : decimals(value, 3);
  }

  /** A fixed number of decimals. */
  public static String decimals(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", value).replace(',', '\u202F');
    boolean zero = text.chars().allMatch(c -> c == '0' || c == '.' || c == '-');
    return zero ? text.replace("-", "") : text.replace('-', '\u2212');
  }
}
