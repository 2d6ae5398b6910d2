package org.interfuse.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.interfuse.finding.Findings;
import org.interfuse.modality.KnownColumns;
import org.interfuse.progress.Progress;
import org.jspecify.annotations.Nullable;

/**
 * What a source may know while it reads.
 *
 * @param modality the modality's name, for messages ({@code modalities.NAME.path})
 * @param folder relative paths are relative to it: the study file's folder, or the folder given at
 *     prediction
 * @param cohortTable the cohort's own table and id, read when a modality names no path; null where
 *     the study's cohort has none
 * @param known what the model was fitted on; the source then reads exactly these columns, with
 *     these kinds. Null when reading for training
 * @param findings where warnings go
 * @param progress where long reads report
 * @param files tables already read in this run, so that several modalities of one file cost one
 *     pass
 */
public record SourceContext(
    String modality,
    Path folder,
    @Nullable CohortTable cohortTable,
    @Nullable KnownColumns known,
    Findings findings,
    Progress progress,
    ParsedFiles files) {

  /** A context that shares no files with others. */
  public SourceContext(
      String modality,
      Path folder,
      @Nullable CohortTable cohortTable,
      @Nullable KnownColumns known,
      Findings findings,
      Progress progress) {
    this(modality, folder, cohortTable, known, findings, progress, new ParsedFiles());
  }

  /**
   * The cohort's own table as in the study.
   *
   * @param paths one file or several whose rows follow each other
   * @param format how its cells are written
   * @param id how its rows are identified
   * @param rows what to do with several rows of one subject
   * @param targets columns that hold targets: never features
   * @param attributes columns that split or group the subjects: features only if named
   */
  public record CohortTable(
      List<String> paths,
      TableFormat format,
      IdSpec id,
      RowPolicy rows,
      Set<String> targets,
      Set<String> attributes) {
    public CohortTable {
      paths = List.copyOf(paths);
      targets = Set.copyOf(targets);
      attributes = Set.copyOf(attributes);
    }

    /** One file in the default format, without targets. */
    public CohortTable(String path, IdSpec id, RowPolicy rows) {
      this(List.of(path), new TableFormat(), id, rows, Set.of(), Set.of());
    }

    /** The first file. */
    public String path() {
      return paths.get(0);
    }
  }
}
