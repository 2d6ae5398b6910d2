package org.interfuse.source;

import java.util.List;
import org.interfuse.cohort.Cohort;

/**
 * A cohort, and the facts of how it came together.
 *
 * @param cohort subjects with at least one target (all when predicting), in the table's order
 * @param modalities per modality, in the study's order
 * @param tableRows rows of the cohort's table; 0 where it has none
 * @param tableSubjects distinct subjects before any is left out
 * @param withoutTargets subjects left out because they lack every target
 * @param withoutModalities subjects of the cohort that have no modality at all
 * @param files files of the cohort's table as messages name them
 * @param fileOf per subject of the cohort the file its first row stands in; empty without a table
 */
public record CohortReading(
    Cohort cohort,
    List<ModalityReading> modalities,
    int tableRows,
    int tableSubjects,
    int withoutTargets,
    int withoutModalities,
    List<String> files,
    int[] fileOf) {
  public CohortReading {
    modalities = List.copyOf(modalities);
    files = List.copyOf(files);
  }

  /**
   * How one modality joined.
   *
   * @param name the modality
   * @param rows subjects that its source has
   * @param joined how many of them are in the cohort's table
   * @param present how many of the cohort's subjects have it
   * @param unknown how many are not in the cohort's table
   * @param joinedByPosition whether rows were joined by position ({@code id: rows})
   * @param describe what was read, for people
   */
  public record ModalityReading(
      String name,
      int rows,
      int joined,
      int present,
      int unknown,
      boolean joinedByPosition,
      String describe) {}
}
