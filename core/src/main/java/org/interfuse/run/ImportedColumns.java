package org.interfuse.run;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.source.WrittenTable;
import org.interfuse.target.Prediction;
import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;

/**
 * The columns of a table that hold the predictions of one target, under the names of {@code
 * out-of-fold.csv}: {@code probability CLASS} for each class or label (of two classes the second's
 * suffices), {@code predicted} of a number, {@code risk} of survival.
 *
 * @param schema the target
 * @param columns that are read, in the order of classes or labels
 * @param sum column that a rule about the whole row is shown at
 */
record ImportedColumns(TargetSchema schema, int[] columns, int sum) {
  private static final double SUM_TOLERANCE = 1e-3;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:Infinity|(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)");

  /** Finds them; what lacks is added to {@code findings}. */
  static ImportedColumns of(
      WrittenTable table, TargetSchema schema, String prefix, Findings findings) {
    List<String> names = names(schema, prefix);
    if (schema.type() == TargetType.CLASSIFICATION || schema.type() == TargetType.MULTILABEL) {
      rejectOtherClasses(table, prefix + "probability ", names, findings);
    }
    if (schema.type() == TargetType.CLASSIFICATION && names.size() == 2) {
      names = table.column(names.get(0)) < 0 ? names.subList(1, 2) : names;
    }
    for (String name : names) {
      if (table.column(name) < 0) {
        findings.error(table.lacks(name));
      }
    }
    int[] columns = names.stream().mapToInt(table::column).toArray();
    return new ImportedColumns(schema, columns, columns[columns.length - 1]);
  }

  /** The columns of a target; of two classes the first may be left out. */
  static List<String> names(TargetSchema schema, String prefix) {
    return switch (schema.type()) {
      case CLASSIFICATION, MULTILABEL ->
          schema.classes().stream().map(name -> prefix + "probability " + name).toList();
      case REGRESSION -> List.of(prefix + "predicted");
      case SURVIVAL -> List.of(prefix + "risk");
    };
  }

  /** A class that the target does not have would take its share of the probability unseen. */
  private static void rejectOtherClasses(
      WrittenTable table, String start, List<String> names, Findings findings) {
    for (String column : table.names()) {
      if (column.startsWith(start) && !names.contains(column)) {
        findings.error(
            Finding.of(
                table.shown() + ", column " + column,
                "expected a class of the target",
                "none of that name",
                List.of("columns: " + String.join(", ", names))));
      }
    }
  }

  /** The figures of a row; mistakes are added. */
  double[] read(WrittenTable table, int row, RowMistakes mistakes) {
    double[] values = new double[columns.length];
    boolean good = true;
    for (int k = 0; k < columns.length; k++) {
      values[k] = number(table.cell(row, columns[k]));
      good &= check(values[k], table.cell(row, columns[k]), row, columns[k], mistakes);
    }
    if (schema.type() != TargetType.CLASSIFICATION) {
      return values;
    }
    if (columns.length == 1) {
      return new double[] {1 - values[0], values[0]};
    }
    if (good && Math.abs(Arrays.stream(values).sum() - 1) > SUM_TOLERANCE) {
      mistakes.add(
          row,
          -1,
          "the probabilities of '%s' must sum to 1, within %s".formatted(name(), SUM_TOLERANCE),
          "rows whose sum is another");
    }
    return values;
  }

  private String name() {
    return schema.name();
  }

  private boolean check(double value, String cell, int row, int column, RowMistakes mistakes) {
    String rule = "expected a number in every row";
    if (cell.isEmpty()) {
      mistakes.add(row, column, rule, "cells that are empty or NaN");
    } else if (Double.isNaN(value)) {
      mistakes.add(row, column, rule, "cells with other text");
    } else if (Double.isInfinite(value)) {
      mistakes.add(row, column, rule, "cells that are infinite");
    } else if (isProbability() && (value < 0 || value > 1)) {
      mistakes.add(row, column, "expected a probability from 0 to 1", "outside");
    } else {
      return true;
    }
    return false;
  }

  private boolean isProbability() {
    return schema.type() == TargetType.CLASSIFICATION || schema.type() == TargetType.MULTILABEL;
  }

  /** A decimal number; Java's own suffixes and hexadecimals are none. */
  static double number(String cell) {
    String text = cell.strip();
    return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
  }

  /** The rows of one fold as a prediction. */
  Prediction prediction(double[][] rows) {
    return switch (schema.type()) {
      case CLASSIFICATION -> new Prediction.Classes(rows);
      case MULTILABEL -> new Prediction.Labels(rows);
      case REGRESSION -> new Prediction.Values(first(rows));
      case SURVIVAL -> Prediction.Survival.ofRisk(first(rows));
    };
  }

  private static double[] first(double[][] rows) {
    return Stream.of(rows).mapToDouble(row -> row[0]).toArray();
  }
}
