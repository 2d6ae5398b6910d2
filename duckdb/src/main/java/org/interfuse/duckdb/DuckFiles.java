package org.interfuse.duckdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.FilePaths;
import org.interfuse.source.TableFile;
import org.interfuse.source.array.LabelFile;

/** Opens Parquet and JSON files as tables. */
final class DuckFiles {
  /** What DuckDB guesses of texts in JSON; they are read as they are written. */
  private static final Set<String> GUESSED = Set.of("DATE", "TIME", "TIMESTAMP", "UUID");

  private DuckFiles() {}

  /** A kind of file. */
  enum Format {
    PARQUET,
    JSON
  }

  /** A file whose lists have no names of their own. */
  static TableFile open(Format format, Path file, String shown, List<String> missing) {
    return open(format, file, shown, missing, List.of());
  }

  private static TableFile open(
      Format format, Path file, String shown, List<String> missing, List<String> listNames) {
    DuckDatabase.Opener opener = () -> DuckDatabase.ofFiles(List.of(file), DuckDatabase.threads());
    String relation =
        format == Format.PARQUET
            ? "read_parquet(%s)".formatted(DuckDatabase.literal(file))
            : DuckErrors.run(shown, () -> json(opener, file));
    return DuckTable.open(shown, opener, relation, missing, listNames);
  }

  /** Every object of the file counts for the types, and texts stay texts. */
  private static String json(DuckDatabase.Opener opener, Path file) throws java.sql.SQLException {
    String path = DuckDatabase.literal(file);
    try (DuckDatabase database = opener.open()) {
      String columns =
          database
              .rows("DESCRIBE SELECT * FROM read_json(%s, sample_size=-1)".formatted(path))
              .stream()
              .map(
                  row ->
                      DuckDatabase.literal(row.get(0))
                          + ": "
                          + DuckDatabase.literal(type(row.get(1))))
              .collect(Collectors.joining(", "));
      return "read_json(%s, columns={%s})".formatted(path, columns);
    }
  }

  private static String type(String type) {
    String plain = type.toUpperCase(Locale.ROOT).replaceAll("[_ (].*", "");
    return GUESSED.contains(plain) ? "VARCHAR" : type;
  }

  /**
   * The files that a source names.
   *
   * @param names the file with the names of a list's elements; empty for none
   */
  static List<TableFile> open(
      Format format,
      Path folder,
      String option,
      List<String> path,
      String names,
      List<String> missing) {
    if (path.isEmpty()) {
      throw new FindingsException(
          Finding.of(
              option + ".path",
              "a source of %s files must have a path"
                  .formatted(format.name().toLowerCase(Locale.ROOT)),
              "none"));
    }
    Map<String, Path> files = FilePaths.resolve(folder, path, option + ".path");
    List<String> listNames = names(folder, option, names);
    List<TableFile> tables = new ArrayList<>();
    files.forEach((shown, file) -> tables.add(open(format, file, shown, missing, listNames)));
    return tables;
  }

  /** The lines of a file of names; none if there is no such file. */
  static List<String> names(Path folder, String option, String names) {
    if (names.isEmpty()) {
      return List.of();
    }
    Path file = FilePaths.resolve(folder, List.of(names), option + ".names").get(names);
    return LabelFile.read(java.util.Objects.requireNonNull(file), names);
  }
}
