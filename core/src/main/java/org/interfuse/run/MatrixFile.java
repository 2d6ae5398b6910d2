package org.interfuse.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.interfuse.file.AtomicFile;
import org.interfuse.file.ThrowingConsumer;
import org.interfuse.finding.StorageException;

/**
 * Matrices of float32, a row a subject, as files of a folder; each whole or not at all (law 8).
 * {@code .csv}: labels in front, then the numbers, in digits that read back as the same float32; a
 * subject without a row has empty cells. {@code .npy} (version 1.0, C order, little-endian): the
 * numbers alone, NaN for a subject without a row; rows are in the order of {@code subjects.csv}.
 *
 * @param folder created where it is missing
 */
record MatrixFile(Path folder, Format format) {
  /** How matrices are written. */
  enum Format {
    CSV,
    NPY;

    String ending() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Bytes before the data of a {@code .npy} file are a multiple of it. */
  private static final int ALIGNMENT = 64;

  private static final int PREAMBLE = 10;

  /**
   * Columns of text.
   *
   * @param header their names
   * @param rows a row a subject
   */
  record Labels(List<String> header, List<List<String>> rows) {}

  /** A table of text alone, {@code NAME.csv}. */
  void table(String name, Labels labels) {
    write(
        name + ".csv", stream -> csv(stream, labels, List.of(), new float[labels.rows().size()][]));
  }

  /**
   * A matrix, {@code NAME.csv} or {@code NAME.npy}.
   *
   * @param labels in front of the numbers of {@code .csv}
   * @param columns names of the numbers
   * @param rows [subject][column]; null where a subject has none
   */
  void matrix(String name, Labels labels, List<String> columns, float[][] rows) {
    if (format == Format.CSV) {
      write(name + ".csv", stream -> csv(stream, labels, columns, rows));
    } else {
      write(name + ".npy", stream -> npy(stream, columns.size(), rows));
    }
  }

  private void write(String name, ThrowingConsumer<OutputStream> content) {
    try {
      AtomicFile.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw StorageException.unwritable(folder.resolve(name), e);
    }
  }

  private static void csv(OutputStream stream, Labels labels, List<String> columns, float[][] rows)
      throws IOException {
    CsvWriter csv =
        CsvWriter.builder().build(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    csv.writeRecord(Stream.concat(labels.header().stream(), columns.stream()).toList());
    for (int i = 0; i < rows.length; i++) {
      List<String> cells = new ArrayList<>(labels.rows().get(i));
      for (int j = 0; j < columns.size(); j++) {
        cells.add(rows[i] == null || Float.isNaN(rows[i][j]) ? "" : Float.toString(rows[i][j]));
      }
      csv.writeRecord(cells);
    }
    csv.flush();
  }

  private static void npy(OutputStream stream, int width, float[][] rows) throws IOException {
    stream.write(header(rows.length, width));
    float[] nothing = new float[width];
    Arrays.fill(nothing, Float.NaN);
    ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      bytes.asFloatBuffer().put(Objects.requireNonNullElse(row, nothing));
      stream.write(bytes.array());
    }
  }

  private static byte[] header(int rows, int width) {
    String dictionary =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, width);
    int blanks = ALIGNMENT - (PREAMBLE + dictionary.length() + 1) % ALIGNMENT;
    String text = dictionary + " ".repeat(blanks % ALIGNMENT) + "\n";
    ByteBuffer bytes = ByteBuffer.allocate(PREAMBLE + text.length()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) text.length());
    return bytes.put(text.getBytes(StandardCharsets.US_ASCII)).array();
  }
}
