package org.interfuse.audit;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.commons.math3.special.Gamma;
import org.interfuse.evaluation.Ranks;
import org.interfuse.evaluation.Sorting;
import org.interfuse.target.Target;
import org.interfuse.target.Targets;

/**
 * Whether a column restates a target: one-to-one with its classes or events, or in its order
 * without a single exception.
 *
 * <p>Each pattern counts only if chance hardly makes it: the columns' values shuffled among the
 * subjects would show it in any of the looks taken with a probability below {@value #CHANCE}.
 */
final class TargetCopies {
  static final double CHANCE = 1e-3;
  private static final int FEWEST = 10;

  private final Target target;
  private final int[] rows;
  private final double looks;

  /**
   * @param rows training rows that have the target
   * @param looks how many columns are tried in all
   */
  TargetCopies(Target target, int[] rows, double looks) {
    this.target = target;
    this.rows = rows;
    this.looks = looks;
  }

  Target target() {
    return target;
  }

  /** What the column does, for a sentence that begins with it. */
  Optional<String> found(Column column) {
    if (target instanceof Target.Classification classes) {
      return ofClasses(column, i -> true, classes.labels(), classes.classes(), "class");
    } else if (target instanceof Target.Regression numbers) {
      return ofOrder(column, rows, numbers.values(), "target");
    } else if (target instanceof Target.Survival survival) {
      return ofSurvival(column, survival);
    }
    Target.Multilabel labels = (Target.Multilabel) target;
    Optional<String> found = Optional.empty();
    for (int l = 0; l < labels.schema().classes().size() && found.isEmpty(); l++) {
      int label = l;
      int[] values = Arrays.stream(labels.values()).mapToInt(row -> row[label]).toArray();
      String what = "label " + labels.schema().classes().get(l);
      found = ofClasses(column, i -> values[i] >= 0, values, 2, what);
    }
    return found;
  }

  private Optional<String> ofSurvival(Column column, Target.Survival survival) {
    double[] times = survival.times();
    Optional<String> found = ofOrder(column, rows, times, "time");
    if (found.isEmpty()) {
      int[] seen = Arrays.stream(rows).filter(i -> survival.events()[i]).toArray();
      found = ofOrder(column, seen, times, "time of those who had the event");
    }
    if (found.isEmpty()) {
      int[] censored = Arrays.stream(rows).filter(i -> !survival.events()[i]).toArray();
      found = ofOrder(column, censored, times, "time of those who were censored");
    }
    int[] events = new int[survival.size()];
    Arrays.setAll(events, i -> survival.events()[i] ? 1 : 0);
    return found.isPresent() ? found : ofClasses(column, i -> true, events, 2, "event");
  }

  private Optional<String> ofClasses(
      Column column, IntPredicate asked, int[] classes, int count, String what) {
    int[] asking = Arrays.stream(rows).filter(asked).toArray();
    if (determines(column.values(), column.present(asking), classes, count)) {
      return Optional.of("each of its values belongs to one %s alone".formatted(what));
    }
    int[] owners = Arrays.stream(asking).filter(owned(column)).toArray();
    double[] missing = Arrays.stream(column.values()).map(v -> Double.isNaN(v) ? 1 : 0).toArray();
    return determines(missing, owners, classes, count)
        ? Optional.of("whether it is missing tells the %s".formatted(what))
        : Optional.empty();
  }

  private static IntPredicate owned(Column column) {
    return i -> Arrays.binarySearch(column.owners(), i) >= 0;
  }

  /** Whether every value is of one class, and no shuffle would do so. */
  private boolean determines(double[] values, int[] subjects, int[] classes, int count) {
    if (subjects.length < FEWEST) {
      return false;
    }
    int[] level = Ranks.dense(Targets.select(values, subjects));
    int[] classOf = new int[subjects.length + 1];
    int[] sizes = new int[count];
    int levels = 0;
    for (int s = 0; s < subjects.length; s++) {
      int own = classes[subjects[s]];
      int known = classOf[level[s]];
      if (known > 0 && known != own + 1) {
        return false;
      }
      levels += known == 0 ? 1 : 0;
      classOf[level[s]] = own + 1;
      sizes[own]++;
    }
    double chance = levels * Math.log(count) - logFactorial(subjects.length);
    for (int size : sizes) {
      chance += logFactorial(size);
    }
    return chance + Math.log(looks) < Math.log(CHANCE);
  }

  private Optional<String> ofOrder(Column column, int[] among, double[] truth, String what) {
    int[] known = column.present(among);
    if (known.length < FEWEST || column.categorical()) {
      return Optional.empty();
    }
    double[] times = Targets.select(truth, known);
    double[] values = Targets.select(column.values(), known);
    int[] order = Sorting.ascending(times);
    boolean rises = ordered(times, values, order, 1);
    if (!rises && !ordered(times, values, order, -1)) {
      return Optional.empty();
    }
    double chance = Math.log(2) + logTies(times) + logTies(values) - logFactorial(known.length);
    if (chance + Math.log(looks) >= Math.log(CHANCE)) {
      return Optional.empty();
    }
    String how = equal(times, values) ? "is equal to" : rises ? "rises with" : "falls with";
    return Optional.of("it %s the %s without exception".formatted(how, what));
  }

  /** Whether no value of an earlier group of equal truths lies above one of a later group. */
  private static boolean ordered(double[] truth, double[] values, int[] order, int sign) {
    double before = Double.NEGATIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int s = 0; s < order.length; s++) {
      if (s > 0 && truth[order[s]] != truth[order[s - 1]]) {
        before = highest;
      }
      double value = sign * values[order[s]];
      if (value < before) {
        return false;
      }
      highest = Math.max(highest, value);
    }
    return true;
  }

  private static boolean equal(double[] truth, double[] values) {
    for (int i = 0; i < truth.length; i++) {
      if ((float) truth[i] != (float) values[i]) {
        return false;
      }
    }
    return true;
  }

  /** The logarithm of the product of factorials of how often each value occurs. */
  private static double logTies(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double sum = 0;
    int start = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[start]) {
        sum += logFactorial(i - start);
        start = i;
      }
    }
    return sum;
  }

  private static double logFactorial(int n) {
    return n < 2 ? 0 : Gamma.logGamma(n + 1.0);
  }
}
