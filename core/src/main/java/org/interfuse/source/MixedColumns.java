package org.interfuse.source;

import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.source.text.TextColumn;

/**
 * Warns of columns that became categorical because of few cells among numbers: a slip of the pen,
 * an overflow, a code that nobody declared.
 */
final class MixedColumns {
  private static final double MOSTLY = 0.5;

  private MixedColumns() {}

  /**
   * One warning for each column of which more than half of the cells are numbers.
   *
   * @param columns categorical by content, not because the study says so
   */
  static void warn(Table table, List<Integer> columns, Findings findings) {
    table.requireTexts(columns);
    for (int column : columns) {
      TextColumn texts = table.text(column);
      boolean[] number = new boolean[texts.levels()];
      for (int level = 0; level < number.length; level++) {
        number[level] = !texts.isMissing(level) && !Float.isNaN(texts.number(level));
      }
      int numbers = 0;
      int others = 0;
      int firstOther = -1;
      for (int row = 0; row < texts.rows(); row++) {
        int level = texts.code(row);
        if (level >= 0 && number[level]) {
          numbers++;
        } else if (level >= 0) {
          firstOther = firstOther < 0 ? row : firstOther;
          others++;
        }
      }
      if (others > 0 && numbers > MOSTLY * (numbers + others)) {
        findings.warning(
            Finding.of(
                    table.place(firstOther, column),
                    "a column of numbers is categorical if a single cell is not a number",
                    "%d such cells among %d numbers, this one first".formatted(others, numbers),
                    List.of(
                        "mend the cells",
                        "list their codes under 'missing'",
                        "name the column under 'categorical' if it is meant so"))
                .withValue(texts.written(firstOther)));
      }
    }
  }
}
