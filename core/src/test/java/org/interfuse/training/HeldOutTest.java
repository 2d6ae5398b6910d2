package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows for early stopping lie inside the training part, and no group straddles (law 5). */
final class HeldOutTest {
  private static final int SIZE = 300;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void dividesTheTrainingPartAndNothingElse(long seed) {
    int[] train = IntStream.range(0, SIZE).filter(i -> i % 3 != 0).toArray();
    HeldOut rows = HeldOut.of(classes(), train, null, 0.2, new Seed(seed));
    assertThat(rows.all()).containsExactly(train);
    assertThat(rows.train()).doesNotContain(rows.validation()).isSorted();
    assertThat(rows.validation()).isSorted();
    for (int label = 0; label < 2; label++) {
      int own = label;
      long all = Arrays.stream(train).filter(i -> classes().labels()[i] == own).count();
      long held =
          Arrays.stream(rows.validation()).filter(i -> classes().labels()[i] == own).count();
      assertThat(held).as("class %d of %d", own, all).isEqualTo(Math.round(all * 0.2));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsGroupsWhole(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] groups = random.ints(SIZE, 0, 40).toArray();
    int[] train = IntStream.range(0, SIZE).filter(i -> groups[i] % 4 != 0).toArray();
    HeldOut rows = HeldOut.of(classes(), train, groups, 0.2, new Seed(seed));
    int[] held = Arrays.stream(rows.validation()).map(i -> groups[i]).distinct().toArray();
    assertThat(Arrays.stream(rows.train()).map(i -> groups[i]).toArray()).doesNotContain(held);
    assertThat(rows.validation().length / (double) train.length).isBetween(0.1, 0.3);
    assertThat(rows.all()).containsExactly(train);
  }

  @Test
  void holdsTheSmallestOfGroupsThatAreAllTooLarge() {
    int[] groups = IntStream.range(0, SIZE).map(i -> i < 180 ? 0 : 1).toArray();
    HeldOut rows =
        HeldOut.of(classes(), IntStream.range(0, SIZE).toArray(), groups, 0.1, new Seed(1));
    assertThat(rows.validation()).containsExactly(IntStream.range(180, SIZE).toArray());
  }

  @Test
  void aGroupThatIsAllOfAClassStaysToBeLearnedFrom() {
    int[] labels = IntStream.range(0, 60).map(i -> i < 40 ? 0 : 1).toArray();
    int[] groups = IntStream.range(0, 60).map(i -> i < 40 ? i : 99).toArray();
    Target target =
        new Target.Classification(
            Target.schema("y", TargetType.CLASSIFICATION, "no", "yes"), labels);
    HeldOut rows = HeldOut.of(target, IntStream.range(0, 60).toArray(), groups, 0.2, new Seed(1));
    assertThat(rows.train()).contains(IntStream.range(40, 60).toArray());
    assertThat(rows.validation()).hasSize(8);
  }

  @Test
  void fewSubjectsAreAllLearnedFrom() {
    HeldOut rows = HeldOut.of(classes(), IntStream.range(0, 9).toArray(), null, 0.2, new Seed(1));
    assertThat(rows.train()).hasSize(9);
    assertThat(rows.validation()).isEmpty();
  }

  private static Target.Classification classes() {
    return new Target.Classification(
        Target.schema("y", TargetType.CLASSIFICATION, "no", "yes"),
        IntStream.range(0, SIZE).map(i -> i % 5 == 0 ? 1 : 0).toArray());
  }
}
