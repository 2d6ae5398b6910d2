package org.interfuse.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.array.ArrayTable;
import org.interfuse.source.array.ArrayTable.LabelledBy;
import org.jspecify.annotations.Nullable;

/** Opens the files of a matrix: arrays with the labels of their axes, tables as they are. */
final class MatrixFiles {
  private final MatrixSource spec;
  private final String option;
  private final Path folder;

  MatrixFiles(MatrixSource spec, String option, Path folder) {
    this.spec = spec;
    this.option = option;
    this.folder = folder;
  }

  List<TableFile> open(Map<String, Path> files) {
    if (files.values().stream().anyMatch(ArrayTable::isArray)) {
      return List.of(array(files));
    }
    requireEmpty("ids", spec.ids());
    requireEmpty("names", spec.names());
    requireEmpty("tensor", spec.tensor());
    TableFormat format = new TableFormat(spec.header(), spec.delimiter(), spec.missing());
    return files.entrySet().stream().map(file -> table(file, format)).toList();
  }

  private TableFile table(Map.Entry<String, Path> file, TableFormat format) {
    return TableReaders.openNumbers(
        file.getValue(),
        file.getKey(),
        format,
        (column, name) -> TableSource.isId(labelColumn(), column, name));
  }

  /**
   * Where subjects are columns, the column of feature names is there whatever {@code rows} says.
   */
  private IdSpec labelColumn() {
    return spec.subjects().equals("columns") ? new IdSpec(spec.id().column(), 0, false) : spec.id();
  }

  private void requireEmpty(String key, String value) {
    if (!value.isEmpty()) {
      throw new FindingsException(
          Finding.of(
              option + "." + key,
              "only .npy and .safetensors files take '%s'".formatted(key),
              "'" + value + "'"));
    }
  }

  private TableFile array(Map<String, Path> files) {
    if (files.size() != 1) {
      throw new FindingsException(
          Finding.of(option + ".path", "an array must be one file", files.size() + " files"));
    }
    Map.Entry<String, Path> file = files.entrySet().iterator().next();
    LabelledBy ids = labels("ids", spec.ids());
    LabelledBy names = labels("names", spec.names());
    boolean subjectsAreRows = spec.subjects().equals("rows");
    if (ids == null && !spec.id().rows()) {
      throw new FindingsException(
          Finding.of(
              option + ".ids",
              "an array holds no ids, so a file with one a line is needed",
              "none",
              List.of("say 'id: rows' to join by position")));
    }
    if (names == null && !subjectsAreRows) {
      throw new FindingsException(
          Finding.of(
              option + ".names",
              "a matrix whose subjects are columns needs a file with one feature's name a line",
              "none"));
    }
    return ArrayTable.open(
        file.getValue(),
        file.getKey(),
        spec.tensor(),
        spec.missing(),
        subjectsAreRows ? ids : names,
        subjectsAreRows ? names : ids);
  }

  private @Nullable LabelledBy labels(String key, String path) {
    if (path.isEmpty()) {
      return null;
    }
    Path file = FilePaths.resolve(folder, List.of(path), option + "." + key).get(path);
    return new LabelledBy(path, java.util.Objects.requireNonNull(file));
  }
}
