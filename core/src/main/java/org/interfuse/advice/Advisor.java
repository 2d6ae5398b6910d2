package org.interfuse.advice;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Recommends a candidate. Measurement comes first and rules second: only candidates that lie within
 * one standard error of the best candidate's own figure, or within the margin, and are not shown to
 * be worse can be recommended (the rule of one standard error: Breiman, Friedman, Olshen and Stone
 * 1984). The error is that of the best, so that a noisy candidate is not level for its noise. Among
 * those that are shown to be better than knowing nothing, the approach wins for which most rules
 * speak ({@link Vote}); where none is shown to be, nothing is recommended.
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
   * @param differences tests that fit the design
   */
  public Advice advise(Field field, Map<Measure, Measured> measures, Differences differences) {
    Vote vote = new Vote(rules, measures, true, milliseconds != null);
    List<Contender> fit =
        field.contenders().stream().filter(c -> fastEnough(c) && smallEnough(c)).toList();
    Contender best = fit.stream().max(Comparator.comparingDouble(Contender::metric)).orElse(null);
    if (best == null) {
      String none = "No candidate can be deployed within the limits that the study states.";
      return advice(field, vote, null, null, List.of(), List.of(none), List.of());
    }
    List<Contender> level =
        fit.stream()
            .filter(one -> one.equals(best) || isLevel(best, one, differences))
            .sorted(vote.order())
            .toList();
    List<Contender> able = level.stream().filter(one -> worth(one, field, differences)).toList();
    String reference = field.reference();
    if (able.isEmpty() && reference != null) {
      String first = level.get(0).name();
      Difference gain = differences.between(first, reference);
      return advice(
          field,
          vote,
          null,
          best,
          level,
          AdviceSentences.nothing(level, best, reference, gain),
          List.of(Changes.worthIt(first, reference)));
    }
    List<Contender> ordered =
        joined(able, level.stream().filter(one -> !able.contains(one)).toList());
    List<Contender> others =
        fit.stream().filter(one -> !level.contains(one) && worth(one, field, differences)).toList();
    return advice(
        field,
        vote,
        able.get(0),
        best,
        ordered,
        new AdviceSentences(vote, able, ordered, best, reference).deploy(),
        new Changes(vote, able, best, others).lines());
  }

  private Advice advice(
      Field field,
      Vote vote,
      @Nullable Contender recommended,
      @Nullable Contender best,
      List<Contender> level,
      List<String> sentences,
      List<String> changes) {
    return new Advice(
        field.target(),
        recommended,
        best,
        level,
        level.stream().map(vote::standing).toList(),
        field.contenders().stream().flatMap(this::reasons).toList(),
        field.notConsidered(),
        vote.evidence(),
        joined(sentences, field.remarks()),
        changes);
  }

  private static <T> List<T> joined(List<T> first, List<T> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  private boolean isLevel(Contender best, Contender one, Differences differences) {
    return near(best, one) && !differences.between(best.name(), one.name()).better();
  }

  /** Whether it is shown to be better than knowing nothing, where that was judged. */
  private static boolean worth(Contender one, Field field, Differences differences) {
    String reference = field.reference();
    return reference == null || differences.between(one.name(), reference).better();
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
    return "%s holds %s MB to predict; the study allows %s MB."
        .formatted(contender.name(), Rule.figure(contender.megabytes()), megabytes);
  }

  private String tooSlow(Contender contender) {
    return String.format(
        Locale.ROOT,
        "%s takes %.1f ms for a subject; the study allows %s ms.",
        contender.name(),
        contender.milliseconds(),
        milliseconds);
  }

  private boolean near(Contender best, Contender other) {
    double reach = Double.isNaN(best.standardError()) ? 0 : best.standardError();
    return best.metric() - other.metric() <= Math.max(margin, reach);
  }
}
