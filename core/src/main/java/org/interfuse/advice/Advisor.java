package org.interfuse.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Recommends a candidate. Measurement comes first and rules second: only candidates that lie within
 * one standard error of the best, or within the margin, and are not shown to be worse can be
 * recommended (the rule of one standard error: Breiman, Friedman, Olshen and Stone 1984). Among
 * them the approach wins for which most rules speak; of equals the simplest, then the higher
 * metric.
 *
 * @param rules what is known of when an approach is good
 * @param margin differences smaller than this do not matter in practice
 * @param milliseconds the longest that predicting one subject may take; null for no limit
 */
public record Advisor(List<Rule> rules, double margin, @Nullable Double milliseconds) {
  public Advisor {
    rules = List.copyOf(rules);
  }

  /**
   * Advises.
   *
   * @param contenders candidates that were fitted and use a modality
   * @param measures what was measured; a measure that is not known is absent
   * @param gap how far the first stands above the second
   */
  public Advice advise(
      List<Contender> contenders,
      Map<Measure, Double> measures,
      BiFunction<Contender, Contender, Gap> gap) {
    List<Evidence> evidence =
        rules.stream()
            .filter(rule -> measures.containsKey(rule.measure()))
            .map(rule -> Evidence.of(rule, measures.getOrDefault(rule.measure(), Double.NaN)))
            .toList();
    List<Contender> fast = contenders.stream().filter(this::fastEnough).toList();
    List<String> excluded =
        contenders.stream().filter(c -> !fastEnough(c)).map(this::tooSlow).toList();
    Contender best = fast.stream().max(Comparator.comparingDouble(Contender::metric)).orElse(null);
    if (best == null) {
      String none = "No candidate can be deployed within the limits that the study states.";
      return new Advice(null, null, List.of(), excluded, evidence, List.of(none), List.of());
    }
    List<Contender> level = level(fast, best, evidence, gap);
    return new Advice(
        level.get(0),
        best,
        level,
        excluded,
        evidence,
        sentences(level, best, evidence),
        changes(level, best, evidence));
  }

  private boolean fastEnough(Contender contender) {
    return milliseconds == null || !(contender.milliseconds() > milliseconds);
  }

  private String tooSlow(Contender contender) {
    return String.format(
        Locale.ROOT,
        "%s takes %.1f ms for a subject; the study allows %s ms",
        contender.name(),
        contender.milliseconds(),
        milliseconds);
  }

  private List<Contender> level(
      List<Contender> contenders,
      Contender best,
      List<Evidence> evidence,
      BiFunction<Contender, Contender, Gap> gap) {
    return contenders.stream()
        .filter(one -> one.equals(best) || near(gap.apply(best, one)))
        .sorted(
            Comparator.comparingInt((Contender one) -> -votes(one.approach(), evidence))
                .thenComparing(Contender::approach)
                .thenComparing(Contender::network)
                .thenComparing(Comparator.comparingDouble(Contender::metric).reversed()))
        .toList();
  }

  private boolean near(Gap gap) {
    double reach = Double.isNaN(gap.standardError()) ? 0 : gap.standardError();
    return !gap.shown() && gap.difference() <= Math.max(margin, reach);
  }

  private static int votes(Approach approach, List<Evidence> evidence) {
    return evidence.stream().mapToInt(one -> one.vote(approach)).sum();
  }

  private static List<String> sentences(
      List<Contender> level, Contender best, List<Evidence> evidence) {
    Contender first = level.get(0);
    List<String> sentences = new ArrayList<>();
    sentences.add("Deploy %s (%s).".formatted(first.name(), first.approach().meaning()));
    sentences.add(
        level.size() == 1
            ? "No other candidate lies within one standard error or the margin of it."
            : "%s has the highest figure; within one standard error or the margin of it lie: %s."
                .formatted(best.name(), names(level, best)));
    evidence.stream()
        .filter(one -> one.vote(first.approach()) != 0)
        .map(one -> (one.vote(first.approach()) > 0 ? "For it: " : "Against it: ") + one.says())
        .forEach(sentences::add);
    if (level.size() > 1 && evidence.stream().allMatch(one -> one.vote(first.approach()) <= 0)) {
      sentences.add("Nothing measured speaks for a more complex one, so the simplest is taken.");
    }
    return sentences;
  }

  private static String names(List<Contender> level, Contender best) {
    return level.stream()
        .filter(one -> !one.equals(best))
        .map(Contender::name)
        .collect(Collectors.joining(", "));
  }

  /** Rules that decided, turned round; and what a better measurement could show. */
  private static List<String> changes(
      List<Contender> level, Contender best, List<Evidence> evidence) {
    Approach first = level.get(0).approach();
    List<String> changes = new ArrayList<>();
    evidence.stream()
        .filter(one -> one.vote(first) > 0 || others(level, first, one))
        .map(Evidence::change)
        .forEach(changes::add);
    if (!level.get(0).equals(best)) {
      changes.add(
          "more subjects or more repeats, if they showed %s to be better than %s by more than the margin"
              .formatted(best.name(), level.get(0).name()));
    }
    return changes;
  }

  private static boolean others(List<Contender> level, Approach first, Evidence evidence) {
    return level.stream()
        .map(Contender::approach)
        .anyMatch(approach -> approach != first && evidence.vote(approach) < 0);
  }
}
