package org.interfuse.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.source.text.ParsedFile.RowSink;
import org.interfuse.source.text.TextColumn;

/**
 * The rows of one file, or of several after one another. Several files have the same columns,
 * though not necessarily in the same order; the first file's order counts.
 *
 * <p>Columns that repeat a name are called {@code name#1}, {@code name#2}, … in file order.
 */
final class Table {
  private final List<TableFile> files;
  private final List<String> names;
  private final Map<String, Integer> index = new HashMap<>();
  private final int[][] columnInFile;
  private final int[] firstRow;

  Table(List<TableFile> files) {
    this.files = List.copyOf(files);
    names = ColumnNames.distinct(files.get(0).names());
    for (int column = 0; column < names.size(); column++) {
      index.put(names.get(column), column);
    }
    columnInFile = new int[files.size()][];
    firstRow = new int[files.size() + 1];
    Findings findings = new Findings();
    for (int file = 0; file < files.size(); file++) {
      columnInFile[file] = place(files.get(file), findings);
      firstRow[file + 1] = Math.addExact(firstRow[file], files.get(file).rows());
    }
    findings.throwIfAny();
  }

  private int[] place(TableFile file, Findings findings) {
    List<String> here = ColumnNames.distinct(file.names());
    int[] place = new int[names.size()];
    Arrays.fill(place, -1);
    List<String> unknown = new ArrayList<>();
    for (int column = 0; column < here.size(); column++) {
      Integer known = index.get(here.get(column));
      if (known == null) {
        unknown.add(here.get(column));
      } else {
        place[known] = column;
      }
    }
    List<String> lacking = new ArrayList<>();
    for (int column = 0; column < place.length; column++) {
      if (place[column] < 0) {
        lacking.add(names.get(column));
      }
    }
    if (!lacking.isEmpty() || !unknown.isEmpty()) {
      findings.error(
          Finding.of(
              file.shown(),
              "files of one table must have the same columns as '%s'"
                  .formatted(files.get(0).shown()),
              ColumnNames.difference(lacking, unknown)));
    }
    return place;
  }

  /** Distinct names, in the first file's order; empty for a column without a name. */
  List<String> names() {
    return names;
  }

  /** The column of that name, or -1. */
  int column(String name) {
    return index.getOrDefault(name, -1);
  }

  int rows() {
    return firstRow[files.size()];
  }

  /** How messages name the table: its only or first file. */
  String shown() {
    return files.get(0).shown() + (files.size() > 1 ? ", …" : "");
  }

  /** The files' names in messages, in order. */
  List<String> fileNames() {
    return files.stream().map(TableFile::shown).toList();
  }

  /** Which file a row stands in. */
  int fileOf(int row) {
    int found = Arrays.binarySearch(firstRow, row);
    int file = found >= 0 ? found : -found - 2;
    while (firstRow[file + 1] == row) {
      file++;
    }
    return file;
  }

  /** {@code clinical.csv, row 17}. */
  String place(int row) {
    TableFile file = files.get(fileOf(row));
    return file.shown() + ", row " + rowNumber(row);
  }

  /** The row's number in its file as people count. */
  long rowNumber(int row) {
    int file = fileOf(row);
    return files.get(file).rowNumber(row - firstRow[file]);
  }

  /** {@code clinical.csv, row 17, column age}. */
  String place(int row, int column) {
    return place(row) + ", column " + names.get(column);
  }

  /** The first row whose cell is neither a number nor missing, or -1. */
  int firstNotNumber(int column) {
    for (int file = 0; file < files.size(); file++) {
      int row = files.get(file).firstNotNumber(columnInFile[file][column]);
      if (row >= 0) {
        return firstRow[file] + row;
      }
    }
    return -1;
  }

  /** Makes the texts of columns available in one pass a file. */
  void requireTexts(Collection<Integer> columns) {
    for (int file = 0; file < files.size(); file++) {
      int[] place = columnInFile[file];
      files.get(file).requireTexts(columns.stream().map(column -> place[column]).toList());
    }
  }

  /** The texts of a column. */
  TextColumn text(int column) {
    List<TextColumn> parts = new ArrayList<>();
    for (int file = 0; file < files.size(); file++) {
      parts.add(files.get(file).text(columnInFile[file][column]));
    }
    return TextColumn.concatenate(parts);
  }

  /** Rows of numbers, NaN where a cell is missing, in order. */
  void forEachRow(int[] columns, RowSink sink) {
    for (int file = 0; file < files.size(); file++) {
      int[] place = columnInFile[file];
      int first = firstRow[file];
      files
          .get(file)
          .forEachRow(
              Arrays.stream(columns).map(column -> place[column]).toArray(),
              (row, values, from) -> sink.row(first + row, values, from));
    }
  }
}
