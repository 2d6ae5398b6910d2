package org.interfuse.model;

import java.util.Arrays;
import java.util.List;
import org.interfuse.preprocessing.EarlyMerge;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.PreparedCohort;

/** What a part of a network reads of a prepared cohort. */
public sealed interface NetworkInput {
  /** The modalities as the part is given them. */
  List<ModalityInput> of(PreparedCohort data);

  /** Their shapes, in the same order. */
  default List<FeatureShape> shapes(PreparedCohort data) {
    return of(data).stream().map(input -> input.features().shape()).toList();
  }

  /** Some modalities, each on its own. */
  record Separate(List<String> modalities) implements NetworkInput {
    public Separate {
      modalities = List.copyOf(modalities);
    }

    @Override
    public List<ModalityInput> of(PreparedCohort data) {
      return modalities.stream().map(name -> input(data, name)).toList();
    }

    private static ModalityInput input(PreparedCohort data, String name) {
      int m = data.cohort().modalities().indexOf(data.cohort().modality(name));
      return new ModalityInput(
          name, data.features().get(m), data.cohort().modalities().get(m).rowOf());
    }
  }

  /** All modalities merged into one before any encoder; a subject has it who has any of them. */
  record Merged(EarlyMerge merge) implements NetworkInput {
    /** The name of the merged modality in parameters and messages. */
    public static final String NAME = "merged";

    @Override
    public List<ModalityInput> of(PreparedCohort data) {
      int[] rowOf = new int[data.cohort().size()];
      Arrays.setAll(rowOf, subject -> data.hasAny(subject) ? subject : -1);
      return List.of(new ModalityInput(NAME, merge.merge(data), rowOf));
    }

    @Override
    public List<FeatureShape> shapes(PreparedCohort data) {
      return List.of(merge.shape());
    }
  }
}
