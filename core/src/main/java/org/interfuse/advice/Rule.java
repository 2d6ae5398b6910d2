package org.interfuse.advice;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.interfuse.evaluation.Estimate;
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
 * @param says the evidence, in which {@code {value}} stands for what was measured, {@code
 *     {inverse}} for 1 over it, {@code {percent}} for it in percent and {@code {difference}} for a
 *     difference with its interval
 * @param ends what would have to be otherwise for the rule to say nothing
 * @param begins what would have to be otherwise for the rule to hold
 * @param never why its measure cannot be computed yet; null where it can
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
    String ends,
    String begins,
    @Nullable String never,
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

  /** The value nearest to the threshold on its other side; where nothing is known, it holds. */
  double across(double value) {
    if (atLeast != null) {
      return holds(value) ? Math.nextDown(atLeast) : atLeast;
    }
    double threshold = Objects.requireNonNull(below);
    return holds(value) ? threshold : Math.nextDown(threshold);
  }

  /** The evidence with the value in it. */
  String evidence(Measured measured) {
    double value = measured.value();
    Estimate difference = measured.difference();
    return says.replace("{value}", figure(value))
            .replace("{inverse}", figure(value < 0.1 ? Math.rint(1 / value) : 1 / value))
            .replace(
                "{percent}", figure(value < 0.01 ? 100 * value : Math.rint(100 * value)) + " %")
            .replace(
                "{difference}", difference == null ? figure(value) : Difference.text(difference))
        + ".";
  }

  /** For people. */
  static String figure(double value) {
    if (Math.abs(value) >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 0.01 ? "%.2f" : "%.1e", value);
  }
}
