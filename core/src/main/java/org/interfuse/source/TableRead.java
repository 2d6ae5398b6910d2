package org.interfuse.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.SourceContext.CohortTable;
import org.jspecify.annotations.Nullable;

/**
 * What is read once the cohort's own table has lent what a source does not say.
 *
 * @param option the modality's options in the study, for example {@code modalities.rna}
 * @param files how messages name each file, and the file
 * @param targets columns that hold targets
 * @param attributes columns that split or group subjects
 */
record TableRead(
    String option,
    Map<String, Path> files,
    TableFormat format,
    IdSpec id,
    RowPolicy rows,
    Set<String> targets,
    Set<String> attributes) {

  static TableRead of(
      List<String> path, TableFormat format, IdSpec id, RowPolicy rows, SourceContext context) {
    String option = "modalities." + context.modality();
    CohortTable own = context.cohortTable();
    boolean isOwn = own != null && isOwn(path, own, context.folder());
    if (own == null || !isOwn) {
      requirePath(path, option);
      Map<String, Path> files = FilePaths.resolve(context.folder(), path, option + ".path");
      return new TableRead(option, files, format, id, rows, Set.of(), Set.of());
    }
    return new TableRead(
        option,
        FilePaths.resolve(context.folder(), own.paths(), "cohort.table"),
        format.equals(new TableFormat()) ? own.format() : format,
        id.equals(new IdSpec()) ? own.id() : id,
        rows == RowPolicy.ONE ? own.rows() : rows,
        own.targets(),
        own.attributes());
  }

  private static boolean isOwn(List<String> path, @Nullable CohortTable own, Path folder) {
    return own != null
        && (path.isEmpty() || resolved(folder, path).equals(resolved(folder, own.paths())));
  }

  private static List<Path> resolved(Path folder, List<String> paths) {
    return paths.stream().map(path -> folder.resolve(path).normalize()).toList();
  }

  private static void requirePath(List<String> path, String option) {
    if (path.isEmpty()) {
      throw new FindingsException(
          Finding.of(option + ".path", "a path is needed where the cohort has no table", "none"));
    }
  }
}
