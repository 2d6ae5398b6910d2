package org.interfuse.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.progress.Progress;
import org.interfuse.source.TableFormat;
import org.interfuse.source.TableReaders;
import org.interfuse.source.array.ArrayTable;

/**
 * The tables, arrays and wide files of a folder, without those of folders in it, and its folders of
 * images.
 */
public final class FolderScan {
  private static final int MOST_CANDIDATES = 20;
  private static final Set<String> TEXT_ENDINGS =
      Set.of(".csv", ".tsv", ".csv.gz", ".tsv.gz", ".csv.zip", ".tsv.zip");

  private final List<FoundTable> tables = new ArrayList<>();
  private final List<String> arrays = new ArrayList<>();
  private final List<WideFile> wide;
  private final List<PictureFolder> pictures;
  private final Path folder;
  private final List<Finding> unreadable = new ArrayList<>();
  private final Map<FoundTable, IdChoice> ids;

  private FolderScan(Path folder, Progress progress) {
    this.folder = folder;
    wide = WideFile.in(folder);
    pictures = PictureFolder.in(folder);
    List<Path> files = files(folder);
    try (Progress.Task task = progress.start("looking at files", files.size())) {
      for (Path file : files) {
        look(file);
        task.step(tables.size() + arrays.size() + unreadable.size(), name(file));
      }
    }
    ids = IdChoice.choose(tables);
  }

  /**
   * Looks at every table.
   *
   * @throws FindingsException if there is none that can be read
   */
  public static FolderScan read(Path folder, Progress progress) {
    if (!Files.isDirectory(folder)) {
      throw new FindingsException(
          Finding.of(folder.toString(), "a folder of tables is expected", "no folder"));
    }
    FolderScan scan = new FolderScan(folder, progress);
    if (scan.tables.isEmpty()) {
      scan.unreadable.add(
          Finding.of(
              folder.toString(),
              "there must be a table in the folder",
              "none",
              TEXT_ENDINGS.stream().sorted().toList()));
      throw new FindingsException(scan.unreadable);
    }
    return scan;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(file -> !name(file).startsWith("."))
          .filter(
              file -> isText(file) || ArrayTable.isArray(file) || TableReaders.isRegistered(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new FindingsException(
          Finding.of(folder.toString(), "a folder must be readable", "one that is not"));
    }
  }

  private static boolean isText(Path file) {
    return TEXT_ENDINGS.stream().anyMatch(name(file).toLowerCase(Locale.ROOT)::endsWith);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private void look(Path file) {
    if (ArrayTable.isArray(file)) {
      arrays.add(name(file));
      return;
    }
    try {
      tables.add(
          new FoundTable(
              name(file),
              TableReaders.open(file, name(file), new TableFormat(), (column, header) -> false)));
    } catch (FindingsException e) {
      unreadable.addAll(e.findings());
    }
  }

  /** Tables found, by name. */
  List<FoundTable> tables() {
    return tables;
  }

  /** Arrays found, by name; they hold no ids. */
  List<String> arrays() {
    return arrays;
  }

  /** Files of wide modalities, by name. */
  List<WideFile> wide() {
    return wide;
  }

  /** Its folders of images, by name. */
  List<PictureFolder> pictures() {
    return pictures;
  }

  /** The folder itself. */
  Path folder() {
    return folder;
  }

  /** Files that are no tables after all, and why. */
  public List<Finding> unreadable() {
    return List.copyOf(unreadable);
  }

  /** How the rows of a table seem to be identified. */
  IdChoice id(FoundTable table) {
    return java.util.Objects.requireNonNull(ids.get(table));
  }

  /** Columns that may be a target: those named like an outcome, then those of few values. */
  public List<String> targetCandidates() {
    Set<String> names = new LinkedHashSet<>();
    described(ColumnFacts::isNamedLikeAnOutcome, names);
    described(ColumnFacts::hasFewValues, names);
    return names.stream().limit(MOST_CANDIDATES).toList();
  }

  private void described(Predicate<ColumnFacts> wanted, Set<String> names) {
    for (FoundTable table : tables) {
      for (ColumnFacts column : table.hasTexts() ? table.facts() : List.<ColumnFacts>of()) {
        if (!column.name().isEmpty() && !column.isConstant() && wanted.test(column)) {
          names.add(column.name());
        }
      }
    }
  }
}
