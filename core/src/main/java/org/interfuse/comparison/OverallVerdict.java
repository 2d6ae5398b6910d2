package org.interfuse.comparison;

import java.util.List;
import java.util.stream.Collectors;
import org.interfuse.comparison.Contrast.Against;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;

/**
 * Whether the primary candidate is worth it, for one target: better only if it is better than the
 * best baseline and than each single modality (an intersection-union test, so nothing is adjusted),
 * worse if it is worse than any of them, practically equal if it is so to all that it is not better
 * than; otherwise these data cannot tell.
 *
 * @param target the target's name
 * @param metric the metric's name
 * @param margin differences no larger do not matter
 * @param verdict of the primary candidate
 * @param sentence the same in plain words, one sentence
 */
public record OverallVerdict(
    String target, String metric, TargetMargin margin, Verdict verdict, String sentence) {
  /**
   * Sums up.
   *
   * @param metric the target's primary metric
   * @param primary the name of the primary candidate
   * @param margin of the target
   * @param contrasts of the target; the confirmatory ones count
   */
  static OverallVerdict of(
      Metric metric, String primary, TargetMargin margin, List<Contrast> contrasts) {
    String target = margin.target();
    List<Contrast> planned =
        contrasts.stream()
            .filter(contrast -> contrast.confirmatory() && contrast.target().equals(target))
            .toList();
    Verdict verdict = verdict(planned);
    String unit = margin.number() + " " + metric.label();
    return new OverallVerdict(
        target, metric.name(), margin, verdict, sentence(verdict, primary, unit, planned));
  }

  private static Verdict verdict(List<Contrast> planned) {
    List<Verdict> notBetter =
        planned.stream()
            .map(Contrast::verdict)
            .filter(verdict -> verdict != Verdict.BETTER)
            .toList();
    if (planned.isEmpty()) {
      return Verdict.CANNOT_TELL;
    }
    if (notBetter.isEmpty()) {
      return Verdict.BETTER;
    }
    if (notBetter.contains(Verdict.WORSE)) {
      return Verdict.WORSE;
    }
    return notBetter.contains(Verdict.CANNOT_TELL)
        ? Verdict.CANNOT_TELL
        : Verdict.PRACTICALLY_EQUAL;
  }

  private static String sentence(
      Verdict verdict, String primary, String unit, List<Contrast> planned) {
    if (planned.isEmpty()) {
      return "Nothing can be said of %s: there is no baseline and no single modality beside it."
          .formatted(primary);
    }
    String those = names(planned, verdict);
    return switch (verdict) {
      case BETTER -> "Yes: %s is better than %s, by more than %s.".formatted(primary, those, unit);
      case WORSE -> "No: %s is worse than %s, by more than %s.".formatted(primary, those, unit);
      case PRACTICALLY_EQUAL ->
          "No: %s is practically equal to %s, the difference is within %s%s."
              .formatted(primary, those, unit, better(planned));
      case CANNOT_TELL ->
          "These data cannot tell whether %s is better than %s, by more than %s%s."
              .formatted(primary, those, unit, better(planned));
    };
  }

  private static String better(List<Contrast> planned) {
    String names = names(planned, Verdict.BETTER);
    return names.isEmpty() ? "" : "; it is better than " + names;
  }

  private static String names(List<Contrast> planned, Verdict verdict) {
    List<String> names =
        planned.stream()
            .filter(contrast -> contrast.verdict() == verdict)
            .map(OverallVerdict::name)
            .collect(Collectors.toList());
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  private static String name(Contrast contrast) {
    return contrast.against() == Against.BEST_BASELINE
        ? contrast.second() + " (the best baseline)"
        : contrast.second();
  }

  /** The metric's label for tables. */
  public String metricLabel() {
    return Metrics.named(metric).map(Metric::label).orElse(metric);
  }
}
