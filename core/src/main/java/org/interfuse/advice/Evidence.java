package org.interfuse.advice;

import java.util.List;

/**
 * One line of evidence.
 *
 * @param rule the rule's name
 * @param measure what it looked at
 * @param value what was measured; NaN where it is not known
 * @param holds whether the rule says anything here
 * @param says the sentence; why it was not measured where it was not; empty where the rule does not
 *     hold
 * @param favours what it speaks for, if it holds
 * @param against what it speaks against, if it holds
 * @param source where the rule comes from
 */
public record Evidence(
    String rule,
    Measure measure,
    double value,
    boolean holds,
    String says,
    List<Approach> favours,
    List<Approach> against,
    String source) {
  public Evidence {
    favours = List.copyOf(favours);
    against = List.copyOf(against);
  }

  static Evidence of(Rule rule, Measured measured) {
    boolean holds = rule.holds(measured.value());
    String reason = rule.never() == null ? rule.measure().unknown() : rule.never();
    return new Evidence(
        rule.name(),
        rule.measure(),
        measured.value(),
        holds,
        measured.known()
            ? holds ? rule.evidence(measured) : ""
            : "not measured: %s.".formatted(reason),
        rule.favours(),
        rule.against(),
        rule.source());
  }

  /** Whether its measure is known. */
  public boolean measured() {
    return !Double.isNaN(value);
  }

  int vote(Approach approach) {
    return !holds ? 0 : favours.contains(approach) ? 1 : against.contains(approach) ? -1 : 0;
  }
}
