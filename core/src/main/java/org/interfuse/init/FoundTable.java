package org.interfuse.init;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.interfuse.source.ColumnNames;
import org.interfuse.source.TableFile;
import org.interfuse.source.text.TextColumn;

/** A table of the folder, and what its columns look like. */
final class FoundTable {
  /**
   * Columns from the first on that are looked at closely; of a wide table the others are numbers.
   */
  private static final int LOOKED_AT = 64;

  /** From this many columns on, a table of numbers is read as a matrix. */
  private static final int WIDE = 500;

  private static final int MOST_CANDIDATES = 8;

  private final String path;
  private final TableFile file;
  private final List<String> names;
  private final List<ColumnFacts> facts;
  private final int texts;

  FoundTable(String path, TableFile file) {
    this.path = path;
    this.file = file;
    this.names = ColumnNames.distinct(file.names());
    Set<Integer> columns = new LinkedHashSet<>();
    int notNumbers = 0;
    for (int column = 0; column < names.size(); column++) {
      boolean text = file.firstNotNumber(column) >= 0;
      notNumbers += text ? 1 : 0;
      if (text || column < LOOKED_AT || names.size() <= WIDE) {
        columns.add(column);
      }
    }
    texts = notNumbers;
    file.requireTexts(columns);
    facts =
        columns.stream()
            .map(column -> ColumnFacts.of(column, names.get(column), file.text(column)))
            .toList();
  }

  /** The file's name. */
  String path() {
    return path;
  }

  /** The file's name without its endings, as a modality may be called. */
  String stem() {
    return stem(path);
  }

  /** The name of a file without its endings, as a modality may be called. */
  static String stem(String path) {
    String stem = path.replaceFirst("\\..*", "").replaceAll("[^\\p{L}\\p{N}_-]+", "-");
    return stem.matches("[\\p{L}\\p{N}].*") ? stem : "m" + stem;
  }

  int rows() {
    return file.rows();
  }

  int columns() {
    return names.size();
  }

  List<ColumnFacts> facts() {
    return facts;
  }

  Optional<ColumnFacts> column(String name) {
    int index = names.indexOf(name);
    return index < 0
        ? Optional.empty()
        : Optional.of(
            facts.stream()
                .filter(column -> column.index() == index)
                .findFirst()
                .orElseGet(() -> ColumnFacts.of(index, name, file.text(index))));
  }

  TextColumn text(ColumnFacts column) {
    return file.text(column.index());
  }

  /** The distinct values of a column, in order of first occurrence. */
  Set<String> values(ColumnFacts column) {
    TextColumn texts = text(column);
    Set<String> values = new LinkedHashSet<>();
    for (int level = 0; level < texts.levels(); level++) {
      if (!texts.isMissing(level)) {
        values.add(texts.level(level).strip());
      }
    }
    return values;
  }

  /** Whether it describes subjects, rather than being a matrix of measurements. */
  boolean hasTexts() {
    return texts > 1 || columns() <= 10;
  }

  /** Whether it is wide, and numbers but for what may identify its rows. */
  boolean isMatrix() {
    return columns() > WIDE && texts <= 1;
  }

  /** Columns that may identify its rows, in file order. */
  List<ColumnFacts> idCandidates() {
    List<ColumnFacts> candidates = new ArrayList<>();
    for (ColumnFacts column : facts) {
      boolean nameable = !column.name().isEmpty() || column.index() == 0;
      if (nameable && column.canIdentify() && candidates.size() < MOST_CANDIDATES) {
        candidates.add(column);
      }
    }
    return candidates;
  }
}
