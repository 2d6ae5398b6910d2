package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.TableData;

/** Cohorts whose tables really lack rows: nothing is masked, the rows are not there. */
final class LackingCohorts {
  private LackingCohorts() {}

  /**
   * The same subjects, with rewritten tables: a modality that is not available has no row at all,
   * and the others keep the rows that somebody owns, in reverse order.
   */
  static Cohort rewritten(Cohort cohort, boolean[] available) {
    List<CohortModality> modalities = new ArrayList<>();
    for (int m = 0; m < available.length; m++) {
      modalities.add(rewritten(cohort.modalities().get(m), available[m]));
    }
    return new Cohort(cohort.ids(), cohort.targets(), cohort.attributes(), modalities);
  }

  /** The cohort as if only some modalities had ever been collected. */
  static Cohort without(Cohort cohort, String modality) {
    return new Cohort(
        cohort.ids(),
        cohort.targets(),
        cohort.attributes(),
        cohort.modalities().stream().filter(one -> !one.name().equals(modality)).toList());
  }

  private static CohortModality rewritten(CohortModality modality, boolean available) {
    int[] rowOf = new int[modality.rowOf().length];
    Arrays.fill(rowOf, -1);
    List<Integer> rows = new ArrayList<>();
    for (int subject = rowOf.length - 1; available && subject >= 0; subject--) {
      if (modality.has(subject)) {
        rowOf[subject] = rows.size();
        rows.add(modality.rowOf()[subject]);
      }
    }
    return new CohortModality(modality.name(), select((TableData) modality.data(), rows), rowOf);
  }

  private static TableData select(TableData table, List<Integer> rows) {
    int p = table.numericColumns().size();
    int q = table.categoricalColumns().size();
    float[] numeric = new float[rows.size() * p];
    int[] codes = new int[rows.size() * q];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(table.numeric(), rows.get(i) * p, numeric, i * p, p);
      System.arraycopy(table.codes(), rows.get(i) * q, codes, i * q, q);
    }
    return new TableData(
        rows.size(), table.numericColumns(), numeric, table.categoricalColumns(), codes);
  }
}
