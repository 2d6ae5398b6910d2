package org.interfuse.source;

import java.nio.file.Path;
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
 */
public record SourceContext(
    String modality,
    Path folder,
    @Nullable CohortTable cohortTable,
    @Nullable KnownColumns known,
    Findings findings,
    Progress progress) {

  /** The cohort's own table: path as in the study, and how its rows are identified. */
  public record CohortTable(String path, IdSpec id, RowPolicy rows) {}
}
