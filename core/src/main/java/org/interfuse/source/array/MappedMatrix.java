package org.interfuse.source.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.WideMatrix;
import org.interfuse.source.text.MissingCodes;
import org.interfuse.source.text.TextFile;
import org.interfuse.source.wide.MappedLines;

/**
 * A matrix in a {@code .npy} or {@code .safetensors} file that stays there: its pages are mapped,
 * and cells become float32 when they are read. It may be larger than memory. Quickest where a
 * subject's cells follow each other. NaN is a missing cell. Immutable.
 */
public final class MappedMatrix implements WideMatrix {
  private final String shown;
  private final ArrayElement element;
  private final MappedLines lines;
  private final boolean linesAreSubjects;
  private final boolean subjectsAreRows;
  private final int rows;
  private final int columns;
  private final MissingCodes missing;

  private MappedMatrix(
      String shown,
      ArrayElement element,
      MappedLines lines,
      boolean linesAreSubjects,
      int acrossLines,
      boolean subjectsAreRows,
      MissingCodes missing) {
    this.shown = shown;
    this.element = element;
    this.lines = lines;
    this.linesAreSubjects = linesAreSubjects;
    this.subjectsAreRows = subjectsAreRows;
    this.rows = linesAreSubjects ? lines.lines() : acrossLines;
    this.columns = linesAreSubjects ? acrossLines : lines.lines();
    this.missing = missing;
  }

  /**
   * Maps a matrix.
   *
   * @param tensor the name of a tensor in a safetensors file; empty for its only one
   * @param missing numbers that mean a missing cell
   * @param subjectsAreRows whether the array's first axis is the subjects
   * @throws FindingsException if it is no matrix of numbers
   */
  public static MappedMatrix open(
      Path file, String shown, String tensor, List<String> missing, boolean subjectsAreRows) {
    ArrayLayout layout = ArrayTable.layout(file, shown, tensor);
    int count = layout.columnMajor() ? layout.columns() : layout.rows();
    int across = layout.columnMajor() ? layout.rows() : layout.columns();
    long lineBytes = (long) across * layout.element().bytes();
    if (lineBytes > MappedLines.LONGEST_LINE) {
      throw new FindingsException(
          Finding.of(
              shown,
              "numbers that follow each other take at most %,d bytes"
                  .formatted(MappedLines.LONGEST_LINE),
              "%,d".formatted(lineBytes)));
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return new MappedMatrix(
          shown,
          layout.element(),
          MappedLines.map(channel, layout.begin(), count, lineBytes),
          layout.columnMajor() != subjectsAreRows,
          across,
          subjectsAreRows,
          new MissingCodes(missing));
    } catch (IOException e) {
      throw TextFile.unreadable(shown, e);
    }
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public long bytes() {
    return lines.bytes();
  }

  @Override
  public boolean mayBeInfinite() {
    return element.mayBeInfinite();
  }

  /** The row and column of the array. */
  @Override
  public String place(int row, int column) {
    int line = subjectsAreRows ? row : column;
    int across = subjectsAreRows ? column : row;
    return "%s, row %,d, column %,d".formatted(shown, line + 1, across + 1);
  }

  @Override
  public void read(int[] wanted, int from, int to, ByteBuffer tile) {
    ByteBuffer into = tile.duplicate().clear().order(ByteOrder.nativeOrder());
    int width = to - from;
    if (linesAreSubjects) {
      for (int i = 0; i < wanted.length; i++) {
        int begin = lines.offset(wanted[i]) + from * element.bytes();
        element.decode(lines.part(wanted[i]), begin, width, into, i * width * Float.BYTES);
      }
    } else {
      for (int j = from; j < to; j++) {
        readLine(j, wanted, into, j - from, width);
      }
    }
    if (missing.hasNumbers()) {
      mark(into, wanted.length * width);
    }
  }

  /** Of one column the cells of the subjects wanted. */
  private void readLine(int line, int[] wanted, ByteBuffer into, int column, int width) {
    ByteBuffer part = lines.part(line);
    int begin = lines.offset(line);
    for (int i = 0; i < wanted.length; i++) {
      float value = element.number(part, begin + wanted[i] * element.bytes());
      into.putFloat((i * width + column) * Float.BYTES, value);
    }
  }

  private void mark(ByteBuffer tile, int cells) {
    for (int at = 0; at < cells * Float.BYTES; at += Float.BYTES) {
      if (missing.isMissingFloat(tile.getFloat(at))) {
        tile.putFloat(at, Float.NaN);
      }
    }
  }

  @Override
  public void content(Consumer<ByteBuffer> sink) {
    lines.content(sink);
  }
}
