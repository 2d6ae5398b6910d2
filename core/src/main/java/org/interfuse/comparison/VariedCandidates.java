package org.interfuse.comparison;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The variations of the primary candidate. They have a table of their own, in which the primary
 * stands too where it is one of them; elsewhere they would only make the others hard to find.
 *
 * @param primary that is varied
 * @param options by name of every variation the value of each option that was varied, by path; all
 *     have the same paths
 */
public record VariedCandidates(String primary, Map<String, Map<String, String>> options) {
  public VariedCandidates {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options)); // in the study's order
  }

  /** Those of a comparison. */
  public static VariedCandidates of(ComparisonSpec comparison) {
    Map<String, Map<String, String>> options = new LinkedHashMap<>();
    for (CandidateSpec candidate : comparison.candidates()) {
      if (candidate instanceof NetworkCandidate network && !network.varied().isEmpty()) {
        options.put(network.name(), network.varied());
      }
    }
    return new VariedCandidates(comparison.primary(), options);
  }

  /** Whether there are any. */
  public boolean any() {
    return !options.isEmpty();
  }

  /** Whether a candidate stands among the variations and nowhere else. */
  public boolean apart(String candidate) {
    return options.containsKey(candidate) && !candidate.equals(primary);
  }

  /** Paths of the options that were varied. */
  public List<String> paths() {
    Set<String> paths = new LinkedHashSet<>();
    options.values().forEach(own -> paths.addAll(own.keySet()));
    return List.copyOf(paths);
  }

  /** The values that an option was given, in the study's order. */
  public List<String> values(String path) {
    return options.values().stream().map(own -> own.getOrDefault(path, "")).distinct().toList();
  }

  /** The value of an option in a candidate; empty where it is no variation. */
  public String value(String candidate, String path) {
    return options.getOrDefault(candidate, Map.of()).getOrDefault(path, "");
  }

  /** Only the variations. */
  public ComparisonResult only(ComparisonResult result) {
    return where(result, options::containsKey);
  }

  /** All but those that stand {@link #apart}. */
  public ComparisonResult others(ComparisonResult result) {
    return where(result, name -> !apart(name));
  }

  private static ComparisonResult where(ComparisonResult result, Predicate<String> wanted) {
    return new ComparisonResult(
        result.protocol(),
        result.candidates().stream().filter(c -> wanted.test(c.name())).toList());
  }
}
