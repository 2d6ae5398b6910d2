package org.interfuse.source.text;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.interfuse.source.TableFormat;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random files read like FastCSV, an independent reader, reads them. */
class CsvRoundTripTest {
  private static final String[] PIECES = {
    "a", "é", "\"", ",", ";", "\t", "\n", "\r\n", " x", "7", "-1.5", "名", "''", "0"
  };

  @TempDir private Path folder;

  @ParameterizedTest(name = "sixty random files, seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void readsWhatFastCsvReads(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 60; i++) {
      char delimiter = ",;\t".charAt(random.nextInt(3));
      String text = randomFile(random, delimiter);
      Path file = write(text, random.nextBoolean(), random.nextBoolean());
      assertThat(ours(file, delimiter))
          .as("seed %d, file %d:%n%s", seed, i, text)
          .isEqualTo(theirs(text, delimiter));
    }
  }

  private static String randomFile(SplittableRandom random, char delimiter) {
    int columns = 2 + random.nextInt(6);
    int rows = 1 + random.nextInt(30);
    String end = new String[] {"\n", "\r\n", "\r"}[random.nextInt(3)];
    StringBuilder text = new StringBuilder();
    for (int row = 0; row <= rows; row++) {
      for (int column = 0; column < columns; column++) {
        text.append(column == 0 ? "" : delimiter).append(cell(random, column == 0));
      }
      text.append(row < rows || random.nextBoolean() ? end : "");
    }
    return text.toString();
  }

  /** A quoted cell of anything, or a plain one without blanks at its ends. */
  private static String cell(SplittableRandom random, boolean notEmpty) {
    StringBuilder text = new StringBuilder(notEmpty ? "k" : "");
    boolean quoted = random.nextInt(3) == 0;
    for (int i = random.nextInt(5); i > 0; i--) {
      String piece = PIECES[random.nextInt(PIECES.length)];
      boolean plain = piece.length() == 1 && Character.isLetterOrDigit(piece.charAt(0));
      if (quoted || plain) {
        text.append(piece.equals("\"") ? "\"\"" : piece);
      }
    }
    return quoted ? "\"" + text + "\"" : text.toString();
  }

  private Path write(String text, boolean byteOrderMark, boolean zipped) throws IOException {
    Path file = folder.resolve("random.csv");
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out = zipped ? new GZIPOutputStream(plain) : plain) {
      if (byteOrderMark) {
        out.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
      }
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private static List<List<String>> ours(Path file, char delimiter) {
    TableFormat format = new TableFormat(false, String.valueOf(delimiter), List.of());
    ParsedFile parsed = new FileParser(file, "random.csv", format).parse((i, name) -> true);
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row < parsed.rows(); row++) {
      List<String> cells = new ArrayList<>();
      for (int column = 0; column < parsed.names().size(); column++) {
        cells.add(parsed.text(column).written(row));
      }
      rows.add(cells);
    }
    return rows;
  }

  private static List<List<String>> theirs(String text, char delimiter) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().fieldSeparator(delimiter).ofCsvRecord(text)) {
      reader.forEach(row -> rows.add(row.getFields()));
    }
    return rows;
  }
}
