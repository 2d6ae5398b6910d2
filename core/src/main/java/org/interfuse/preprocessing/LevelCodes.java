package org.interfuse.preprocessing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.modality.TableData;

/**
 * Codes of categorical levels: 1, 2, … for the levels seen often enough in training, 0 for the
 * missing, the rare and the unseen.
 *
 * @param columns names of the columns kept
 * @param levels per column the levels that have a code, code minus one being the position
 */
record LevelCodes(List<String> columns, List<List<String>> levels) {
  LevelCodes {
    columns = List.copyOf(columns);
    levels = List.copyOf(levels);
  }

  static LevelCodes fit(TableData table, int[] trainingRows, int minimumFrequency) {
    List<String> columns = new ArrayList<>();
    List<List<String>> levels = new ArrayList<>();
    for (int q = 0; q < table.categoricalColumns().size(); q++) {
      TableData.CategoricalColumn column = table.categoricalColumns().get(q);
      List<String> frequent =
          frequent(column, counts(table, q, trainingRows), trainingRows.length, minimumFrequency);
      if (!frequent.isEmpty()) {
        columns.add(column.name());
        levels.add(frequent);
      }
    }
    return new LevelCodes(columns, levels);
  }

  /** Per level of column q the number of training rows. */
  private static int[] counts(TableData table, int q, int[] trainingRows) {
    int width = table.categoricalColumns().size();
    int[] counts = new int[table.categoricalColumns().get(q).levels().size()];
    for (int row : trainingRows) {
      int code = table.codes()[row * width + q];
      if (code >= 0) {
        counts[code]++;
      }
    }
    return counts;
  }

  /** The levels with a code; none if the column then is the same in every training row. */
  private static List<String> frequent(
      TableData.CategoricalColumn column, int[] counts, int rows, int minimumFrequency) {
    List<String> frequent = new ArrayList<>();
    boolean constant = false;
    for (int level = 0; level < counts.length; level++) {
      if (counts[level] >= minimumFrequency) {
        frequent.add(column.levels().get(level));
        constant |= counts[level] == rows;
      }
    }
    return constant ? List.of() : frequent;
  }

  int[] cardinalities() {
    return levels.stream().mapToInt(known -> known.size() + 1).toArray();
  }

  /** Codes, row-major; {@code at} says where each column stands in the table. */
  int[] apply(TableData table, int[] at) {
    int width = table.categoricalColumns().size();
    int[] codes = new int[table.rows() * at.length];
    for (int q = 0; q < at.length; q++) {
      int[] recoded = recoding(table.categoricalColumns().get(at[q]).levels(), levels.get(q));
      for (int row = 0; row < table.rows(); row++) {
        int found = table.codes()[row * width + at[q]];
        codes[row * at.length + q] = found < 0 ? 0 : recoded[found];
      }
    }
    return codes;
  }

  private static int[] recoding(List<String> found, List<String> known) {
    Map<String, Integer> codes = new HashMap<>();
    for (String level : known) {
      codes.put(level, codes.size() + 1);
    }
    return found.stream().mapToInt(level -> codes.getOrDefault(level, 0)).toArray();
  }

  void save(Map<String, List<String>> texts) {
    texts.put("categorical", columns);
    for (int q = 0; q < columns.size(); q++) {
      texts.put("levels." + q, levels.get(q));
    }
  }

  static LevelCodes restore(PreprocessingState state) {
    List<String> columns = StateReader.texts(state, "categorical");
    List<List<String>> levels = new ArrayList<>();
    for (int q = 0; q < columns.size(); q++) {
      levels.add(StateReader.texts(state, "levels." + q));
    }
    return new LevelCodes(columns, levels);
  }
}
