package org.interfuse.advice;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What rules say of candidates. Each rule that holds counts one for the approaches that it favours
 * and one against those that it speaks against. Of equal votes the simplest approach comes first, a
 * baseline before a network, then by order of magnitude the one that holds less memory, and where
 * time counts the one that takes less, then the higher figure.
 *
 * @param rules what is known of when an approach is good
 * @param measures what was measured; absent where it is not known
 * @param ownSizes whether a network is judged by its own subjects per parameter
 * @param timed whether time counts: it differs between runs, memory does not
 */
record Vote(List<Rule> rules, Map<Measure, Measured> measures, boolean ownSizes, boolean timed) {
  /** Of the study as a whole. */
  List<Evidence> evidence() {
    return rules.stream().map(rule -> Evidence.of(rule, measured(rule.measure()))).toList();
  }

  /** Of one candidate: a network's size is its own. */
  List<Evidence> evidence(Contender contender) {
    return rules.stream().map(rule -> Evidence.of(rule, measured(rule, contender))).toList();
  }

  int votes(Contender contender) {
    return evidence(contender).stream().mapToInt(one -> one.vote(contender.approach())).sum();
  }

  Standing standing(Contender contender) {
    int[] votes =
        evidence(contender).stream().mapToInt(one -> one.vote(contender.approach())).toArray();
    return new Standing(
        contender,
        (int) java.util.Arrays.stream(votes).filter(vote -> vote > 0).count(),
        (int) java.util.Arrays.stream(votes).filter(vote -> vote < 0).count());
  }

  /** The one to take first. */
  Comparator<Contender> order() {
    return Comparator.comparingInt((Contender one) -> -votes(one))
        .thenComparing(Contender::approach)
        .thenComparing(Contender::network)
        .thenComparingDouble(one -> magnitude(one.megabytes()))
        .thenComparingDouble(one -> timed ? magnitude(one.milliseconds()) : 0)
        .thenComparing(Comparator.comparingDouble(Contender::metric).reversed());
  }

  /** The same had the rule's measure lain just on the other side of its threshold. */
  Vote flipped(Rule rule) {
    Map<Measure, Measured> other = new EnumMap<>(Measure.class);
    other.putAll(measures);
    other.put(rule.measure(), Measured.of(rule.across(measured(rule.measure()).value())));
    boolean sizes = ownSizes && rule.measure() != Measure.SUBJECTS_PER_PARAMETER;
    return new Vote(rules, other, sizes, timed);
  }

  private Measured measured(Measure measure) {
    return measures.getOrDefault(measure, Measured.unknown());
  }

  private Measured measured(Rule rule, Contender contender) {
    boolean own =
        ownSizes
            && rule.measure() == Measure.SUBJECTS_PER_PARAMETER
            && !Double.isNaN(contender.subjectsPerParameter());
    return own ? Measured.of(contender.subjectsPerParameter()) : measured(rule.measure());
  }

  /** The power of ten; what is not known comes last. */
  private static double magnitude(double figure) {
    return Math.floor(Math.log10(figure));
  }
}
