package org.interfuse.audit;

import java.util.Arrays;
import java.util.List;
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
  private final List<Order> orders;

  /**
   * @param rows training rows that have the target
   * @param looks how many columns are tried in all
   */
  TargetCopies(Target target, int[] rows, double looks) {
    this.target = target;
    this.rows = rows;
    this.looks = looks;
    orders = orders();
  }

  private List<Order> orders() {
    if (target instanceof Target.Regression numbers) {
      return List.of(Order.of("target", rows, numbers.values()));
    } else if (target instanceof Target.Survival survival) {
      boolean[] events = survival.events();
      double[] times = survival.times();
      int[] seen = Arrays.stream(rows).filter(i -> events[i]).toArray();
      int[] censored = Arrays.stream(rows).filter(i -> !events[i]).toArray();
      return List.of(
          Order.of("time", rows, times),
          Order.of("time of those who had the event", seen, times),
          Order.of("time of those who were censored", censored, times));
    }
    return List.of();
  }

  /** Rows in ascending order of what a column could restate. */
  private record Order(String what, int[] rows, double[] truth) {
    static Order of(String what, int[] rows, double[] truth) {
      int[] ascending = Sorting.ascending(Targets.select(truth, rows));
      return new Order(what, Arrays.stream(ascending).map(r -> rows[r]).toArray(), truth);
    }

    /** Whether no value of an earlier group of equal truths lies above one of a later group. */
    boolean keptBy(double[] values, int sign) {
      double before = Double.NEGATIVE_INFINITY;
      double highest = Double.NEGATIVE_INFINITY;
      for (int r = 0; r < rows.length; r++) {
        if (r > 0 && truth[rows[r]] != truth[rows[r - 1]]) {
          before = highest;
        }
        double value = sign * values[rows[r]];
        if (value < before) {
          return false;
        }
        highest = value > highest ? value : highest; // NaN, where missing, changes nothing
      }
      return true;
    }
  }

  Target target() {
    return target;
  }

  /** What the column does, for a sentence that begins with it. */
  Optional<String> found(Column column) {
    if (target instanceof Target.Classification classes) {
      return ofClasses(column, i -> true, classes.labels(), classes.classes(), "class");
    } else if (target instanceof Target.Regression) {
      return ofOrders(column);
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
    Optional<String> found = ofOrders(column);
    if (found.isPresent()) {
      return found;
    }
    int[] events = new int[survival.size()];
    Arrays.setAll(events, i -> survival.events()[i] ? 1 : 0);
    return ofClasses(column, i -> true, events, 2, "event");
  }

  private Optional<String> ofClasses(
      Column column, IntPredicate asked, int[] classes, int count, String what) {
    int[] asking = Arrays.stream(rows).filter(asked).toArray();
    if (determines(column.values(), column.present(asking), classes, count)) {
      return Optional.of("each of its values belongs to one %s alone".formatted(what));
    }
    if (column.present(column.owners()).length == column.owners().length) {
      return Optional.empty();
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

  private Optional<String> ofOrders(Column column) {
    return orders.stream().flatMap(order -> ofOrder(column, order).stream()).findFirst();
  }

  private Optional<String> ofOrder(Column column, Order order) {
    boolean rises = order.keptBy(column.values(), 1);
    if (column.categorical() || !rises && !order.keptBy(column.values(), -1)) {
      return Optional.empty();
    }
    int[] known = column.present(order.rows());
    double[] truth = Targets.select(order.truth(), known);
    double[] values = Targets.select(column.values(), known);
    double chance = Math.log(2) + logTies(truth) + logTies(values) - logFactorial(known.length);
    if (known.length < FEWEST || chance + Math.log(looks) >= Math.log(CHANCE)) {
      return Optional.empty();
    }
    String how = equal(truth, values) ? "is equal to" : rises ? "rises with" : "falls with";
    return Optional.of("it %s the %s without exception".formatted(how, order.what()));
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
