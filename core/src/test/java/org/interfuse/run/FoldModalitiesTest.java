package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.TableData;
import org.junit.jupiter.api.Test;

/** A modality of one subject, and one of two subjects who are tested together. */
final class FoldModalitiesTest {
  @Test
  void everyFoldAndEveryModalityAtOnceWithARemedy() {
    Cohort cohort =
        cohort(Map.of("x", new int[] {0, 1, 2, 3}, "y", new int[] {5}, "z", new int[] {0, 3}));

    assertThatThrownBy(() -> FoldModalities.require(cohort, split(3)))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining(
            "modalities.y: at least one training subject of every fold must have it; found none in 1"
                + " of 3: fold 3; leave it out, or ask for fewer folds.")
        .hasMessageContaining(
            "modalities.z: at least one training subject of every fold must have it; found none in 1"
                + " of 3: fold 1; leave it out, or ask for fewer folds.");
  }

  @Test
  void enoughToLearnFrom() {
    Cohort cohort = cohort(Map.of("x", new int[] {0, 1}));

    assertThatCode(() -> FoldModalities.require(cohort, split(3))).doesNotThrowAnyException();
  }

  private static Cohort cohort(Map<String, int[]> owners) {
    List<CohortModality> modalities =
        owners.keySet().stream()
            .sorted()
            .map(name -> modality(name, Objects.requireNonNull(owners.get(name))))
            .toList();
    List<String> ids = IntStream.range(0, 6).mapToObj(i -> "s" + i).toList();
    return new Cohort(ids, List.of(), Map.of(), modalities);
  }

  private static CohortModality modality(String name, int[] owners) {
    int[] rowOf = new int[6];
    Arrays.fill(rowOf, -1);
    for (int row = 0; row < owners.length; row++) {
      rowOf[owners[row]] = row;
    }
    TableData data =
        new TableData(owners.length, List.of("v"), new float[owners.length], List.of(), new int[0]);
    return new CohortModality(name, data, rowOf);
  }

  /** Subject s is tested in fold s mod 3. */
  private static Split split(int count) {
    return new Split(
        "three folds",
        IntStream.range(0, count)
            .mapToObj(
                f ->
                    new Fold(
                        "fold " + (f + 1),
                        0,
                        IntStream.range(0, 6).filter(s -> s % count != f).toArray(),
                        IntStream.range(0, 6).filter(s -> s % count == f).toArray()))
            .toList());
  }
}
