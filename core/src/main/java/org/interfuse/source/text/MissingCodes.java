package org.interfuse.source.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.interfuse.source.TableFormat;

/**
 * Which cells count as missing: the empty cell, {@link TableFormat#ALWAYS_MISSING} without regard
 * to case, and a study's own codes, compared as text and, where a code is a number, as a number (so
 * that {@code -1} also means {@code -1.0}). Immutable.
 */
public final class MissingCodes {
  private final byte[][] lowerCase;
  private final byte[][] exact;
  private final double[] numbers;

  /** The codes of a study beside those that always count. */
  public MissingCodes(List<String> codes) {
    lowerCase =
        TableFormat.ALWAYS_MISSING.stream()
            .map(text -> text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    exact =
        codes.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    List<Double> found = new ArrayList<>();
    for (String code : codes) {
      double number = Decimals.parseDouble(code);
      if (!Double.isNaN(number)) {
        found.add(number);
      }
    }
    numbers = found.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Whether some number is a code. */
  public boolean hasNumbers() {
    return numbers.length > 0;
  }

  /** Whether a number is a code. */
  public boolean isMissing(double number) {
    for (double code : numbers) {
      if (code == number) {
        return true;
      }
    }
    return false;
  }

  /** Whether a float32 is a code in float32. */
  public boolean isMissingFloat(float number) {
    for (double code : numbers) {
      if ((float) code == number) {
        return true;
      }
    }
    return false;
  }

  /** Whether the cell's text is a code, as text or as a number. */
  boolean isMissing(byte[] bytes, int from, int to) {
    if (from == to || isMissingText(bytes, from, to)) {
      return true;
    }
    return hasNumbers()
        && !Float.isNaN(Decimals.parse(bytes, from, to))
        && isMissing(doubleOf(bytes, from, to));
  }

  /** Whether the cell's text is a code by its letters. */
  boolean isMissingText(byte[] bytes, int from, int to) {
    for (byte[] code : lowerCase) {
      if (code.length == to - from && equalsIgnoringCase(code, bytes, from)) {
        return true;
      }
    }
    for (byte[] code : exact) {
      if (java.util.Arrays.equals(code, 0, code.length, bytes, from, to)) {
        return true;
      }
    }
    return false;
  }

  /** The float64 of a cell known to be a number. */
  static double doubleOf(byte[] bytes, int from, int to) {
    return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
  }

  private static boolean equalsIgnoringCase(byte[] lowerCase, byte[] bytes, int from) {
    for (int i = 0; i < lowerCase.length; i++) {
      int letter = bytes[from + i];
      int lower = letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter;
      if (lower != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }
}
