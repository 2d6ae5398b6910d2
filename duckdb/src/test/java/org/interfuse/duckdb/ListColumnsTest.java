package org.interfuse.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.TableData;
import org.interfuse.source.SourceFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListColumnsTest {
  @TempDir private Path temporary;

  private SourceFolder folder() {
    return new SourceFolder(temporary);
  }

  /** Row i holds i * width + j at place j: order and place are both in the value. */
  @ParameterizedTest(name = "{0} rows of {1} as {2}")
  @CsvSource({
    "5000, 3, FLOAT[]",
    "1000, 700, FLOAT[]",
    "4100, 2, DOUBLE[]",
    "2049, 5, INTEGER[5]",
    "1, 2048, DOUBLE[]"
  })
  void listsBecomeColumns(int rows, int width, String type) {
    Duck.write(
        temporary.resolve("a.parquet"),
        "SELECT 's' || i AS id, -i AS other, list_transform(range(%2$d), lambda j: i*%2$d+j)::%3$s AS v FROM range(%1$d) t(i)"
            .formatted(rows, width, type));
    TableData data = folder().table(Duck.parquet("a.parquet"));
    assertThat(data.numericColumns())
        .hasSize(width + 1)
        .startsWith("other", "v1")
        .endsWith("v" + width);
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < width; j++) {
        if (data.numeric()[row * (width + 1) + 1 + j] != (float) (row * width + j)) {
          throw new AssertionError("row %d, place %d".formatted(row, j));
        }
      }
      assertThat(data.numeric()[row * (width + 1)]).isEqualTo(-row);
    }
  }

  @ParameterizedTest(name = "{0} rows of {1} columns")
  @CsvSource({"5000, 3", "130, 900"})
  void columnsKeepRowsTogether(int rows, int width) {
    StringBuilder query = new StringBuilder("SELECT 's' || i AS id");
    IntStream.range(0, width)
        .forEach(
            j ->
                query.append(
                    ", (i*%d+%d)::%s AS g%d"
                        .formatted(width, j, j % 2 == 0 ? "FLOAT" : "BIGINT", j)));
    Duck.write(temporary.resolve("a.parquet"), query + " FROM range(%d) t(i)".formatted(rows));
    TableData data = folder().table(Duck.parquet("a.parquet"));
    float[] expected = new float[rows * width];
    IntStream.range(0, expected.length).forEach(i -> expected[i] = i);
    assertThat(data.numeric()).isEqualTo(expected);
    assertThat(folder().load(Duck.parquet("a.parquet")).ids())
        .isEqualTo(IntStream.range(0, rows).mapToObj(i -> "s" + i).toList());
  }

  @Test
  void missingListsElementsAndCodesAreMissingCells() {
    Duck.write(
        temporary.resolve("a.parquet"),
        "SELECT * FROM (VALUES ('a', [1.5, NULL, -1]::FLOAT[], -1), ('b', NULL, 2), ('c', ['nan'::FLOAT, 5, 6], 3)) t(id, v, x)");
    TableData data = folder().table(Duck.parquet("a.parquet", "", List.of("-1")));
    assertThat(data.numeric())
        .containsExactly(
            1.5f, Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN, 2, Float.NaN, 5,
            6, 3);
  }

  @Test
  void aFileNamesTheElements() {
    Duck.write(temporary.resolve("a.parquet"), "SELECT 'a' AS id, [1.0, 2, 3] AS v");
    SourceFolder folder =
        folder().file("genes.txt", "TP53\nEGFR\nKRAS\n").file("two.txt", "TP53\nEGFR\n");
    assertThat(folder.table(Duck.parquet("a.parquet", "genes.txt", List.of())).numericColumns())
        .containsExactly("TP53", "EGFR", "KRAS");
    KnownColumns known = new KnownColumns(List.of("KRAS", "TP53"), List.of());
    assertThat(
            ((TableData)
                    folder.load(Duck.parquet("a.parquet", "genes.txt", List.of()), known).data())
                .numeric())
        .containsExactly(3, 1);
    assertThat(folder.complaint(Duck.parquet("a.parquet", "two.txt", List.of())))
        .isEqualTo(
            "a.parquet: 'names' must hold one line for each element of its only column of lists;"
                + " found 2 lines for 3 elements.");
  }

  @Test
  void listsOfSeveralLengthsAreAnError() {
    Duck.write(
        temporary.resolve("a.parquet"),
        "SELECT * FROM (VALUES ('a', [1]), ('b', [1, 2])) t(id, v)");
    assertThat(folder().complaint(Duck.parquet("a.parquet")))
        .isEqualTo(
            "a.parquet, column v: its lists must have one length, above 0; found lengths from 1 to 2.");
  }
}
