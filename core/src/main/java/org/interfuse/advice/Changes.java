package org.interfuse.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What would change a recommendation: every rule is turned round, one at a time, and the vote held
 * again; and what a better measurement could show.
 *
 * @param vote as it is
 * @param able those that can be recommended, in the vote's order
 * @param best the one with the highest figure
 * @param others those that are not level with the best, each shown to be better than the reference
 *     or not
 */
record Changes(Vote vote, List<Contender> able, Contender best, List<Contender> others) {
  private static final String MORE = "more subjects or more repeats, if they showed ";

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Rule rule : vote.rules()) {
      if (rule.never() == null) {
        flipped(rule).ifPresent(lines::add);
      }
    }
    if (!able.get(0).equals(best)) {
      lines.add(MORE + betterThan(best.name(), able.get(0).name()));
    } else if (able.size() == 1) {
      others.stream()
          .max(Comparator.comparingDouble(Contender::metric))
          .map(this::measurement)
          .ifPresent(lines::add);
    }
    return lines;
  }

  /** Empty where the same is recommended either way. */
  private Optional<String> flipped(Rule rule) {
    Contender other = able.stream().min(vote.flipped(rule).order()).orElseThrow();
    boolean holds =
        vote.evidence().stream().anyMatch(one -> one.rule().equals(rule.name()) && one.holds());
    return other.equals(able.get(0))
        ? Optional.empty()
        : Optional.of("%s: then %s.".formatted(holds ? rule.ends() : rule.begins(), other.name()));
  }

  /** A simpler or favoured one need only be level; another must be better. */
  private String measurement(Contender other) {
    Contender only = able.get(0);
    return vote.order().compare(other, only) < 0
        ? MORE
            + "%s to be level with %s: then %s.".formatted(other.name(), only.name(), other.name())
        : MORE + betterThan(other.name(), only.name());
  }

  static String worthIt(String candidate, String reference) {
    return MORE + betterThan(candidate, reference);
  }

  private static String betterThan(String other, String than) {
    return "%s to be better than %s by more than the margin: then %s."
        .formatted(other, than, other);
  }
}
