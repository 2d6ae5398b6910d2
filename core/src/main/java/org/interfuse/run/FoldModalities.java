package org.interfuse.run;

import java.util.Arrays;
import java.util.List;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;

/** Whether every fold can learn from every modality, before anything is fitted. */
final class FoldModalities {
  private static final int MOST_NAMES = 5;

  private FoldModalities() {}

  /**
   * Looks at all folds at once.
   *
   * @throws FindingsException with a finding for each modality that no training subject of some
   *     fold has
   */
  static void require(Cohort cohort, Split split) {
    Findings findings = new Findings();
    for (CohortModality modality : cohort.modalities()) {
      List<String> folds =
          split.folds().stream()
              .filter(fold -> Arrays.stream(fold.train()).noneMatch(modality::has))
              .map(Fold::name)
              .toList();
      if (!folds.isEmpty()) {
        findings.error(finding(modality.name(), folds, split.folds().size()));
      }
    }
    findings.throwIfAny();
  }

  private static Finding finding(String modality, List<String> folds, int all) {
    String named = String.join(", ", folds.subList(0, Math.min(MOST_NAMES, folds.size())));
    String more = folds.size() > MOST_NAMES ? ", …" : "";
    return Finding.of(
        "modalities." + modality,
        "at least one training subject of every fold must have it",
        "none in %d of %d: %s%s; leave it out, or ask for fewer folds"
            .formatted(folds.size(), all, named, more));
  }
}
