package org.interfuse.audit;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.FrameData;
import org.interfuse.modality.TableData;
import org.interfuse.target.Targets;

/**
 * One column of a tabular modality, in the cohort's order of subjects.
 *
 * @param modality the modality's name
 * @param name the column's name
 * @param levels the levels of a categorical column; empty for a numeric one
 * @param categorical whether values are indices into {@code levels}
 * @param values per subject its number or level, NaN where the cell or the modality is missing
 * @param owners subjects that have the modality, ascending
 */
record Column(
    String modality,
    String name,
    List<String> levels,
    boolean categorical,
    double[] values,
    int[] owners) {

  /** For messages. */
  String where() {
    return "modalities.%s, column %s".formatted(modality, name);
  }

  /** Visits every column of every tabular modality, one in memory at a time. */
  static void each(Cohort cohort, Consumer<Column> visitor) {
    for (CohortModality modality : cohort.modalities()) {
      if (modality.data() instanceof TableData table) {
        each(modality, table, visitor);
      }
    }
  }

  private static void each(CohortModality modality, TableData table, Consumer<Column> visitor) {
    int[] rowOf = modality.rowOf();
    int[] owners = IntStream.range(0, rowOf.length).filter(modality::has).toArray();
    int numbers = table.numericColumns().size();
    for (int j = 0; j < numbers; j++) {
      double[] values = missing(rowOf.length);
      for (int subject : owners) {
        values[subject] = table.numeric()[rowOf[subject] * numbers + j];
      }
      String name = table.numericColumns().get(j);
      visitor.accept(new Column(modality.name(), name, List.of(), false, values, owners));
    }
    int categories = table.categoricalColumns().size();
    for (int j = 0; j < categories; j++) {
      double[] values = missing(rowOf.length);
      for (int subject : owners) {
        int code = table.codes()[rowOf[subject] * categories + j];
        values[subject] = code < 0 ? Double.NaN : code;
      }
      TableData.CategoricalColumn column = table.categoricalColumns().get(j);
      visitor.accept(
          new Column(modality.name(), column.name(), column.levels(), true, values, owners));
    }
  }

  /**
   * Visits every column that may hold dates: those of {@link #each}, and of frames each number's
   * greatest value of a subject.
   */
  static void eachDated(Cohort cohort, Consumer<Column> visitor) {
    each(cohort, visitor);
    for (CohortModality modality : cohort.modalities()) {
      if (modality.data() instanceof FrameData frames) {
        for (int j = 0; j < frames.width(); j++) {
          visitor.accept(ofRows(modality, frames.columns().get(j), greatest(frames, j)));
        }
      }
    }
  }

  /** Numbers of a modality's rows, whatever it is. */
  static Column ofRows(CohortModality modality, String name, double[] ofRow) {
    int[] rowOf = modality.rowOf();
    double[] values = missing(rowOf.length);
    int[] owners = IntStream.range(0, rowOf.length).filter(modality::has).toArray();
    for (int subject : owners) {
      values[subject] = ofRow[rowOf[subject]];
    }
    return new Column(modality.name(), name, List.of(), false, values, owners);
  }

  private static double[] greatest(FrameData frames, int column) {
    double[] greatest = missing(frames.rows());
    for (int row = 0; row < greatest.length; row++) {
      float[] values = frames.values()[row];
      for (int at = column; at < values.length; at += frames.width()) {
        if (!(values[at] <= greatest[row]) && !Float.isNaN(values[at])) {
          greatest[row] = values[at];
        }
      }
    }
    return greatest;
  }

  /** How many columns all tabular modalities have together. */
  static long count(Cohort cohort) {
    return cohort.modalities().stream()
        .mapToLong(m -> m.data() instanceof TableData table ? table.width() : 0)
        .sum();
  }

  /** Those of {@code subjects} for whom the cell is not missing. */
  int[] present(int[] subjects) {
    return Arrays.stream(subjects).filter(i -> !Double.isNaN(values[i])).toArray();
  }

  /** The distinct values among subjects that have one. */
  static int distinct(double[] values, int[] subjects) {
    double[] sorted = Targets.select(values, subjects);
    Arrays.sort(sorted);
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      count += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
    }
    return count;
  }

  private static double[] missing(int subjects) {
    double[] values = new double[subjects];
    Arrays.fill(values, Double.NaN);
    return values;
  }
}
