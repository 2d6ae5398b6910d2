package org.interfuse.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;

/**
 * A cohort whose modalities went through fitted preprocessing.
 *
 * @param cohort the subjects, and which row of each modality is whose
 * @param features per modality in the cohort's order; rows in the order of the modality's data
 */
public record PreparedCohort(Cohort cohort, List<? extends Prepared> features) {
  public PreparedCohort {
    features = List.copyOf(features);
    if (features.size() != cohort.modalities().size()) {
      throw new IllegalArgumentException(
          "features: expected %d modalities, but there are %d"
              .formatted(cohort.modalities().size(), features.size()));
    }
  }

  /**
   * Fits every modality on the rows of the training subjects who have it (law 5).
   *
   * @param specs one per modality, in the cohort's order
   * @param trainSubjects ascending
   * @param where option path of the modalities, for example {@code modalities}; messages say {@code
   *     modalities.rna.preprocessing}
   */
  public static FittedCohort fit(
      Cohort cohort, List<PreprocessingSpec> specs, int[] trainSubjects, String where) {
    List<String> names = cohort.modalities().stream().map(CohortModality::name).toList();
    if (specs.size() != names.size()) {
      throw new IllegalArgumentException(
          "specs: expected %d, one per modality, but there are %d"
              .formatted(names.size(), specs.size()));
    }
    List<FittedPreprocessing> fitted = new ArrayList<>();
    for (int m = 0; m < names.size(); m++) {
      CohortModality modality = cohort.modalities().get(m);
      int[] rows = rowsOf(modality, trainSubjects);
      if (rows.length == 0) {
        throw new FindingsException(
            Finding.of(
                "%s.%s".formatted(where, names.get(m)),
                "at least one training subject must have it",
                "none of " + trainSubjects.length));
      }
      fitted.add(
          specs
              .get(m)
              .fit("%s.%s.preprocessing".formatted(where, names.get(m)), modality.data(), rows));
    }
    return new FittedCohort(names, fitted);
  }

  /** The rows of those of the subjects who have the modality, ascending. */
  private static int[] rowsOf(CohortModality modality, int[] subjects) {
    int[] rows =
        Arrays.stream(subjects).filter(modality::has).map(s -> modality.rowOf()[s]).toArray();
    Arrays.sort(rows);
    return rows;
  }

  /**
   * The same subjects as if they lacked some modalities: a view, the features are shared. A subject
   * who is left with none of them has no modality at all.
   *
   * @param available per modality in the cohort's order whether it is left
   */
  public PreparedCohort withOnly(boolean[] available) {
    requireOneEach(available);
    List<CohortModality> masked = new ArrayList<>();
    for (int m = 0; m < available.length; m++) {
      CohortModality modality = cohort.modalities().get(m);
      masked.add(available[m] ? modality : modality.ofNobody());
    }
    return new PreparedCohort(cohort.withModalities(masked), features);
  }

  /**
   * The same subjects in a cohort in which some modalities were never collected: a view, the
   * features are shared.
   *
   * @param kept per modality in the cohort's order whether the cohort still knows of it
   */
  public PreparedCohort keeping(boolean[] kept) {
    requireOneEach(kept);
    List<CohortModality> left = new ArrayList<>();
    List<Prepared> theirs = new ArrayList<>();
    for (int m = 0; m < kept.length; m++) {
      if (kept[m]) {
        left.add(cohort.modalities().get(m));
        theirs.add(features.get(m));
      }
    }
    return new PreparedCohort(cohort.withModalities(left), theirs);
  }

  /**
   * Some subjects alone, in the order given: a view, the features are shared.
   *
   * @param subjects indices into the cohort
   */
  public PreparedCohort of(int[] subjects) {
    return new PreparedCohort(cohort.select(subjects), features);
  }

  /**
   * Some subjects with rows of their own, as if they had been read alone: nothing that was computed
   * of all rows is found again. What was read before preprocessing stays whole, with its own row
   * numbers.
   *
   * @param subjects indices into the cohort
   */
  public PreparedCohort apart(int[] subjects) {
    List<CohortModality> modalities = new ArrayList<>();
    List<Prepared> theirs = new ArrayList<>();
    for (int m = 0; m < features.size(); m++) {
      CohortModality modality = cohort.modalities().get(m);
      int[] rows = new int[subjects.length];
      int[] rowOf = new int[subjects.length];
      int count = 0;
      for (int i = 0; i < subjects.length; i++) {
        boolean has = modality.has(subjects[i]);
        rowOf[i] = has ? count : -1;
        if (has) {
          rows[count++] = modality.rowOf()[subjects[i]];
        }
      }
      modalities.add(new CohortModality(modality.name(), modality.data(), rowOf));
      theirs.add(features.get(m).select(Arrays.copyOf(rows, count)));
    }
    return new PreparedCohort(cohort.select(subjects).withModalities(modalities), theirs);
  }

  private void requireOneEach(boolean[] modalities) {
    if (modalities.length != features.size()) {
      throw new IllegalArgumentException(
          "modalities: expected %d, but there are %d"
              .formatted(features.size(), modalities.length));
    }
  }

  /** Whether the subject has at least one modality. */
  public boolean hasAny(int subject) {
    return cohort.modalities().stream().anyMatch(modality -> modality.has(subject));
  }
}
