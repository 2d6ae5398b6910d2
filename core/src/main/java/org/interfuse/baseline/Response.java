package org.interfuse.baseline;

import java.util.Arrays;
import org.interfuse.target.Target;
import org.interfuse.target.Targets;

/** What one linear model is fitted to: the outcomes of n rows, none missing. */
public sealed interface Response {
  /** n. */
  int size();

  /** The same for some rows. */
  Response select(int[] rows);

  /** The loss of all rows. */
  Loss loss();

  /** Per row the stratum within which inner folds are dealt. */
  int[] strata();

  /** How much the rows count when a criterion is averaged: rows, or events. */
  double weight();

  /** Whether there is anything to learn: at least {@link #FEWEST} rows, and outcomes that vary. */
  boolean varies();

  /** Fewer rows than this teach nothing but their mean. */
  int FEWEST = 10;

  /** The number of linear problems that a target poses: L for labels, else 1. */
  static int count(Target target) {
    return target instanceof Target.Multilabel labels ? labels.schema().classes().size() : 1;
  }

  /**
   * The outcomes of some subjects.
   *
   * @param problem from 0 to {@link #count} − 1
   */
  static Response of(Target target, int problem, int[] subjects) {
    if (target instanceof Target.Classification classes) {
      return new Classes(classes.classes(), classes.select(subjects).labels());
    }
    if (target instanceof Target.Multilabel labels) {
      return new Classes(
          2, Arrays.stream(subjects).map(s -> labels.values()[s][problem]).toArray());
    }
    if (target instanceof Target.Regression values) {
      return new Reals(Targets.select(values.values(), subjects));
    }
    Target.Survival survival = ((Target.Survival) target).select(subjects);
    return new Times(survival.times(), survival.events());
  }

  /** Whether a subject has an outcome for the problem. */
  static boolean has(Target target, int problem, int subject) {
    return target instanceof Target.Multilabel labels
        ? labels.values()[subject][problem] >= 0
        : !target.missing(subject);
  }

  /** One class of K. */
  record Classes(int classes, int[] labels) implements Response {
    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public Classes select(int[] rows) {
      return new Classes(classes, Arrays.stream(rows).map(row -> labels[row]).toArray());
    }

    @Override
    public Loss loss() {
      return classes == 2 ? new LogisticLoss(labels) : new SoftmaxLoss(classes, labels);
    }

    @Override
    public int[] strata() {
      return labels;
    }

    @Override
    public double weight() {
      return labels.length;
    }

    @Override
    public boolean varies() {
      return labels.length >= FEWEST && Arrays.stream(labels).distinct().count() > 1;
    }
  }

  /** Real numbers. */
  record Reals(double[] values) implements Response {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Reals select(int[] rows) {
      return new Reals(Targets.select(values, rows));
    }

    @Override
    public Loss loss() {
      return new SquaredLoss(values);
    }

    @Override
    public int[] strata() {
      return new int[values.length];
    }

    @Override
    public double weight() {
      return values.length;
    }

    @Override
    public boolean varies() {
      return values.length >= FEWEST && Arrays.stream(values).distinct().count() > 1;
    }
  }

  /** Right-censored times. */
  record Times(double[] times, boolean[] events) implements Response {
    @Override
    public int size() {
      return times.length;
    }

    @Override
    public Times select(int[] rows) {
      boolean[] selected = new boolean[rows.length];
      for (int i = 0; i < rows.length; i++) {
        selected[i] = events[rows[i]];
      }
      return new Times(Targets.select(times, rows), selected);
    }

    @Override
    public Loss loss() {
      return new CoxLoss(times, events);
    }

    @Override
    public int[] strata() {
      int[] strata = new int[events.length];
      for (int i = 0; i < strata.length; i++) {
        strata[i] = events[i] ? 1 : 0;
      }
      return strata;
    }

    @Override
    public double weight() {
      return Arrays.stream(strata()).sum();
    }

    @Override
    public boolean varies() {
      return times.length >= FEWEST && weight() >= 2;
    }
  }
}
