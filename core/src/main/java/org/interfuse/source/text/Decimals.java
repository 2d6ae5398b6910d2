package org.interfuse.source.text;

import java.nio.charset.StandardCharsets;

/**
 * Reads decimal numbers from bytes as correctly rounded float32: the same bits as {@link
 * Float#parseFloat(String)}.
 *
 * <p>A number is an optional sign, digits with at most one point, and an optional exponent, with a
 * magnitude that float32 holds. {@code inf}, {@code 1e400}, {@code 1,5}, {@code 0x10} and {@code
 * 1f} are no numbers.
 *
 * <p>The decimal mantissa is scaled in float64 with an error of at most 4 units in the last place
 * (conversion of the mantissa, the power of ten, one multiplication or division, digits beyond the
 * 18th). Rounding that to float32 can differ from rounding the decimal itself only where the
 * float64 lies so near to the middle of two float32 that the error decides; those few, the
 * subnormal and the out of range go to {@code Float.parseFloat}.
 */
public final class Decimals {
  private static final int EXACT_DIGITS = 18;
  private static final double[] POWERS = new double[61];
  private static final long HALF = 1L << 28;
  private static final long BELOW_FLOAT = (1L << 29) - 1;
  private static final long MARGIN = 16;

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private Decimals() {}

  /** The number in {@code bytes[from, to)}, or NaN if it is none. */
  public static float parse(byte[] bytes, int from, int to) {
    int at = from;
    boolean negative = at < to && bytes[at] == '-';
    if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
      at++;
    }
    long mantissa = 0;
    int digits = 0;
    int significant = 0;
    int exponent = 0;
    boolean point = false;
    for (; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit >= 0 && digit <= 9) {
        digits++;
        if (significant < EXACT_DIGITS) {
          mantissa = mantissa * 10 + digit;
          significant += mantissa == 0 ? 0 : 1;
          exponent -= point ? 1 : 0;
        } else {
          exponent += point ? 0 : 1;
        }
      } else if (bytes[at] == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return Float.NaN;
    }
    if (at < to) {
      long written = exponent(bytes, at, to);
      if (written == Long.MIN_VALUE) {
        return Float.NaN;
      }
      exponent = (int) Math.max(-100_000, Math.min(100_000, exponent + written));
    }
    return round(mantissa, exponent, negative, bytes, from, to);
  }

  /** The number a text says, or NaN if it is none; float64 for targets and codes. */
  public static double parseDouble(String text) {
    byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);
    return Float.isNaN(parse(bytes, 0, bytes.length)) ? Double.NaN : Double.parseDouble(text);
  }

  /**
   * {@code ±mantissa · 10^exponent} as float32, NaN where float32 does not reach.
   *
   * @param mantissa at most 18 digits; digits beyond them may be cut off
   * @param bytes holds the whole number in {@code [from, to)} for the rare slow way
   */
  static float round(
      long mantissa, int exponent, boolean negative, byte[] bytes, int from, int to) {
    if (mantissa == 0) {
      return negative ? -0f : 0f;
    }
    if (exponent < -60 || exponent > 60) {
      return slow(bytes, from, to);
    }
    double value = scale(mantissa, exponent);
    long fromMiddle = (Double.doubleToRawLongBits(value) & BELOW_FLOAT) - HALF;
    if ((fromMiddle >= -MARGIN && fromMiddle <= MARGIN)
        || value < Float.MIN_NORMAL
        || value > Float.MAX_VALUE) {
      return slow(bytes, from, to);
    }
    return negative ? (float) -value : (float) value;
  }

  /** {@code mantissa · 10^exponent} for exponents from -60 to 60, nearly correctly rounded. */
  static double scale(long mantissa, int exponent) {
    return exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
  }

  private static float slow(byte[] bytes, int from, int to) {
    float value = Float.parseFloat(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    return Float.isInfinite(value) ? Float.NaN : value;
  }

  /** The exponent in {@code [at, to)}, clamped to ±1 000 000; Long.MIN_VALUE if it is none. */
  private static long exponent(byte[] bytes, int at, int to) {
    if ((bytes[at] | 0x20) != 'e' || at + 1 == to) {
      return Long.MIN_VALUE;
    }
    int from = at + 1;
    boolean negative = bytes[from] == '-';
    if (negative || bytes[from] == '+') {
      from++;
    }
    if (from == to) {
      return Long.MIN_VALUE;
    }
    long exponent = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return Long.MIN_VALUE;
      }
      exponent = Math.min(1_000_000, exponent * 10 + digit);
    }
    return negative ? -exponent : exponent;
  }
}
