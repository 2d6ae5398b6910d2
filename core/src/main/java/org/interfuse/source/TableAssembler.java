package org.interfuse.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.TableData;
import org.interfuse.modality.TableData.CategoricalColumn;
import org.interfuse.source.text.TextColumn;

/** Makes one row a subject out of a table's rows, as the row policy says. */
final class TableAssembler {
  /** The largest array that every Java runtime gives. */
  static final int MOST_CELLS = Integer.MAX_VALUE - 8;

  private final Table table;
  private final SubjectRows rows;
  private final RowPolicy policy;

  TableAssembler(Table table, SubjectRows rows, RowPolicy policy) {
    this.table = table;
    this.rows = rows;
    this.policy = policy;
  }

  /** The columns given, in that order. */
  TableData assemble(List<Integer> numeric, List<Integer> categorical) {
    requireRoom(table.shown(), rows.subjects(), Math.max(numeric.size(), categorical.size()));
    table.requireTexts(categorical);
    float[] numbers = numbers(numeric.stream().mapToInt(Integer::intValue).toArray());
    List<CategoricalColumn> columns = new ArrayList<>();
    int[] codes = new int[rows.subjects() * categorical.size()];
    for (int j = 0; j < categorical.size(); j++) {
      columns.add(categories(categorical.get(j), codes, j, categorical.size()));
    }
    List<String> names = numeric.stream().map(table.names()::get).toList();
    return new TableData(rows.subjects(), names, numbers, columns, codes);
  }

  static void requireRoom(String shown, long subjects, long columns) {
    if (subjects * columns > MOST_CELLS) {
      throw new FindingsException(
          Finding.of(
              shown,
              "a modality has at most %,d cells".formatted(MOST_CELLS),
              "%,d rows × %,d columns".formatted(subjects, columns),
              List.of("name fewer columns")));
    }
  }

  private float[] numbers(int[] columns) {
    int width = columns.length;
    float[] numbers = new float[rows.subjects() * width];
    if (width == 0) {
      return numbers;
    }
    double[][] sums = new double[rows.subjects()][];
    int[][] counts = new int[rows.subjects()][];
    int[] remaining = rows.counts().clone();
    table.forEachRow(
        columns,
        (row, values, from) -> {
          int subject = rows.subjectOf()[row];
          if (policy != RowPolicy.MEAN || rows.counts()[subject] == 1) {
            if (rows.firstRow()[subject] == row) {
              System.arraycopy(values, from, numbers, subject * width, width);
            }
            return;
          }
          if (sums[subject] == null) {
            sums[subject] = new double[width];
            counts[subject] = new int[width];
          }
          add(values, from, sums[subject], counts[subject]);
          if (--remaining[subject] == 0) {
            divide(sums[subject], counts[subject], numbers, subject * width);
            sums[subject] = new double[0];
            counts[subject] = new int[0];
          }
        });
    return numbers;
  }

  private static void add(float[] values, int from, double[] sums, int[] counts) {
    for (int j = 0; j < sums.length; j++) {
      float value = values[from + j];
      if (!Float.isNaN(value)) {
        sums[j] += value;
        counts[j]++;
      }
    }
  }

  private static void divide(double[] sums, int[] counts, float[] numbers, int to) {
    for (int j = 0; j < sums.length; j++) {
      numbers[to + j] = counts[j] == 0 ? Float.NaN : (float) (sums[j] / counts[j]);
    }
  }

  /** Writes column {@code j} of {@code codes} [subjects × width]. */
  private CategoricalColumn categories(int column, int[] codes, int j, int width) {
    TextColumn texts = table.text(column);
    int[] sorted = sortedLevels(texts);
    int[] codeOf = new int[texts.levels()];
    for (int code = 0; code < sorted.length; code++) {
      codeOf[sorted[code]] = code;
    }
    int[] level = policy == RowPolicy.MEAN ? mostFrequent(texts) : first(texts);
    for (int subject = 0; subject < level.length; subject++) {
      codes[subject * width + j] = level[subject] < 0 ? -1 : codeOf[level[subject]];
    }
    List<String> levels = Arrays.stream(sorted).mapToObj(texts::level).toList();
    return new CategoricalColumn(table.names().get(column), levels);
  }

  private static int[] sortedLevels(TextColumn texts) {
    return IntStream.range(0, texts.levels())
        .filter(level -> !texts.isMissing(level))
        .boxed()
        .sorted(Comparator.comparing(texts::level))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private int[] first(TextColumn texts) {
    return Arrays.stream(rows.firstRow()).map(texts::code).toArray();
  }

  /** Per subject the level most of its rows have, the earliest among equals; -1 if all lack it. */
  private int[] mostFrequent(TextColumn texts) {
    int[][] rowsOf = rowsOfSubjects();
    int[] tally = new int[texts.levels()];
    int[] result = new int[rows.subjects()];
    for (int subject = 0; subject < result.length; subject++) {
      int best = -1;
      for (int row : rowsOf[subject]) {
        int level = texts.code(row);
        if (level >= 0) {
          tally[level]++;
        }
      }
      for (int row : rowsOf[subject]) {
        int level = texts.code(row);
        if (level >= 0 && (best < 0 || tally[level] > tally[best])) {
          best = level;
        }
      }
      for (int row : rowsOf[subject]) {
        if (texts.code(row) >= 0) {
          tally[texts.code(row)] = 0;
        }
      }
      result[subject] = best;
    }
    return result;
  }

  private int[][] rowsOfSubjects() {
    int[][] rowsOf = new int[rows.subjects()][];
    int[] filled = new int[rows.subjects()];
    for (int row = 0; row < rows.subjectOf().length; row++) {
      int subject = rows.subjectOf()[row];
      if (rowsOf[subject] == null) {
        rowsOf[subject] = new int[rows.counts()[subject]];
      }
      rowsOf[subject][filled[subject]++] = row;
    }
    return rowsOf;
  }
}
