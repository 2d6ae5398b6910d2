package org.interfuse.source.array;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.TableFile;
import org.interfuse.source.text.MissingCodes;
import org.interfuse.source.text.ParsedFile.RowSink;
import org.interfuse.source.text.TextColumn;
import org.jspecify.annotations.Nullable;

/**
 * A matrix in a {@code .npy} or {@code .safetensors} file as a table: a first column without a name
 * holds the labels of its rows, if there are any; the others are its columns. NaN is a missing
 * cell, an infinite number is a finding.
 */
public final class ArrayTable implements TableFile {
  private final String shown;
  private final ArrayLayout layout;
  private final ArrayReader reader;
  private final MissingCodes missing;
  private final List<String> names;
  private final @Nullable TextColumn labels;

  private ArrayTable(
      String shown,
      ArrayLayout layout,
      ArrayReader reader,
      MissingCodes missing,
      List<String> names,
      @Nullable TextColumn labels) {
    this.shown = shown;
    this.layout = layout;
    this.reader = reader;
    this.missing = missing;
    this.names = List.copyOf(names);
    this.labels = labels;
  }

  /**
   * A file with the labels of its axes.
   *
   * @param shown how messages name the file
   * @param file the file
   */
  public record LabelledBy(String shown, Path file) {}

  /** Whether a file is one by its name. */
  public static boolean isArray(Path file) {
    return isNpy(file) || name(file).endsWith(".safetensors");
  }

  private static boolean isNpy(Path file) {
    return name(file).endsWith(".npy");
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  /**
   * Opens a matrix.
   *
   * @param tensor the name of a tensor in a safetensors file; empty for its only one
   * @param missing numbers that mean a missing cell
   * @param rows labels of the rows; null for none
   * @param columns labels of the columns; null for 1, 2, …
   * @throws FindingsException if it is no matrix of numbers, or labels do not fit
   */
  public static ArrayTable open(
      Path file,
      String shown,
      String tensor,
      List<String> missing,
      @Nullable LabelledBy rows,
      @Nullable LabelledBy columns) {
    ArrayLayout layout = layout(file, shown, tensor);
    MissingCodes codes = new MissingCodes(missing);
    List<String> names = new ArrayList<>();
    TextColumn labels = null;
    if (rows != null) {
      names.add("");
      labels = new TextColumn(new MissingCodes(List.of()));
      read(rows, layout.rows(), layout.columns(), "the %,d rows of " + shown).forEach(labels::add);
    }
    names.addAll(names(shown, layout, columns, layout.rows()));
    return new ArrayTable(
        shown, layout, new ArrayReader(file, shown, layout), codes, names, labels);
  }

  /**
   * Several matrices of one size as one table, the rows of each after those of the last.
   *
   * @param table without labels of its rows
   * @param matrices how many there are
   */
  public record Stack(ArrayTable table, int matrices) {}

  /**
   * Opens an array with three axes.
   *
   * @param tensor the name of a tensor in a safetensors file; empty for its only one
   * @param missing numbers that mean a missing cell
   * @param columns labels of the last axis; null for 1, 2, …
   * @throws FindingsException if it is no such array of numbers, or labels do not fit
   */
  public static Stack openStack(
      Path file, String shown, String tensor, List<String> missing, @Nullable LabelledBy columns) {
    StackLayout stack =
        isNpy(file)
            ? NpyHeader.readStack(file, shown)
            : SafetensorsMatrix.readStack(file, shown, tensor);
    ArrayLayout layout = stack.layout();
    ArrayTable table =
        new ArrayTable(
            shown,
            layout,
            new ArrayReader(file, shown, layout),
            new MissingCodes(missing),
            names(shown, layout, columns, -1),
            null);
    return new Stack(table, stack.matrices());
  }

  private static List<String> names(
      String shown, ArrayLayout layout, @Nullable LabelledBy columns, int other) {
    return columns == null
        ? IntStream.rangeClosed(1, layout.columns()).mapToObj(Integer::toString).toList()
        : read(columns, layout.columns(), other, "the %,d columns of " + shown);
  }

  /** Where an array of any number of axes lies. */
  static ArrayShape shape(Path file, String shown, String tensor) {
    return isNpy(file)
        ? NpyHeader.readShape(file, shown)
        : SafetensorsMatrix.readShape(file, shown, tensor);
  }

  /** Where the matrix of a file lies. */
  static ArrayLayout layout(Path file, String shown, String tensor) {
    return isNpy(file) ? NpyHeader.read(file, shown) : SafetensorsMatrix.read(file, shown, tensor);
  }

  private static List<String> read(LabelledBy labels, int expected, int other, String what) {
    return LabelFile.read(labels.file(), labels.shown(), expected, other, what.formatted(expected));
  }

  @Override
  public String shown() {
    return shown;
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public int rows() {
    return layout.rows();
  }

  @Override
  public long cells() {
    return 0;
  }

  @Override
  public int firstNotNumber(int column) {
    return labels != null && column == 0 ? 0 : -1;
  }

  @Override
  public void requireTexts(Collection<Integer> columns) {}

  @Override
  public TextColumn text(int column) {
    if (labels == null || column != 0) {
      throw new FindingsException(
          Finding.of(
              shown,
              "an array holds no ids",
              "numbers only",
              List.of("say 'ids: FILE' with one id a line", "say 'id: rows' to join by position")));
    }
    return labels;
  }

  @Override
  public void forEachRow(int[] columns, RowSink sink) {
    int shift = labels == null ? 0 : 1;
    int[] places = Arrays.stream(columns).map(column -> column - shift).toArray();
    reader.forEachRow(
        places,
        (row, values, from) -> {
          check(row, values, from, columns);
          sink.row(row, values, from);
        });
  }

  /**
   * A column in float64, NaN where it is missing: times since 1970 need more digits than float32
   * has.
   *
   * @throws FindingsException if a number is infinite
   */
  public double[] exact(int column) {
    double[] values = reader.exact(column - (labels == null ? 0 : 1));
    for (int row = 0; row < values.length; row++) {
      if (missing.hasNumbers() && missing.isMissingFloat((float) values[row])) {
        values[row] = Double.NaN;
      } else if (Double.isInfinite(values[row])) {
        throw infinite(row, column, "a number must be finite");
      }
    }
    return values;
  }

  private FindingsException infinite(int row, int column, String rule) {
    return new FindingsException(
        Finding.of(
            "%s, row %,d, column %s".formatted(shown, row + 1, names.get(column)),
            rule,
            "an infinite one"));
  }

  private void check(int row, float[] values, int from, int[] columns) {
    boolean codes = missing.hasNumbers();
    for (int j = 0; j < columns.length; j++) {
      float value = values[from + j];
      if (codes && missing.isMissingFloat(value)) {
        values[from + j] = Float.NaN;
      } else if (Float.isInfinite(value)) {
        throw infinite(row, columns[j], "a number must be finite in float32");
      }
    }
  }
}
