package org.interfuse.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;

/**
 * Predictions and true values of one target as columns of a table.
 *
 * @param schema the target
 * @param prefix put before every column's name: empty for a study's only target
 * @param times at which survival probabilities are wanted, in the target's unit
 */
record PredictionColumns(TargetSchema schema, String prefix, double[] times) {
  /** Columns of every target; names carry the target's name where there are several. */
  static List<PredictionColumns> of(List<TargetSchema> schemas, double[] times) {
    return schemas.stream()
        .map(s -> new PredictionColumns(s, schemas.size() == 1 ? "" : s.name() + " ", times))
        .toList();
  }

  /** Names of the predicted columns. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    switch (schema.type()) {
      case CLASSIFICATION -> {
        names.add(prefix + "predicted");
        schema.classes().forEach(c -> names.add(prefix + "probability " + c));
      }
      case MULTILABEL -> schema.classes().forEach(c -> names.add(prefix + "probability " + c));
      case REGRESSION -> names.add(prefix + "predicted");
      case SURVIVAL -> {
        names.add(prefix + "risk");
        names.add(prefix + "median survival");
        for (double time : times) {
          names.add(prefix + "survival at " + number(time));
        }
      }
    }
    return names;
  }

  /** Cells of one subject under {@link #names}. */
  List<String> cells(Prediction prediction, int subject) {
    List<String> cells = new ArrayList<>();
    if (prediction instanceof Prediction.Classes classes) {
      double[] row = classes.probabilities()[subject];
      cells.add(schema.classes().get(largest(row)));
      addAll(cells, row);
    } else if (prediction instanceof Prediction.Labels labels) {
      addAll(cells, labels.probabilities()[subject]);
    } else if (prediction instanceof Prediction.Values values) {
      cells.add(number(values.values()[subject]));
    } else if (prediction instanceof Prediction.Survival survival) {
      cells.add(number(survival.risk()[subject]));
      cells.add(number(survival.median(subject)));
      for (double time : times) {
        cells.add(number(survival.at(subject, time)));
      }
    }
    return cells;
  }

  /** Names of the columns of true values. */
  List<String> trueNames() {
    if (schema.type() == TargetType.SURVIVAL) {
      return List.of(prefix + "true time", prefix + "true event");
    }
    if (schema.type() == TargetType.MULTILABEL) {
      return schema.classes().stream().map(c -> prefix + "true " + c).toList();
    }
    return List.of(prefix + "true");
  }

  /** Cells of one subject under {@link #trueNames}, empty where missing. */
  List<String> trueCells(Target target, int subject) {
    List<String> cells = new ArrayList<>();
    boolean missing = target.missing(subject);
    if (target instanceof Target.Classification classes) {
      cells.add(missing ? "" : schema.classes().get(classes.labels()[subject]));
    } else if (target instanceof Target.Multilabel labels) {
      for (byte value : labels.values()[subject]) {
        cells.add(value < 0 ? "" : String.valueOf(value));
      }
    } else if (target instanceof Target.Regression regression) {
      cells.add(number(regression.values()[subject]));
    } else if (target instanceof Target.Survival survival) {
      cells.add(number(survival.times()[subject]));
      cells.add(missing ? "" : survival.events()[subject] ? "1" : "0");
    }
    return cells;
  }

  /** Text that reads back as the same number; empty for NaN. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, "%d", (long) value);
    }
    return Double.toString(value);
  }

  static int largest(double[] row) {
    int best = 0;
    for (int k = 1; k < row.length; k++) {
      if (row[k] > row[best]) {
        best = k;
      }
    }
    return best;
  }

  private static void addAll(List<String> cells, double[] row) {
    for (double value : row) {
      cells.add(number(value));
    }
  }
}
