package org.interfuse.study;

import java.util.regex.Pattern;
import org.interfuse.study.Written.Kind;

/**
 * What plain text means under the core schema of YAML 1.2.2 (section 10.3.2): {@code yes}, {@code
 * no} and {@code 1_000} are text, {@code 1e-3} is a number.
 */
final class Scalars {
  private static final Pattern NOTHING = Pattern.compile("null|Null|NULL|~|");
  private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private Scalars() {}

  /** The kind of a text that is not quoted. */
  static Kind kind(String plain) {
    if (NOTHING.matcher(plain).matches()) {
      return Kind.NOTHING;
    }
    if (BOOLEAN.matcher(plain).matches()) {
      return Kind.BOOLEAN;
    }
    if (WHOLE.matcher(plain).matches()) {
      return Kind.WHOLE;
    }
    return NUMBER.matcher(plain).matches() ? Kind.NUMBER : Kind.TEXT;
  }

  /** The number that a WHOLE or NUMBER text stands for; infinite or NaN for .inf and .nan. */
  static double number(String text) {
    if (text.startsWith("0x") || text.startsWith("0o")) {
      return Long.parseLong(text.substring(2), text.charAt(1) == 'x' ? 16 : 8);
    }
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    if (lower.endsWith(".nan")) {
      return Double.NaN;
    }
    if (lower.endsWith(".inf")) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.parseDouble(text);
  }

  /**
   * The whole number that a WHOLE or NUMBER text stands for.
   *
   * @throws ArithmeticException if it has a fraction or does not fit
   * @throws NumberFormatException if it is infinite, NaN or does not fit
   */
  static long whole(String text) {
    if (text.startsWith("0x") || text.startsWith("0o")) {
      return Long.parseLong(text.substring(2), text.charAt(1) == 'x' ? 16 : 8);
    }
    java.math.BigDecimal value = new java.math.BigDecimal(text);
    if (value.scale() < -20) { // 1e999999999 would be expanded digit by digit
      throw new ArithmeticException("too large");
    }
    return value.longValueExact();
  }
}
