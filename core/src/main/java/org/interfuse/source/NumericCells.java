package org.interfuse.source;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;

/** Reports cells that should be numbers and are not. */
final class NumericCells {
  private static final int EXAMPLES = 5;
  private static final String CATEGORICAL = "name the column under 'categorical'";

  private NumericCells() {}

  /** One finding for each of the first five columns at fault, and one that counts the rest. */
  static void require(Table table, List<Integer> columns, Findings findings) {
    require(table, columns, column -> table.names().get(column), CATEGORICAL, findings);
  }

  /** As {@link #require(Table, List, Findings)}, where there are no categorical columns. */
  static void requireAll(Table table, List<Integer> columns, Findings findings) {
    String choice = "leave the column out with 'exclude'";
    require(table, columns, column -> table.names().get(column), choice, findings);
  }

  /**
   * As {@link #require(Table, List, Findings)}, for columns whose headers are subjects' ids: they
   * are called by number (law 9).
   */
  static void requireOfSubjects(Table table, List<Integer> columns, Findings findings) {
    require(table, columns, column -> String.valueOf(column + 1), CATEGORICAL, findings);
  }

  private static void require(
      Table table,
      List<Integer> columns,
      IntFunction<String> name,
      String choice,
      Findings findings) {
    List<Integer> wrong =
        columns.stream().filter(column -> table.firstNotNumber(column) >= 0).toList();
    List<Integer> shown = wrong.subList(0, Math.min(EXAMPLES, wrong.size()));
    table.requireTexts(shown);
    for (int column : shown) {
      int row = table.firstNotNumber(column);
      findings.error(
          Finding.of(
                  "%s, column %s".formatted(table.place(row), name.apply(column)),
                  "the cell must be a number or a missing code",
                  "something else",
                  List.of("add the code to 'missing'", choice))
              .withValue(table.text(column).written(row)));
    }
    if (wrong.size() > EXAMPLES) {
      List<String> names =
          IntStream.range(EXAMPLES, wrong.size()).mapToObj(i -> name.apply(wrong.get(i))).toList();
      findings.error(
          Finding.of(
              table.shown(),
              "the cells of these columns must be numbers or missing codes too",
              ColumnNames.examples(new ArrayList<>(names))));
    }
  }
}
