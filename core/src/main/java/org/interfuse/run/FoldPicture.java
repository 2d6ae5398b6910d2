package org.interfuse.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Fold;
import org.interfuse.target.Target;

/**
 * One fold.
 *
 * @param name for tables
 * @param repeat from 1
 * @param train subjects to learn from
 * @param test subjects to be judged on
 * @param trainCounts by target, per class, label or outcome the training subjects
 * @param testCounts by target, per class, label or outcome the test subjects
 */
public record FoldPicture(
    String name,
    int repeat,
    int train,
    int test,
    Map<String, Map<String, Integer>> trainCounts,
    Map<String, Map<String, Integer>> testCounts) {

  static FoldPicture of(Fold fold, List<Target> targets) {
    return new FoldPicture(
        fold.name(),
        fold.repeat() + 1,
        fold.train().length,
        fold.test().length,
        counts(targets, fold.train()),
        counts(targets, fold.test()));
  }

  private static Map<String, Map<String, Integer>> counts(List<Target> targets, int[] subjects) {
    Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    targets.forEach(
        target -> counts.put(target.name(), TargetBalance.counts(target.select(subjects))));
    return counts;
  }
}
