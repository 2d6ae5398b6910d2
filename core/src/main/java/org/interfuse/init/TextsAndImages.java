package org.interfuse.init;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The part of a draft for what is no table: a modality for each column of sentences, each column of
 * names of images that are there, and each folder of images or frames whose names are ids of
 * subjects.
 */
final class TextsAndImages {
  private final FolderScan scan;
  private final FoundTable cohort;
  private final List<String> targets;
  private final UnaryOperator<String> names;
  private final List<String> lines = new ArrayList<>();
  private final Set<String> used = new LinkedHashSet<>();

  /**
   * For a cohort.
   *
   * @param targets columns that are predicted
   * @param names makes the name of a modality, as a study writes it, of what it should be called
   */
  TextsAndImages(
      FolderScan scan, FoundTable cohort, List<String> targets, UnaryOperator<String> names) {
    this.scan = scan;
    this.cohort = cohort;
    this.targets = targets;
    this.names = names;
  }

  /** The lines below {@code modalities}. */
  List<String> lines() {
    for (FoundTable table : scan.tables()) {
      IdChoice id = scan.id(table);
      boolean joined = table == cohort || scan.id(cohort).problem(cohort, table, id).isEmpty();
      if (joined && table.hasTexts()) {
        table.facts().forEach(column -> column(table, id, column));
      }
    }
    scan.pictures().forEach(this::folder);
    return lines;
  }

  private void column(FoundTable table, IdChoice id, ColumnFacts column) {
    if (column.name().isEmpty() || targets.contains(column.name())) {
      return;
    }
    if (column.wording().sentences()) {
      line(1, names.apply(FoundTable.stem(column.name())) + ":");
      line(2, "source: text                # encoder: minilm reads English with a frozen network");
      line(2, "columns: " + Yaml.text(column.name()));
      where(table, id);
      if (id.repeated()) {
        line(2, "rows: first                 # a subject has several rows; or join");
      }
    } else if (column.wording().pictures()) {
      images(table, id, column);
    }
  }

  private void images(FoundTable table, IdChoice id, ColumnFacts column) {
    String folder = PictureFolder.holding(scan.folder(), table.values(column));
    if (folder == null) {
      String none = "%s, column %s: names of images that are not there";
      line(1, Yaml.comment(none.formatted(table.path(), column.name())));
      return;
    }
    line(1, names.apply(FoundTable.stem(column.name())) + ":");
    line(2, "source: image");
    line(2, "column: " + Yaml.text(column.name()));
    if (!folder.isEmpty()) {
      line(2, "folder: " + Yaml.text(folder));
      used.add(folder);
    }
    where(table, id);
  }

  /** Where a column stands, if not in the cohort's own table, and whose its rows are. */
  private void where(FoundTable table, IdChoice id) {
    if (table != cohort) {
      line(2, "path: " + Yaml.text(table.path()));
      line(2, "id: " + (scan.id(cohort).column() == null ? "rows" : id.yaml()));
    }
  }

  private void folder(PictureFolder pictures) {
    if (used.contains(pictures.path())) {
      return;
    }
    Set<String> both = new HashSet<>(pictures.ids());
    both.retainAll(scan.id(cohort).ids(cohort));
    if (both.isEmpty()) {
      String none = "%s/ holds images or arrays, but none is called like an id of %s";
      line(1, Yaml.comment(none.formatted(pictures.path(), cohort.path())));
      return;
    }
    line(1, names.apply(FoundTable.stem(pictures.path())) + ":");
    switch (pictures.kind()) {
      case IMAGES, FOLDERS -> line(2, "source: image");
      case SEQUENCES ->
          line(2, "source: frames              # in time; 'image' where their order means nothing");
      case VIDEOS -> line(2, "source: frames              # arrays of images in time");
      case VECTORS -> line(2, "source: frames              # arrays [time, numbers]");
    }
    if (pictures.kind() == PictureFolder.Kind.VECTORS) {
      line(2, "of: features");
    }
    line(2, "path: " + Yaml.text(pictures.path()));
    line(2, "id: " + id(pictures.kind()));
  }

  private static String id(PictureFolder.Kind kind) {
    return switch (kind) {
      case IMAGES, VECTORS, VIDEOS -> "file-stem";
      case FOLDERS, SEQUENCES -> "folder";
    };
  }

  private void line(int depth, String text) {
    lines.add("  ".repeat(depth) + text);
  }
}
