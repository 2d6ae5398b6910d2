package org.interfuse.target;

import java.util.List;

/**
 * One target of every subject in a cohort, in the cohort's order. A subject may lack it: then it is
 * masked in losses and metrics. Arrays are shared, not copied; do not write to them.
 */
public sealed interface Target {
  TargetSchema schema();

  /** Number of subjects. */
  int size();

  /** Whether subject {@code index} lacks this target altogether. */
  boolean missing(int index);

  /** The same target for some subjects, in the order given. */
  Target select(int[] subjects);

  default String name() {
    return schema().name();
  }

  /**
   * One class of K.
   *
   * @param labels per subject the index into {@code schema.classes()}, or -1 where missing
   */
  record Classification(TargetSchema schema, int[] labels) implements Target {
    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public boolean missing(int index) {
      return labels[index] < 0;
    }

    @Override
    public Classification select(int[] subjects) {
      int[] selected = new int[subjects.length];
      for (int i = 0; i < subjects.length; i++) {
        selected[i] = labels[subjects[i]];
      }
      return new Classification(schema, selected);
    }

    /** K. */
    public int classes() {
      return schema.classes().size();
    }
  }

  /**
   * Any subset of L labels.
   *
   * @param values per subject and label 0, 1, or -1 where that one is missing: [subject][label]
   */
  record Multilabel(TargetSchema schema, byte[][] values) implements Target {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public boolean missing(int index) {
      for (byte value : values[index]) {
        if (value >= 0) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Multilabel select(int[] subjects) {
      byte[][] selected = new byte[subjects.length][];
      for (int i = 0; i < subjects.length; i++) {
        selected[i] = values[subjects[i]];
      }
      return new Multilabel(schema, selected);
    }
  }

  /**
   * A real number.
   *
   * @param values per subject, NaN where missing
   */
  record Regression(TargetSchema schema, double[] values) implements Target {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public boolean missing(int index) {
      return Double.isNaN(values[index]);
    }

    @Override
    public Regression select(int[] subjects) {
      return new Regression(schema, Targets.select(values, subjects));
    }
  }

  /**
   * A right-censored time.
   *
   * @param times per subject the time of event or last follow-up, in the study's unit, NaN where
   *     missing
   * @param events per subject whether the event was seen at that time (false: censored)
   */
  record Survival(TargetSchema schema, double[] times, boolean[] events) implements Target {
    @Override
    public int size() {
      return times.length;
    }

    @Override
    public boolean missing(int index) {
      return Double.isNaN(times[index]);
    }

    @Override
    public Survival select(int[] subjects) {
      boolean[] selected = new boolean[subjects.length];
      for (int i = 0; i < subjects.length; i++) {
        selected[i] = events[subjects[i]];
      }
      return new Survival(schema, Targets.select(times, subjects), selected);
    }
  }

  /** A schema of the given type, for tests and readers. */
  static TargetSchema schema(String name, TargetType type, String... classes) {
    return new TargetSchema(name, type, List.of(classes));
  }
}
