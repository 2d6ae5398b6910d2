package org.interfuse.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Recommends a candidate. Measurement comes first and rules second: only candidates that lie within
 * one standard error of the best candidate's own figure, or within the margin, and are not shown to
 * be worse can be recommended (the rule of one standard error: Breiman, Friedman, Olshen and Stone
 * 1984). The error is that of the best, so that a noisy candidate is not level for its noise. Among
 * them the approach wins for which most rules speak; of equals the simplest, then the higher
 * metric.
 *
 * @param rules what is known of when an approach is good
 * @param margin differences smaller than this do not matter in practice
 * @param milliseconds the longest that predicting one subject may take; null for no limit
 * @param megabytes the most that a candidate may hold in memory to predict; null for no limit
 */
public record Advisor(
    List<Rule> rules, double margin, @Nullable Double milliseconds, @Nullable Double megabytes) {
  public Advisor {
    rules = List.copyOf(rules);
  }

  /**
   * Advises.
   *
   * @param field who competes, and for what
   * @param measures what was measured; a measure that is not known is absent
   * @param shown whether a test that fits the design shows the first to be better than the second
   *     by more than the margin
   */
  public Advice advise(
      Field field, Map<Measure, Double> measures, BiPredicate<Contender, Contender> shown) {
    List<Contender> contenders = field.contenders();
    List<Evidence> evidence =
        rules.stream()
            .filter(rule -> measures.containsKey(rule.measure()))
            .map(rule -> Evidence.of(rule, measures.getOrDefault(rule.measure(), Double.NaN)))
            .toList();
    List<Contender> fit = contenders.stream().filter(c -> fastEnough(c) && smallEnough(c)).toList();
    List<String> excluded = contenders.stream().flatMap(this::reasons).toList();
    Contender best = fit.stream().max(Comparator.comparingDouble(Contender::metric)).orElse(null);
    if (best == null) {
      String none = "No candidate can be deployed within the limits that the study states.";
      return new Advice(
          field.target(),
          null,
          null,
          List.of(),
          excluded,
          field.notConsidered(),
          evidence,
          joined(List.of(none), field.remarks()),
          List.of());
    }
    List<Contender> level = level(fit, best, evidence, shown);
    return new Advice(
        field.target(),
        level.get(0),
        best,
        level,
        excluded,
        field.notConsidered(),
        evidence,
        joined(sentences(level, best, evidence), field.remarks()),
        changes(level, best, evidence));
  }

  private static List<String> joined(List<String> first, List<String> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  private boolean fastEnough(Contender contender) {
    return milliseconds == null || !(contender.milliseconds() > milliseconds);
  }

  private boolean smallEnough(Contender contender) {
    return megabytes == null || !(contender.megabytes() > megabytes);
  }

  /** Every limit that it is beyond. */
  private Stream<String> reasons(Contender contender) {
    return Stream.concat(
        fastEnough(contender) ? Stream.of() : Stream.of(tooSlow(contender)),
        smallEnough(contender) ? Stream.of() : Stream.of(tooLarge(contender)));
  }

  private String tooLarge(Contender contender) {
    return "%s holds %s MB to predict; the study allows %s MB"
        .formatted(contender.name(), Rule.figure(contender.megabytes()), megabytes);
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
      BiPredicate<Contender, Contender> shown) {
    return contenders.stream()
        .filter(one -> one.equals(best) || (near(best, one) && !shown.test(best, one)))
        .sorted(
            Comparator.comparingInt((Contender one) -> -votes(one.approach(), evidence))
                .thenComparing(Contender::approach)
                .thenComparing(Contender::network)
                .thenComparing(Comparator.comparingDouble(Contender::metric).reversed()))
        .toList();
  }

  private boolean near(Contender best, Contender other) {
    double reach = Double.isNaN(best.standardError()) ? 0 : best.standardError();
    return best.metric() - other.metric() <= Math.max(margin, reach);
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
            ? "No other candidate lies within one standard error of its figure or the margin."
            : "%s has the highest figure; within one standard error of it or the margin lie: %s."
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
