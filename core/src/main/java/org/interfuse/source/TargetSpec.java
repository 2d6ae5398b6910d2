package org.interfuse.source;

import java.util.List;
import org.interfuse.option.Meaning;
import org.interfuse.target.TargetType;
import org.jspecify.annotations.Nullable;

/** Which columns of the cohort's table hold a target, and how they are coded. */
public sealed interface TargetSpec {
  TargetType type();

  /** Its share in the loss of a model with several targets; above 0. */
  double weight();

  /** Columns of the cohort's table that it reads; none of them may be a feature. */
  List<String> columns();

  /**
   * One class of K.
   *
   * @param column holds the class
   * @param classes the classes in the order of predictions, so that others are an error; empty for
   *     those found, in ascending order. For two classes the last is the positive one
   * @param atLeast of a column of numbers, from which number on a subject is of the second of two
   *     classes; null where the column holds classes
   */
  record Classification(
      @Meaning("column of the class") String column,
      @Meaning(
              "the classes in order, the positive one of two last; none takes those found, ascending")
          List<String> classes,
      @Meaning(
              "of a column of numbers: from this number on a subject is of the second of two classes")
          @Nullable Double atLeast,
      @Meaning("its share in the loss of a model with several targets, above 0") double weight)
      implements TargetSpec {
    public Classification {
      classes = List.copyOf(classes);
      if (atLeast != null && !classes.isEmpty() && classes.size() != 2) {
        throw new IllegalArgumentException(
            "classes: expected two names with 'at_least', but there are " + classes.size());
      }
    }

    /** Of a column of classes. */
    public Classification(String column, List<String> classes, double weight) {
      this(column, classes, null, weight);
    }

    @Override
    public TargetType type() {
      return TargetType.CLASSIFICATION;
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /**
   * Any subset of labels: one column of 0 and 1 for each label, or one column that lists them.
   *
   * @param columns one a label (a single one with {@code separator})
   * @param separator splits the cell of a single column into labels; null otherwise
   */
  record Multilabel(
      @Meaning("one column of 0 and 1 for each label, or a single one that lists them")
          List<String> columns,
      @Meaning("splits the cell of a single column into labels") @Nullable String separator,
      @Meaning("its share in the loss of a model with several targets, above 0") double weight)
      implements TargetSpec {
    public Multilabel {
      columns = List.copyOf(columns);
    }

    @Override
    public TargetType type() {
      return TargetType.MULTILABEL;
    }
  }

  /** A real number. */
  record Regression(
      @Meaning("column of the number") String column,
      @Meaning("its share in the loss of a model with several targets, above 0") double weight)
      implements TargetSpec {
    @Override
    public TargetType type() {
      return TargetType.REGRESSION;
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /**
   * A right-censored time.
   *
   * @param time columns of which the first that is not missing is the time
   * @param event column that says whether the event was seen
   * @param is values of {@code event} that mean it was
   */
  record Survival(
      @Meaning("columns of which the first that is not missing is the time") List<String> time,
      @Meaning("column that says whether the event was seen") String event,
      @Meaning("values of the event column that mean it was") List<String> is,
      @Meaning("its share in the loss of a model with several targets, above 0") double weight)
      implements TargetSpec {
    public Survival {
      time = List.copyOf(time);
      is = List.copyOf(is);
    }

    @Override
    public TargetType type() {
      return TargetType.SURVIVAL;
    }

    @Override
    public List<String> columns() {
      List<String> columns = new java.util.ArrayList<>(time);
      columns.add(event);
      return List.copyOf(columns);
    }
  }
}
