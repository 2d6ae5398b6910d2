package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;

/**
 * How many subjects have which modalities. What may be told is said by {@link PublishedCounts}:
 * patterns of few subjects are put together.
 *
 * @param subjects of the cohort
 * @param modalities in the cohort's order
 * @param patterns the most frequent first
 * @param hiddenPatterns how many patterns are not shown one by one
 * @param hiddenSubjects how many subjects have one of those
 */
public record PresencePatterns(
    int subjects,
    List<OfModality> modalities,
    List<Pattern> patterns,
    int hiddenPatterns,
    int hiddenSubjects) {
  public PresencePatterns {
    modalities = List.copyOf(modalities);
    patterns = List.copyOf(patterns);
  }

  /**
   * One modality.
   *
   * @param present how many subjects have it; -1 where that is not told
   * @param about an estimate from what is told, where {@code present} would give a hidden pattern
   *     away; -1 where those who have it, or those who lack it, are too few to be counted
   * @param most whether more than half have it
   */
  public record OfModality(String name, int present, int about, boolean most) {}

  /**
   * One pattern.
   *
   * @param modalities those present, in the cohort's order
   * @param subjects who have just these
   */
  public record Pattern(List<String> modalities, int subjects) {
    public Pattern {
      modalities = List.copyOf(modalities);
    }
  }

  /** Counts the patterns of a cohort. */
  public static PresencePatterns of(Cohort cohort, int smallestCell) {
    PublishedCounts counts =
        new PublishedCounts(Availability.found(cohort), cohort.modalities().size(), smallestCell);
    List<OfModality> modalities = new ArrayList<>();
    for (int m = 0; m < cohort.modalities().size(); m++) {
      modalities.add(modality(cohort.modalities().get(m), m, cohort.size(), counts, smallestCell));
    }
    Availability availability = Availability.of(cohort);
    List<Pattern> shown =
        patterns(cohort).stream()
            .filter(pattern -> counts.isShown(availability.patternOf(pattern.modalities)))
            .toList();
    return new PresencePatterns(
        cohort.size(), modalities, shown, counts.hiddenPatterns(), counts.hiddenSubjects());
  }

  private static OfModality modality(
      CohortModality modality, int m, int subjects, PublishedCounts counts, int smallestCell) {
    int present = modality.present();
    int lacking = subjects - present;
    boolean few =
        (present > 0 && present < smallestCell) || (lacking > 0 && lacking < smallestCell);
    boolean exact = counts.isExact(1 << m) && !few;
    return new OfModality(
        modality.name(),
        exact ? present : -1,
        exact || few ? -1 : counts.having(1 << m),
        present > lacking);
  }

  /** All of them, the most frequent first, of equals those with more modalities. */
  private static List<Pattern> patterns(Cohort cohort) {
    Map<BitSet, Integer> counts = new HashMap<>();
    for (int subject = 0; subject < cohort.size(); subject++) {
      BitSet has = new BitSet();
      for (int m = 0; m < cohort.modalities().size(); m++) {
        has.set(m, cohort.modalities().get(m).has(subject));
      }
      counts.merge(has, 1, Integer::sum);
    }
    List<Pattern> patterns = new ArrayList<>();
    counts.forEach(
        (has, count) ->
            patterns.add(
                new Pattern(
                    has.stream().mapToObj(m -> cohort.modalities().get(m).name()).toList(),
                    count)));
    patterns.sort(
        Comparator.comparing((Pattern pattern) -> -pattern.subjects)
            .thenComparing(pattern -> -pattern.modalities.size())
            .thenComparing(pattern -> String.join("\n", pattern.modalities)));
    return patterns;
  }
}
