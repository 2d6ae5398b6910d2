package org.interfuse.advice;

import java.util.List;

/**
 * One line of evidence.
 *
 * @param rule the rule's name
 * @param measure what it looked at
 * @param value what was measured
 * @param holds whether the rule says anything here
 * @param says the sentence; empty where it does not hold
 * @param favours what it speaks for, if it holds
 * @param against what it speaks against, if it holds
 * @param change what would have to be otherwise
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
    String change,
    String source) {
  public Evidence {
    favours = List.copyOf(favours);
    against = List.copyOf(against);
  }

  static Evidence of(Rule rule, double value) {
    boolean holds = rule.holds(value);
    return new Evidence(
        rule.name(),
        rule.measure(),
        value,
        holds,
        holds ? rule.evidence(value) : "",
        rule.favours(),
        rule.against(),
        rule.change(),
        rule.source());
  }

  int vote(Approach approach) {
    return !holds ? 0 : favours.contains(approach) ? 1 : against.contains(approach) ? -1 : 0;
  }
}
