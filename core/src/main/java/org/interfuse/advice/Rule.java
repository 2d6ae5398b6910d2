package org.interfuse.advice;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the advice.
 *
 * @param name unique, for tests and results
 * @param measure what it looks at
 * @param atLeast it holds from here on; null where {@code below} is given
 * @param below it holds under this; null where {@code atLeast} is given
 * @param favours approaches that it speaks for
 * @param against approaches that it speaks against
 * @param says the evidence, a sentence in which {@code {value}} stands for what was measured
 * @param change what would have to be otherwise for the rule to say nothing
 * @param source paper or page
 */
public record Rule(
    String name,
    Measure measure,
    @Nullable Double atLeast,
    @Nullable Double below,
    List<Approach> favours,
    List<Approach> against,
    String says,
    String change,
    String source) {
  public Rule {
    favours = List.copyOf(favours);
    against = List.copyOf(against);
    if ((atLeast == null) == (below == null)) {
      throw new IllegalArgumentException(
          "rule '%s': expected exactly one of at_least and below".formatted(name));
    }
    if (favours.stream().anyMatch(against::contains)) {
      throw new IllegalArgumentException(
          "rule '%s': an approach is either favoured or spoken against".formatted(name));
    }
  }

  /** Whether it holds for a measured value; never for one that is not a number. */
  public boolean holds(double value) {
    return atLeast != null ? value >= atLeast : below != null && value < below;
  }

  /** The evidence with the value in it. */
  String evidence(double value) {
    return says.replace("{value}", figure(value));
  }

  /** For people. */
  static String figure(double value) {
    if (Math.abs(value) >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 0.01 ? "%.2f" : "%.1e", value);
  }
}
