package org.interfuse.cli;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.NetworkCandidate;

/**
 * Variations of the primary candidate have a table of their own, in which it stands too where it is
 * one of them.
 *
 * @param names of all variations
 * @param primary that is varied
 */
record VariedCandidates(Set<String> names, String primary) {
  static VariedCandidates of(ComparisonSpec comparison) {
    Set<String> names =
        comparison.candidates().stream()
            .filter(c -> c instanceof NetworkCandidate network && !network.varied().isEmpty())
            .map(CandidateSpec::name)
            .collect(Collectors.toSet());
    return new VariedCandidates(names, comparison.primary());
  }

  boolean any() {
    return !names.isEmpty();
  }

  ComparisonResult only(ComparisonResult result) {
    return where(result, names::contains);
  }

  ComparisonResult others(ComparisonResult result) {
    return where(result, name -> !names.contains(name) || name.equals(primary));
  }

  private static ComparisonResult where(ComparisonResult result, Predicate<String> wanted) {
    return new ComparisonResult(
        result.protocol(),
        result.candidates().stream().filter(c -> wanted.test(c.name())).toList());
  }
}
