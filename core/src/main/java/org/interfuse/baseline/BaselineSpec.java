package org.interfuse.baseline;

import java.util.Optional;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * A candidate that is no network: a record of options found with {@code ServiceLoader}. Its public
 * no-argument constructor holds the defaults.
 */
public interface BaselineSpec {
  /** The name in a study: {@code baseline: linear}. */
  String type();

  /** Where it merges modalities; empty where it reads none of their values. */
  default Optional<Strategy> strategy() {
    return Optional.empty();
  }

  /** Whether it can predict targets of that type. */
  boolean predicts(TargetType type);

  /** What a fit spends on choosing among options, in words. */
  default String budget() {
    return "nothing to choose";
  }

  /** What a fit chooses inside the training part, as in "linear models choose their penalty". */
  default Optional<String> choice() {
    return Optional.empty();
  }

  /**
   * Bytes on the Java heap that a fit on a table of principal coordinates takes beside the table.
   *
   * @param rows of training
   * @param columns coordinates
   */
  default long heapBytes(long rows, long columns) {
    return 0;
  }

  /**
   * Fits on some subjects and nothing else (law 5). Subjects of {@code train} who lack the target
   * are left out.
   *
   * @param data every subject, prepared by what was fitted on {@code train}
   * @param target of every subject; only those of {@code train} are read
   * @param train ascending; at least one has the target
   * @param groups per subject of the cohort its group, never divided between inner folds; null
   *     where subjects are independent
   * @param seed for inner folds
   */
  FittedBaseline fit(
      PreparedCohort data, Target target, int[] train, int @Nullable [] groups, Seed seed);

  /** Fits where subjects are independent of each other. */
  default FittedBaseline fit(PreparedCohort data, Target target, int[] train, Seed seed) {
    return fit(data, target, train, null, seed);
  }
}
