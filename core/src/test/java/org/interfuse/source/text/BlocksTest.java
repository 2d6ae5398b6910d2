package org.interfuse.source.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.interfuse.source.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of many blocks give every row once, in order, with and without quotes. */
class BlocksTest {
  private static final int ROWS = 150_000;

  @TempDir private Path folder;

  @ParameterizedTest(name = "line ends {0}")
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void manyBlocksWithoutQuotes(String end) throws IOException {
    check(end, "plain");
  }

  @Test
  void manyBlocksWithLineBreaksInQuotes() throws IOException {
    check("\n", "\"a \"\"b\"\"\n, c\"");
  }

  private void check(String end, String quoted) throws IOException {
    Path file = folder.resolve("blocks.csv");
    SplittableRandom random = new SplittableRandom(5);
    double[] expected = new double[ROWS];
    try (Writer writer = Files.newBufferedWriter(file)) {
      writer.write("id,text,value,late" + end);
      for (int row = 0; row < ROWS; row++) {
        expected[row] = random.nextInt(1_000_000) / 1000.0;
        String late = row == ROWS - 1 ? "surprise" : "1";
        writer.write("s" + row + "," + quoted + "," + expected[row] + "," + late + end);
      }
    }
    assertThat(Files.size(file)).isGreaterThan(3L << 20);
    ParsedFile parsed =
        new FileParser(file, "blocks.csv", new TableFormat()).parse((column, name) -> column == 0);
    assertThat(parsed.rows()).isEqualTo(ROWS);
    assertThat(parsed.isText(1)).isTrue();
    assertThat(parsed.text(1).levels()).isEqualTo(1);
    assertThat(parsed.firstNotNumber(3)).isEqualTo(ROWS - 1);
    assertThat(parsed.text(0).text(0)).isEqualTo("s0");
    assertThat(parsed.text(0).text(ROWS - 1)).isEqualTo("s" + (ROWS - 1));
    int[] seen = {0};
    parsed.forEachRow(
        new int[] {2},
        (row, values, from) -> {
          if (row != seen[0]++ || values[from] != (float) expected[row]) {
            throw new AssertionError("row " + row);
          }
        });
    assertThat(seen[0]).isEqualTo(ROWS);
  }

  @Test
  void aRowLongerThanABlockIsReadWhole() throws IOException {
    Path file = folder.resolve("wide.csv");
    int columns = 700_000;
    StringBuilder header = new StringBuilder("id");
    StringBuilder row = new StringBuilder("s");
    for (int i = 0; i < columns; i++) {
      header.append(",c").append(i);
      row.append(",").append(i);
    }
    Files.writeString(file, header + "\n" + row + "\n" + row + "\n");
    ParsedFile parsed =
        new FileParser(file, "wide.csv", new TableFormat()).parse((column, name) -> column == 0);
    assertThat(parsed.rows()).isEqualTo(2);
    assertThat(parsed.names()).hasSize(columns + 1).endsWith("c" + (columns - 1));
    parsed.forEachRow(
        new int[] {columns}, (r, values, from) -> assertThat(values[from]).isEqualTo(columns - 1f));
  }

  @Test
  void manyShortRowsUnderAWideHeaderAreCountedWithoutKeepingThem() throws IOException {
    Path file = folder.resolve("ragged.csv");
    Files.writeString(file, "c,".repeat(300_000) + "c\n" + "1\n".repeat(500_000));
    assertThatThrownBy(
            () ->
                new FileParser(file, "r.csv", new TableFormat(true, ",", List.of()))
                    .parse((column, name) -> false))
        .hasMessage(
            "r.csv: every row must have 300001 cells, as the header has; found 500,000 rows with"
                + " another number: row 2 has 1, row 3 has 1, row 4 has 1, row 5 has 1, row 6 has"
                + " 1, ….");
  }

  @Test
  void delimitersAreFoundByContent() throws IOException {
    assertThat(names("a;b;c\n1,5;2,5;3\n")).containsExactly("a", "b", "c");
    assertThat(names("a\tb\n1,5\t2\n")).containsExactly("a", "b");
    assertThat(names("\"a;x\",b\n1,2\n")).containsExactly("a;x", "b");
    assertThat(names("only\n1\n")).containsExactly("only");
  }

  private List<String> names(String text) throws IOException {
    Path file = folder.resolve("delimiter.csv");
    Files.writeString(file, text);
    return new FileParser(file, "d.csv", new TableFormat()).parse((c, n) -> false).names();
  }
}
