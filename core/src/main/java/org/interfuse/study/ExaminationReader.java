package org.interfuse.study;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.Examination;
import org.interfuse.comparison.Refits;
import org.interfuse.evaluation.CooperativeGame;
import org.interfuse.study.Written.Items;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Scalar;

/** Reads what {@code comparison} asks about missing modalities: {@code examine}, {@code value}. */
final class ExaminationReader {
  private final SpecReader specs;
  private final int modalities;

  ExaminationReader(SpecReader specs, int modalities) {
    this.specs = specs;
    this.modalities = modalities;
  }

  /**
   * The candidates to examine; by default the primary and the linear model that merges late, or all
   * where the study states how often modalities are there.
   */
  List<String> examine(
      Keys keys, String primary, List<CandidateSpec> candidates, boolean deployed) {
    Written written = keys.entries().get("examine");
    if (written == null) {
      return Examination.possible(modalities)
          ? Examination.standard(primary, candidates, deployed)
          : List.of();
    }
    List<Written> items = items(written);
    if (!items.isEmpty() && !Examination.possible(modalities)) {
      specs
          .mistakes()
          .add(
              written.place(),
              "expected from 2 to %d modalities, as every availability pattern is looked at"
                  .formatted(CooperativeGame.MOST_PLAYERS),
              String.valueOf(modalities),
              "leave it out");
      return List.of();
    }
    List<String> known = candidates.stream().map(CandidateSpec::name).toList();
    Set<String> names = new LinkedHashSet<>();
    items.forEach(item -> add(item, known, names));
    return new ArrayList<>(names);
  }

  private void add(Written item, List<String> known, Set<String> names) {
    String name = specs.values().text(item);
    if (name != null && !known.contains(name)) {
      specs.mistakes().unknownName(item.place(), "a candidate", name, known);
    } else if (name != null) {
      names.add(name);
    }
  }

  private static List<Written> items(Written written) {
    if (written instanceof Items items) {
      return items.items();
    }
    return written instanceof Scalar scalar && scalar.nothing() ? List.of() : List.of(written);
  }

  /** How the primary is fitted again; with one modality there is nothing to leave out. */
  Refits value(Keys keys) {
    Refits standard = modalities < 2 ? Refits.NONE : Refits.EACH;
    Written written = keys.entries().get("value");
    if (written == null) {
      return standard;
    }
    Refits value = (Refits) specs.values().read(Refits.class, written, null).orElse(standard);
    if (value == Refits.SUBSETS && modalities > Refits.MOST_FOR_SUBSETS) {
      specs
          .mistakes()
          .add(
              written.place(),
              "expected at most %d modalities for subsets".formatted(Refits.MOST_FOR_SUBSETS),
              String.valueOf(modalities),
              "write value: each");
    }
    return value;
  }
}
