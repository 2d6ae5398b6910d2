package org.interfuse.cohort;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.target.Target;

/**
 * The subjects, their targets, the columns that group or split them, and their modalities, all
 * joined by id. Subjects are in ascending order of the cohort table's rows.
 *
 * @param ids the subjects' ids, distinct
 * @param targets every target in the study's order; empty when predicting
 * @param attributes columns of the cohort's table that the split, groups or subgroups need, by
 *     name; an empty string where a cell is missing
 * @param modalities in the study's order
 */
public record Cohort(
    List<String> ids,
    List<Target> targets,
    Map<String, List<String>> attributes,
    List<CohortModality> modalities) {

  public Cohort {
    ids = List.copyOf(ids);
    targets = List.copyOf(targets);
    attributes = Map.copyOf(attributes);
    modalities = List.copyOf(modalities);
  }

  /** Number of subjects. */
  public int size() {
    return ids.size();
  }

  /** The modality of that name. */
  public CohortModality modality(String name) {
    return modalities.stream()
        .filter(modality -> modality.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no modality named '" + name + "'"));
  }

  /** The same subjects with other modalities. */
  public Cohort withModalities(List<CohortModality> others) {
    return new Cohort(ids, targets, attributes, others);
  }

  /** Some subjects alone, in the order given; the modalities' rows are shared. */
  public Cohort select(int[] subjects) {
    Map<String, List<String>> selected = new HashMap<>();
    attributes.forEach((name, values) -> selected.put(name, select(values, subjects)));
    return new Cohort(
        select(ids, subjects),
        targets.stream().map(target -> target.select(subjects)).toList(),
        selected,
        modalities.stream().map(modality -> modality.select(subjects)).toList());
  }

  private static List<String> select(List<String> values, int[] subjects) {
    return Arrays.stream(subjects).mapToObj(values::get).toList();
  }

  /** Presence: [subject][modality]. */
  public boolean[][] presence() {
    boolean[][] presence = new boolean[size()][modalities.size()];
    for (int m = 0; m < modalities.size(); m++) {
      for (int subject = 0; subject < size(); subject++) {
        presence[subject][m] = modalities.get(m).has(subject);
      }
    }
    return presence;
  }
}
