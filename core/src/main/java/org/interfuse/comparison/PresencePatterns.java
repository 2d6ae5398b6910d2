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
 * How many subjects have which modalities. Patterns of fewer subjects than may be shown are put
 * together; where even together they are too few, the smallest pattern joins them, or their number
 * could be told from the total.
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
   * @param present how many subjects have it; -1 where those who have it, or those who lack it, are
   *     too few to be counted
   * @param most whether more than half have it
   */
  public record OfModality(String name, int present, boolean most) {}

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
    List<OfModality> modalities = new ArrayList<>();
    for (CohortModality modality : cohort.modalities()) {
      int present = modality.present();
      int lacking = cohort.size() - present;
      boolean few =
          (present > 0 && present < smallestCell) || (lacking > 0 && lacking < smallestCell);
      modalities.add(new OfModality(modality.name(), few ? -1 : present, present > lacking));
    }
    List<Pattern> patterns = patterns(cohort);
    int shown = (int) patterns.stream().filter(pattern -> pattern.subjects >= smallestCell).count();
    int hidden = sum(patterns, shown);
    while (shown > 0 && hidden > 0 && hidden < smallestCell) {
      shown--;
      hidden = sum(patterns, shown);
    }
    return new PresencePatterns(
        cohort.size(), modalities, patterns.subList(0, shown), patterns.size() - shown, hidden);
  }

  private static int sum(List<Pattern> patterns, int from) {
    return patterns.stream().skip(from).mapToInt(Pattern::subjects).sum();
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
