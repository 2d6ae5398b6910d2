package org.interfuse.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.InnerFolds;
import org.interfuse.model.ModelSpec;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * How many networks a candidate is, and which training rows each of them learns from. Member k of K
 * learns from all inner folds but the k-th, and is stopped early by the k-th: small cohorts need
 * not leave to one draw of held-out rows when training ends. docs/decisions/ensembles.md has the
 * figures behind the rule.
 */
public final class Members {
  /** Members where the rule asks for an ensemble. */
  public static final int USUAL = 5;

  /** The rule asks for an ensemble up to this many training subjects. */
  public static final int MOST_SUBJECTS = 500;

  /** The rule asks for one too up to this many training subjects with an event. */
  public static final int MOST_EVENTS = 200;

  /**
   * The rule asks for a single network where one would keep more numbers than this for the columns
   * of its wide modalities: five of them would take five times the memory and passes.
   */
  public static final long MOST_COLUMN_WEIGHTS = 10_000_000;

  private static final int SMALLEST = 10;

  private Members() {}

  /**
   * Number of networks of a model for a cohort: what the options say, or the rule.
   *
   * @param train subjects to learn from
   * @param groups per subject of the cohort its group, or null
   */
  public static int count(
      ModelSpec model, TrainingSpec training, Cohort cohort, int[] train, int @Nullable [] groups) {
    boolean single =
        training.ensemble() == null && WideColumns.weights(model, cohort) > MOST_COLUMN_WEIGHTS;
    return single ? 1 : count(training, cohort.targets().get(0), train, groups);
  }

  /**
   * Number of networks: what the options say, or the rule; never more than there are independent
   * training subjects, and 1 where too few are there to hold any out.
   *
   * @param target the first target of every subject of the cohort
   * @param train subjects to learn from
   * @param groups per subject of the cohort its group, or null
   */
  public static int count(
      TrainingSpec training, Target target, int[] train, int @Nullable [] groups) {
    Integer asked = training.ensemble();
    boolean single = asked == null ? !isSmall(training, target, train) : asked < 2;
    if (single || train.length < SMALLEST) {
      return 1;
    }
    long independent =
        Arrays.stream(train).map(s -> groups == null ? s : groups[s]).distinct().count();
    int count = (int) Math.min(asked == null ? USUAL : asked, independent);
    return count < 2 ? 1 : count;
  }

  private static boolean isSmall(TrainingSpec training, Target target, int[] train) {
    if (training.validation() == 0) {
      return false; // the study wants all rows to be learned from
    }
    long known = Arrays.stream(train).filter(s -> !target.missing(s)).count();
    if (target instanceof Target.Survival survival) {
      long events =
          Arrays.stream(train).filter(s -> !target.missing(s) && survival.events()[s]).count();
      return events <= MOST_EVENTS;
    }
    return known <= MOST_SUBJECTS;
  }

  /** The rows of each member: stratified by class or event, groups whole. */
  static List<HeldOut> rows(
      Target target, int[] train, int @Nullable [] groups, int count, Seed seed) {
    int[] fold = HeldOut.folds(target, train, groups, count, seed);
    List<HeldOut> rows = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      rows.add(
          new HeldOut(
              select(train, InnerFolds.rows(fold, k, false)),
              select(train, InnerFolds.rows(fold, k, true))));
    }
    return rows;
  }

  static int[] select(int[] subjects, int[] places) {
    return IntStream.of(places).map(place -> subjects[place]).toArray();
  }
}
