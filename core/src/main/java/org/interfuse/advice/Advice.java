package org.interfuse.advice;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to deploy, and why.
 *
 * @param target what it is about: candidates are compared by how well they predict it
 * @param recommended the candidate; null where none can be deployed, or none is shown to be better
 *     than knowing nothing
 * @param best the candidate with the highest metric
 * @param level those that are not shown to be worse than the best and lie within one standard error
 *     of its figure or the margin of it, the recommended first
 * @param excluded candidates that cannot be deployed, each with the reason
 * @param notConsidered candidates that do not compete, each with the reason
 * @param standings of those that are level, in the same order
 * @param evidence every rule; where its measure is not known it says why
 * @param sentences the recommendation and its reasons, for people
 * @param changes what would change it
 */
public record Advice(
    String target,
    @Nullable Contender recommended,
    @Nullable Contender best,
    List<Contender> level,
    List<Standing> standings,
    List<String> excluded,
    List<String> notConsidered,
    List<Evidence> evidence,
    List<String> sentences,
    List<String> changes) {
  public Advice {
    level = List.copyOf(level);
    standings = List.copyOf(standings);
    excluded = List.copyOf(excluded);
    notConsidered = List.copyOf(notConsidered);
    evidence = List.copyOf(evidence);
    sentences = List.copyOf(sentences);
    changes = List.copyOf(changes);
  }

  /** The same with one more sentence, unless it is empty. */
  Advice withRemark(String sentence) {
    List<String> more =
        Stream.concat(sentences.stream(), Stream.of(sentence).filter(one -> !one.isEmpty()))
            .toList();
    return new Advice(
        target,
        recommended,
        best,
        level,
        standings,
        excluded,
        notConsidered,
        evidence,
        more,
        changes);
  }
}
