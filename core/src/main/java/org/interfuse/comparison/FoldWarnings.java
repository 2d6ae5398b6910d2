package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.interfuse.cohort.Fold;
import org.interfuse.finding.Finding;
import org.interfuse.target.Target;

/**
 * Where the folds are too small or too few for what is computed from them. With {@value
 * #FEWEST_EVENTS} subjects of the rarer class the standard error of an AUROC of .75 is .09 however
 * many the others are (Hanley and McNeil 1982); a single external validation is asked to have 100
 * (Vergouwe et al. 2005).
 */
final class FoldWarnings {
  static final int FEWEST_EVENTS = 10;
  static final int FEWEST_FOLDS = 5;

  private FoldWarnings() {}

  static List<Finding> of(Protocol protocol) {
    List<Finding> warnings = new ArrayList<>();
    List<Fold> folds = protocol.split().folds();
    for (Target target : protocol.cohort().targets()) {
      int[] counts = folds.stream().mapToInt(fold -> events(target, fold.test())).toArray();
      long few = Arrays.stream(counts).filter(count -> count < FEWEST_EVENTS).count();
      if (few > 0) {
        warnings.add(
            Finding.of(
                "split, target " + target.name(),
                "a test part should hold %d %s or more".formatted(FEWEST_EVENTS, unit(target)),
                "%d of %d with fewer, the smallest with %d"
                    .formatted(few, counts.length, Arrays.stream(counts).min().orElse(0)),
                List.of("take fewer folds, and repeat them")));
      }
    }
    if (folds.size() > 1 && folds.size() < FEWEST_FOLDS) {
      warnings.add(
          Finding.of(
              "split",
              "a variance over folds should rest on %d folds or more".formatted(FEWEST_FOLDS),
              "%d, so its tests can show large differences only".formatted(folds.size()),
              List.of("repeat the folds")));
    }
    return warnings;
  }

  private static String unit(Target target) {
    return switch (target.schema().type()) {
      case CLASSIFICATION -> "subjects of each class";
      case MULTILABEL -> "subjects with and without each label";
      case SURVIVAL -> "events";
      case REGRESSION -> "subjects";
    };
  }

  /** Subjects of the rarest class, of the rarer side of any label, with the event, or all. */
  private static int events(Target target, int[] test) {
    if (target instanceof Target.Classification classes) {
      int[] counts = new int[classes.classes()];
      for (int subject : test) {
        if (!target.missing(subject)) {
          counts[classes.labels()[subject]]++;
        }
      }
      return Arrays.stream(counts).min().orElse(0);
    }
    if (target instanceof Target.Multilabel labels) {
      int fewest = Integer.MAX_VALUE;
      for (int label = 0; label < labels.schema().classes().size(); label++) {
        int[] counts = new int[2];
        for (int subject : test) {
          if (labels.values()[subject][label] >= 0) {
            counts[labels.values()[subject][label]]++;
          }
        }
        fewest = Math.min(fewest, Math.min(counts[0], counts[1]));
      }
      return fewest;
    }
    return (int)
        Arrays.stream(test)
            .filter(subject -> !target.missing(subject))
            .filter(s -> !(target instanceof Target.Survival t) || t.events()[s])
            .count();
  }
}
