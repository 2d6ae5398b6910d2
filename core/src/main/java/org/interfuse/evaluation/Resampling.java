package org.interfuse.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.interfuse.target.Target;
import org.jspecify.annotations.Nullable;

/** Draws groups of subjects with replacement, as many from each stratum as it has. */
final class Resampling {
  /** [stratum][group][subject]. */
  private final int[][][] strata;

  private Resampling(int[][][] strata) {
    this.strata = strata;
  }

  static Resampling of(Target truth, int @Nullable [] groups) {
    if (groups != null && groups.length != truth.size()) {
      throw new IllegalArgumentException(
          "each subject needs a group; found "
              + truth.size()
              + " subjects and "
              + groups.length
              + " groups");
    }
    Map<Integer, List<Integer>> members = new TreeMap<>();
    for (int subject = 0; subject < truth.size(); subject++) {
      if (!truth.missing(subject)) {
        int group = groups == null ? subject : groups[subject];
        members.computeIfAbsent(group, key -> new ArrayList<>()).add(subject);
      }
    }
    return new Resampling(stratify(truth, members));
  }

  /** How many groups have a subject with the target. */
  int groups() {
    return Arrays.stream(strata).mapToInt(stratum -> stratum.length).sum();
  }

  /** The subjects of the groups drawn; a subject appears as often as its group was drawn. */
  int[] draw(SplittableRandom random) {
    int[][] drawn = new int[groups()][];
    int count = 0;
    for (int[][] stratum : strata) {
      for (int i = 0; i < stratum.length; i++) {
        drawn[count++] = stratum[random.nextInt(stratum.length)];
      }
    }
    return Arrays.stream(drawn).flatMapToInt(Arrays::stream).toArray();
  }

  private static int[][][] stratify(Target truth, Map<Integer, List<Integer>> members) {
    Map<Integer, List<int[]>> strata = new TreeMap<>();
    for (List<Integer> subjects : members.values()) {
      int[] group = subjects.stream().mapToInt(Integer::intValue).toArray();
      strata.computeIfAbsent(mostFrequent(truth, group), key -> new ArrayList<>()).add(group);
    }
    return strata.values().stream()
        .map(groups -> groups.toArray(int[][]::new))
        .toArray(int[][][]::new);
  }

  /** The stratum of most of the group's subjects, the lowest of equals. */
  private static int mostFrequent(Target truth, int[] group) {
    int[] sorted = Arrays.stream(group).map(subject -> stratum(truth, subject)).sorted().toArray();
    int best = sorted[0];
    int bestRun = 0;
    int run = 0;
    for (int i = 0; i < sorted.length; i++) {
      run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
      if (run > bestRun) {
        bestRun = run;
        best = sorted[i];
      }
    }
    return best;
  }

  private static int stratum(Target truth, int subject) {
    if (truth instanceof Target.Classification classes) {
      return classes.labels()[subject];
    }
    return truth instanceof Target.Survival survival && survival.events()[subject] ? 1 : 0;
  }
}
