package org.interfuse.comparison;

import java.util.List;
import java.util.function.Predicate;
import org.interfuse.comparison.Contrast.Against;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;

/**
 * Whether the primary candidate is worth it, for one target.
 *
 * <p>Better only if it is better than the best baseline and than each single modality (an
 * intersection-union test, so nothing is adjusted), and all of these were there to be beaten. Worse
 * if it is so against any of them with certainty 1 − 0.05/k, k planned comparisons (Bonferroni:
 * otherwise one of k chances would do). Practically equal if it is so to all that it is not better
 * than. Otherwise these data cannot tell.
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
   * @param gaps what the primary candidate was not held to
   * @param contrasts of the target; the confirmatory ones count
   */
  static OverallVerdict of(
      Metric metric, String primary, TargetMargin margin, Gaps gaps, List<Contrast> contrasts) {
    List<Contrast> planned =
        contrasts.stream()
            .filter(Contrast::confirmatory)
            .filter(contrast -> contrast.target().equals(margin.target()))
            .toList();
    Verdict verdict = verdict(planned, gaps);
    String unit = margin.number() + " " + metric.label();
    String sentence =
        sentence(verdict, primary, unit, planned, gaps)
            + surpassed(primary, margin.target(), contrasts);
    return new OverallVerdict(margin.target(), metric.name(), margin, verdict, sentence + ".");
  }

  private static Verdict verdict(List<Contrast> planned, Gaps gaps) {
    if (planned.isEmpty()) {
      return Verdict.CANNOT_TELL;
    }
    if (planned.stream().anyMatch(contrast -> worse(contrast, planned))) {
      return Verdict.WORSE;
    }
    List<Verdict> notBetter =
        planned.stream()
            .map(Contrast::verdict)
            .filter(verdict -> verdict != Verdict.BETTER)
            .toList();
    if (notBetter.isEmpty()) {
      return gaps.none() ? Verdict.BETTER : Verdict.CANNOT_TELL;
    }
    boolean equal = notBetter.stream().allMatch(one -> one == Verdict.PRACTICALLY_EQUAL);
    return equal ? Verdict.PRACTICALLY_EQUAL : Verdict.CANNOT_TELL;
  }

  /** Whether it is worse than this one, also as the worst of all planned. */
  private static boolean worse(Contrast contrast, List<Contrast> planned) {
    return contrast.verdict() == Verdict.WORSE
        && contrast.worse() >= 1 - Verdict.SIGNIFICANT / planned.size();
  }

  private static String sentence(
      Verdict verdict, String primary, String unit, List<Contrast> planned, Gaps gaps) {
    if (planned.isEmpty()) {
      return "Nothing can be said of %s: there is no baseline and no single modality beside it"
          .formatted(primary);
    }
    String better = names(planned, one -> one.verdict() == Verdict.BETTER);
    String also = better.isEmpty() ? "" : "; it is better than " + better;
    return switch (verdict) {
      case BETTER -> "Yes: %s is better than %s, by more than %s".formatted(primary, better, unit);
      case WORSE ->
          "No: %s is worse than %s, by more than %s"
              .formatted(primary, names(planned, one -> worse(one, planned)), unit);
      case PRACTICALLY_EQUAL ->
          "No: %s is practically equal to %s, the difference is within %s%s"
              .formatted(
                  primary,
                  names(planned, one -> one.verdict() == Verdict.PRACTICALLY_EQUAL),
                  unit,
                  also);
      case CANNOT_TELL -> cannotTell(primary, unit, planned, gaps, better, also);
    };
  }

  private static String cannotTell(
      String primary, String unit, List<Contrast> planned, Gaps gaps, String better, String also) {
    String open =
        names(
            planned, one -> one.verdict() == Verdict.CANNOT_TELL || one.verdict() == Verdict.WORSE);
    if (open.isEmpty()) {
      return "These data cannot tell whether %s is worth it: it is better than %s, by more than %s, but %s"
          .formatted(primary, better, unit, gaps.text());
    }
    String worse = names(planned, one -> one.verdict() == Verdict.WORSE);
    String looks =
        worse.isEmpty()
            ? ""
            : "; it looks worse than %s, but not surely so for one of %d planned comparisons"
                .formatted(worse, planned.size());
    String lacking = gaps.none() ? "" : "; " + gaps.text();
    String equal = names(planned, one -> one.verdict() == Verdict.PRACTICALLY_EQUAL);
    String level = equal.isEmpty() ? "" : "; it is practically equal to " + equal;
    return "These data cannot tell whether %s is better than %s, by more than %s%s%s%s%s"
        .formatted(primary, open, unit, also, level, looks, lacking);
  }

  /** Who is better though nobody planned to ask. */
  private static String surpassed(String primary, String target, List<Contrast> contrasts) {
    List<String> names =
        contrasts.stream()
            .filter(contrast -> !contrast.confirmatory() && contrast.target().equals(target))
            .filter(contrast -> contrast.first().equals(primary))
            .filter(contrast -> contrast.verdict() == Verdict.WORSE)
            .map(Contrast::second)
            .toList();
    return names.isEmpty()
        ? ""
        : "; %s %s better (exploratory)"
            .formatted(Words.and(names), names.size() == 1 ? "is" : "are");
  }

  private static String names(List<Contrast> planned, Predicate<Contrast> which) {
    return Words.and(planned.stream().filter(which).map(OverallVerdict::name).toList());
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
