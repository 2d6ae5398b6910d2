package org.interfuse.source.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every number read has the bits that {@code Float.parseFloat} gives. */
class DecimalsTest {
  private static final long SEED = 20_240_611;
  private static final int NUMBERS = 1_000_000;

  private static float parse(String text) {
    byte[] bytes = ("," + text + ",").getBytes(StandardCharsets.UTF_8);
    return Decimals.parse(bytes, 1, bytes.length - 1);
  }

  private static float parseInCell(String text) {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    CellCursor cursor = new CellCursor((byte) ',', new MissingCodes(List.of()));
    cursor.start(bytes, bytes.length - 1);
    float value = cursor.number();
    assertThat(cursor.notNumber).isFalse();
    return value;
  }

  @Test
  @DisplayName("a million random decimals, seed " + SEED)
  void randomDecimals() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < NUMBERS; i++) {
      requireSame(randomText(random));
    }
  }

  private static void requireSame(String text) {
    int expected = Float.floatToRawIntBits(Float.parseFloat(text));
    if (Float.floatToRawIntBits(parse(text)) != expected
        || Float.floatToRawIntBits(parseInCell(text)) != expected) {
      throw new AssertionError(
          text + " is " + Float.parseFloat(text) + ", not " + parse(text) + "; seed " + SEED);
    }
  }

  private static String randomText(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> java.math.BigDecimal.valueOf(random.nextInt(-10_000_000, 10_000_000), 6).toString();
      case 1 -> Float.toString(anyFloat(random));
      case 2 -> Double.toString(middle(anyFloat(random), random));
      case 3 -> new java.math.BigDecimal(middle(anyFloat(random), random)).toPlainString();
      case 4 -> digits(random, 1 + random.nextInt(25)) + "." + digits(random, random.nextInt(25));
      default ->
          digits(random, 1 + random.nextInt(20))
              + (random.nextBoolean() ? "e" : "E")
              + (random.nextInt(36) - 30);
    };
  }

  /** A float of any ordinary magnitude. */
  private static float anyFloat(SplittableRandom random) {
    return (float) (random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-20, 20)));
  }

  /** The float64 between two float32, or next to it: where rounding twice goes wrong. */
  private static double middle(float value, SplittableRandom random) {
    double middle = ((double) value + Math.nextUp(value)) / 2;
    return switch (random.nextInt(3)) {
      case 0 -> Math.nextUp(middle);
      case 1 -> Math.nextDown(middle);
      default -> middle;
    };
  }

  private static String digits(SplittableRandom random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    return text.toString();
  }

  @Test
  void justAboveTheMiddleOfTwoFloatsRoundsUp() {
    // 1 + 2^-24 lies in the middle of two float32; one more in the 30th digit decides
    requireSame("1.000000059604644775390625");
    requireSame("1.000000059604644775390625000001");
    requireSame("1.000000059604644775390624999999");
    requireSame("1.4e-45");
    requireSame("0.7e-45");
    requireSame("1e-60");
    requireSame("3.4028235e38");
    requireSame("-0");
    requireSame("+5");
    requireSame(".5");
    requireSame("5.");
    requireSame("00000000000000000000000000000000001");
    requireSame("0.00000000000000000000000000000000000000000000000000000000000000001e60");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        ".",
        "e5",
        "1e",
        "1e+",
        "1e400",
        "1e39",
        "inf",
        "Infinity",
        "nan",
        "1,5",
        "1 000",
        "1'000",
        "1_000",
        "0x10",
        "1f",
        "1d",
        "1.2.3",
        "--1",
        "1-",
        "١",
        "1e5.0",
        "1e5e5"
      })
  void notNumbers(String text) {
    assertThat(parse(text)).isNaN();
    assertThat(Decimals.parseDouble(text)).isNaN();
  }
}
