package org.interfuse.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * The training rows divided into those that gradients see and those held out for early stopping:
 * stratified by class or event, groups kept whole.
 *
 * @param train ascending
 * @param validation ascending; empty where the training part is too small to spare any
 */
record HeldOut(int[] train, int[] validation) {
  private static final int SMALLEST = 10;

  /**
   * Divides.
   *
   * @param target the first target of every subject of the cohort
   * @param subjects the training part, ascending
   * @param groups per subject of the cohort its group, or null
   * @param share of the subjects to hold out, in (0, 1)
   */
  static HeldOut of(
      Target target, int[] subjects, int @Nullable [] groups, double share, Seed seed) {
    if (subjects.length < SMALLEST) {
      return new HeldOut(subjects, new int[0]);
    }
    boolean[] held = new boolean[target.size()];
    strata(target, subjects, groups)
        .forEach((stratum, blocks) -> hold(blocks, share, seed.at("stratum", stratum), held));
    int[] train = Arrays.stream(subjects).filter(s -> !held[s]).toArray();
    int[] validation = Arrays.stream(subjects).filter(s -> held[s]).toArray();
    return train.length == 0 ? new HeldOut(subjects, new int[0]) : new HeldOut(train, validation);
  }

  /** Blocks (single subjects, or groups) by stratum; a group belongs to its first subject's. */
  private static Map<Integer, List<int[]>> strata(
      Target target, int[] subjects, int @Nullable [] groups) {
    Map<Integer, List<Integer>> blocks = new LinkedHashMap<>();
    for (int subject : subjects) {
      int key = groups == null ? subject : groups[subject];
      blocks.computeIfAbsent(key, k -> new ArrayList<>()).add(subject);
    }
    Map<Integer, List<int[]>> strata = new LinkedHashMap<>();
    for (List<Integer> block : blocks.values()) {
      strata
          .computeIfAbsent(stratum(target, block.get(0)), k -> new ArrayList<>())
          .add(block.stream().mapToInt(Integer::intValue).toArray());
    }
    return strata;
  }

  private static int stratum(Target target, int subject) {
    if (target instanceof Target.Classification classes) {
      return classes.labels()[subject];
    }
    if (target instanceof Target.Survival survival) {
      return survival.missing(subject) ? -1 : survival.events()[subject] ? 1 : 0;
    }
    return target.missing(subject) ? -1 : 0;
  }

  private static void hold(List<int[]> blocks, double share, Seed seed, boolean[] held) {
    int total = blocks.stream().mapToInt(block -> block.length).sum();
    long wanted = Math.round(total * share);
    int taken = 0;
    for (int index : seed.permutation(blocks.size())) {
      if (taken >= wanted) {
        return;
      }
      for (int subject : blocks.get(index)) {
        held[subject] = true;
        taken++;
      }
    }
  }
}
