package org.interfuse.fusion;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The conditions that operators of products share. */
final class ProductChecks {
  /** Parameters of one operator, at most: 1 GiB in training. */
  static final long MOST_PARAMETERS = 1L << 26;

  /** A float32 weight, its gradient and the two moments of its optimiser. */
  private static final int BYTES_IN_TRAINING = 16;

  /** Products of one subject, at most: 16 MiB, so 512 MiB for a batch of 32. */
  static final long MOST_PRODUCTS = 1L << 22;

  private ProductChecks() {}

  /** An option of at least {@code least}. */
  static void requireAtLeast(String option, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s: expected at least %d, but it is %d".formatted(option, least, value));
    }
  }

  /** An option that may be left out. */
  static void requireAtLeast(String option, int least, @Nullable Integer value) {
    if (value != null) {
      requireAtLeast(option, least, value.intValue());
    }
  }

  /** The width of the joint space: as asked, or that of the result. */
  static int joint(@Nullable Integer joint, int width) {
    return joint == null ? width : joint;
  }

  /** A joint space that is brought to unit norm: of one element nothing but the sign would stay. */
  static void requireNormable(String type, int joint) {
    if (joint < 2) {
      throw new IllegalArgumentException(
          "fusion '%s': joint: expected at least 2, but it is the width of the result, %d"
              .formatted(type, joint));
    }
  }

  /**
   * Refuses an operator whose weights, or whose products for one subject, would not fit, and names
   * one that does.
   *
   * @param products elements of the largest intermediate tensor for one subject
   */
  static void requireAffordable(
      String type, long parameters, long products, int[] widths, int width) {
    if (parameters > MOST_PARAMETERS) {
      throw refused(
          type,
          widths,
          width,
          "need %s parameters, %s MiB in training; at most %s parameters (%s MiB) are allowed"
              .formatted(
                  number(parameters),
                  number(parameters, BYTES_IN_TRAINING),
                  number(MOST_PARAMETERS),
                  number(MOST_PARAMETERS, BYTES_IN_TRAINING)));
    }
    if (products > MOST_PRODUCTS) {
      throw refused(
          type,
          widths,
          width,
          "make %s products for each subject, %s MiB and as much for their gradient; at most %s (%s"
                  .formatted(
                      number(products),
                      number(products, Float.BYTES),
                      number(MOST_PRODUCTS),
                      number(MOST_PRODUCTS, Float.BYTES))
              + " MiB) are allowed");
    }
  }

  private static IllegalArgumentException refused(
      String type, int[] widths, int width, String why) {
    return new IllegalArgumentException(
        "fusion '%s': widths %s to width %d %s; take low-rank, or smaller widths with projection: linear"
            .formatted(
                type,
                Arrays.stream(widths).mapToObj(String::valueOf).collect(Collectors.joining(" × ")),
                width,
                why));
  }

  private static String number(long count) {
    return count == Long.MAX_VALUE ? "more than 9.2e18" : String.format(Locale.ROOT, "%,d", count);
  }

  private static String number(long count, int bytes) {
    return times(count, bytes) == Long.MAX_VALUE
        ? "more than 8.8e12"
        : String.format(Locale.ROOT, "%,d", mebibytes(count, bytes));
  }

  private static long mebibytes(long count, int bytes) {
    return times(count, bytes) >> 20;
  }

  /** a · b of positive numbers, or the largest number. */
  static long times(long a, long b) {
    return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }
}
