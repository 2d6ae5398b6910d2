package org.interfuse.comparison;

import java.util.List;
import java.util.Locale;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Seed;

/** Where random search draws the value of an option from (Bergstra and Bengio 2012). */
public sealed interface SearchRange {
  /** A value; the same seed gives the same. */
  Object draw(Seed seed);

  /** Values that a study is checked with: if an option takes these, it takes every value drawn. */
  List<Object> extremes();

  /** How a range is covered. */
  enum Scale {
    /** Differences count. */
    LINEAR,
    /** Ratios count. */
    LOG
  }

  /**
   * A real number, rounded to three digits.
   *
   * @param from least, above 0 on a logarithmic scale
   * @param to largest, above {@code from}
   */
  record Between(
      @Meaning("the least value, above 0 on the scale log") double from,
      @Meaning("the largest value, above from") double to,
      @Meaning("whether differences or ratios count") Scale scale)
      implements SearchRange {
    public Between {
      if (!(Double.isFinite(from) && Double.isFinite(to) && from < to)) {
        throw new IllegalArgumentException("to: expected above from, but it is " + to);
      }
      if (scale == Scale.LOG && from <= 0) {
        throw new IllegalArgumentException(
            "from: expected above 0 on the scale log, but it is " + from);
      }
    }

    @Override
    public Object draw(Seed seed) {
      double share = seed.random().nextDouble();
      double value =
          scale == Scale.LOG
              ? Math.exp(Math.log(from) + share * (Math.log(to) - Math.log(from)))
              : from + share * (to - from);
      double rounded = Double.parseDouble(String.format(Locale.ROOT, "%.2e", value));
      return Math.min(to, Math.max(from, rounded));
    }

    @Override
    public List<Object> extremes() {
      double between = from + Math.rint(1e3 * (to - from) / Math.PI) / 1e3; // seldom whole
      return List.of(from, to, between);
    }
  }

  /**
   * One of several values.
   *
   * @param values texts, whole numbers, numbers, truth values or lists of them; at least one
   */
  record Choice(List<Object> values) implements SearchRange {
    public Choice {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("values: expected at least one, but there are none");
      }
    }

    @Override
    public Object draw(Seed seed) {
      return values.get(seed.random().nextInt(values.size()));
    }

    @Override
    public List<Object> extremes() {
      return values;
    }
  }
}
