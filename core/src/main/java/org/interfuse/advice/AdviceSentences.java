package org.interfuse.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A recommendation in words.
 *
 * @param vote what rules say
 * @param able those that can be recommended, the recommended first
 * @param level those that are level with the best
 * @param best the one with the highest figure
 * @param reference what all of {@code able} are shown to be better than; null where there is none
 */
record AdviceSentences(
    Vote vote,
    List<Contender> able,
    List<Contender> level,
    Contender best,
    @Nullable String reference) {

  /** No candidate is shown to be better than the reference. */
  static List<String> nothing(
      List<Contender> level, Contender best, String reference, Difference gain) {
    return List.of(
        "Nothing is worth deploying yet: %s is not shown to be better than %s (difference %s)."
            .formatted(level.get(0).name(), reference, Difference.text(gain.estimate())),
        standing(level, best));
  }

  /** The first is recommended. */
  List<String> deploy() {
    Contender first = able.get(0);
    List<String> sentences = new ArrayList<>();
    sentences.add("Deploy %s (%s).".formatted(first.name(), first.approach().meaning()));
    sentences.add(standing(level, best));
    if (able.size() < level.size()) {
      sentences.add(
          "Not shown to be better than %s, and so out: %s."
              .formatted(reference, names(level.subList(able.size(), level.size()))));
    }
    List<Evidence> evidence = vote.evidence(first);
    evidence.stream()
        .filter(one -> one.vote(first.approach()) != 0)
        .map(one -> (one.vote(first.approach()) > 0 ? "For it: " : "Against it: ") + one.says())
        .forEach(sentences::add);
    if (able.size() > 1 && vote.standing(first).votesFor() == 0) {
      sentences.add("Nothing measured speaks for a more complex one, so the simplest is taken.");
    }
    return sentences;
  }

  private static String standing(List<Contender> level, Contender best) {
    List<Contender> others = level.stream().filter(one -> !one.equals(best)).toList();
    return others.isEmpty()
        ? "%s has the highest figure; no other lies within one standard error of it or the margin."
            .formatted(best.name())
        : "%s has the highest figure; within one standard error of it or the margin lie: %s."
            .formatted(best.name(), names(others));
  }

  private static String names(List<Contender> contenders) {
    return contenders.stream().map(Contender::name).collect(Collectors.joining(", "));
  }
}
