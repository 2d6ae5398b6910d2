package org.interfuse.run;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;

/** Who a row is of: {@code subject}, and {@code has NAME} of every modality, 0 or 1. */
final class SubjectLabels {
  private SubjectLabels() {}

  static MatrixFile.Labels of(Cohort cohort) {
    List<String> header = new ArrayList<>(List.of("subject"));
    cohort.modalities().forEach(modality -> header.add("has " + modality.name()));
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < cohort.size(); i++) {
      rows.add(row(cohort, i));
    }
    return new MatrixFile.Labels(header, rows);
  }

  private static List<String> row(Cohort cohort, int subject) {
    List<String> cells = new ArrayList<>(List.of(cohort.ids().get(subject)));
    for (CohortModality modality : cohort.modalities()) {
      cells.add(modality.has(subject) ? "1" : "0");
    }
    return cells;
  }
}
