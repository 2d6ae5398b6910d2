package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.evaluation.CooperativeGame;

/**
 * Availability patterns of a cohort's modalities as bit masks: bit m stands for the m-th modality.
 *
 * @param names of the M modalities, in the cohort's order
 */
record Availability(List<String> names) {
  /** Every pattern is looked at, so the work doubles with each modality. */
  static final int MOST_MODALITIES = CooperativeGame.MOST_PLAYERS;

  Availability {
    names = List.copyOf(names);
  }

  static Availability of(Cohort cohort) {
    return new Availability(cohort.modalities().stream().map(CohortModality::name).toList());
  }

  /** 2^M. */
  int patterns() {
    return 1 << names.size();
  }

  /** The pattern in which everything is there. */
  int full() {
    return patterns() - 1;
  }

  /** The pattern in which those modalities are there; names that it does not know do not count. */
  int patternOf(Iterable<String> modalities) {
    int pattern = 0;
    for (String modality : modalities) {
      int m = names.indexOf(modality);
      pattern |= m < 0 ? 0 : 1 << m;
    }
    return pattern;
  }

  /** The names of a pattern's modalities, in the cohort's order. */
  List<String> namesOf(int pattern) {
    List<String> present = new ArrayList<>();
    for (int m = 0; m < names.size(); m++) {
      if (has(pattern, m)) {
        present.add(names.get(m));
      }
    }
    return present;
  }

  /** Per modality whether it is in the pattern. */
  boolean[] flags(int pattern) {
    boolean[] flags = new boolean[names.size()];
    for (int m = 0; m < flags.length; m++) {
      flags[m] = has(pattern, m);
    }
    return flags;
  }

  /** Per subject of a cohort its own pattern. */
  static int[] found(Cohort cohort) {
    int[] patterns = new int[cohort.size()];
    for (int m = 0; m < cohort.modalities().size(); m++) {
      for (int subject = 0; subject < patterns.length; subject++) {
        patterns[subject] |= cohort.modalities().get(m).has(subject) ? 1 << m : 0;
      }
    }
    return patterns;
  }

  static boolean has(int pattern, int m) {
    return (pattern >> m & 1) == 1;
  }

  /** Whether {@code pattern} has everything that {@code part} has. */
  static boolean includes(int pattern, int part) {
    return (pattern & part) == part;
  }

  /** Places of the subjects whose pattern has all of {@code part}. */
  static int[] placesWith(int[] patterns, int part) {
    return IntStream.range(0, patterns.length).filter(i -> includes(patterns[i], part)).toArray();
  }
}
