package org.interfuse.run;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.interfuse.evaluation.KaplanMeier;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;

/**
 * How a target is distributed. No figure is a value of one subject (law 9): means are over at least
 * as many subjects as the study's smallest cell, times are rounded to three digits.
 *
 * @param name the target's
 * @param type the target's
 * @param known subjects who have it
 * @param missing subjects who lack it
 * @param counts per class or label the subjects; {@code events} and {@code censored} of a survival
 *     target; none of a regression
 * @param figures by name, in the target's unit: {@code median_follow_up} (Kaplan–Meier of the
 *     censoring time) of a survival target; {@code mean}, {@code standard_deviation} and, of four
 *     times the smallest cell or more, the mean of each quarter of a regression. Those that too few
 *     subjects bear are left out
 */
public record TargetBalance(
    String name,
    TargetType type,
    int known,
    int missing,
    Map<String, Integer> counts,
    Map<String, Double> figures) {
  private static final int QUARTERS = 4;
  private static final int DIGITS = 3;

  public TargetBalance {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  static TargetBalance of(Target target, int smallestCell) {
    int known = 0;
    for (int i = 0; i < target.size(); i++) {
      known += target.missing(i) ? 0 : 1;
    }
    return new TargetBalance(
        target.name(),
        target.schema().type(),
        known,
        target.size() - known,
        counts(target),
        known < smallestCell ? Map.of() : figures(target, smallestCell));
  }

  /** Per class, label or outcome the subjects; empty for a regression. */
  static Map<String, Integer> counts(Target target) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    target.schema().classes().forEach(name -> counts.put(name, 0));
    if (target instanceof Target.Survival) {
      counts.put("events", 0);
      counts.put("censored", 0);
    }
    for (int i = 0; i < target.size(); i++) {
      if (!target.missing(i)) {
        count(target, i, counts);
      }
    }
    return counts;
  }

  private static void count(Target target, int subject, Map<String, Integer> counts) {
    if (target instanceof Target.Classification classes) {
      counts.merge(target.schema().classes().get(classes.labels()[subject]), 1, Integer::sum);
    } else if (target instanceof Target.Survival survival) {
      counts.merge(survival.events()[subject] ? "events" : "censored", 1, Integer::sum);
    } else if (target instanceof Target.Multilabel labels) {
      byte[] row = labels.values()[subject];
      for (int label = 0; label < row.length; label++) {
        counts.merge(target.schema().classes().get(label), row[label] == 1 ? 1 : 0, Integer::sum);
      }
    }
  }

  private static Map<String, Double> figures(Target target, int smallestCell) {
    Map<String, Double> figures = new LinkedHashMap<>();
    if (target instanceof Target.Survival survival) {
      double median = KaplanMeier.ofCensoring(survival).median();
      if (!Double.isNaN(median)) {
        figures.put("median_follow_up", rounded(median));
      }
    } else if (target instanceof Target.Regression regression) {
      double[] values = Arrays.stream(regression.values()).filter(v -> !Double.isNaN(v)).toArray();
      Arrays.sort(values);
      double mean = mean(values, 0, values.length);
      double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      figures.put("mean", rounded(mean));
      figures.put("standard_deviation", rounded(Math.sqrt(squares / (values.length - 1))));
      quarters(values, smallestCell, figures);
    }
    return figures;
  }

  private static void quarters(double[] sorted, int smallestCell, Map<String, Double> figures) {
    if (sorted.length < QUARTERS * smallestCell) {
      return;
    }
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
      int from = quarter * sorted.length / QUARTERS;
      int to = (quarter + 1) * sorted.length / QUARTERS;
      figures.put("mean_of_quarter_" + (quarter + 1), rounded(mean(sorted, from, to)));
    }
  }

  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).average().orElse(Double.NaN);
  }

  private static double rounded(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value;
    }
    return new java.math.BigDecimal(value).round(new java.math.MathContext(DIGITS)).doubleValue();
  }
}
