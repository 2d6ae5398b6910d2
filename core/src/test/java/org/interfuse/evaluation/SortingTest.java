package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortingTest {
  @ParameterizedTest(name = "{0} keys, seed 11")
  @ValueSource(ints = {0, 1, 2, 15, 16, 17, 31, 33, 64, 100, 1000, 4099})
  void equalsAStableSortOfBoxedIndices(int n) {
    SplittableRandom random = new Seed(11).at("keys", n).random();
    double[] keys =
        random.doubles(n).map(key -> key < 0.05 ? Double.NaN : Math.floor(key * 50)).toArray();
    int[] expected =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> keys[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    assertThat(Sorting.ascending(keys)).containsExactly(expected);
  }

  @Test
  void ranksShareTheMeanOfATie() {
    double[] values = {3, -1, 3, 0.5, 3, Double.POSITIVE_INFINITY, -1};
    assertThat(Ranks.average(values)).containsExactly(5, 1.5, 5, 3, 5, 7, 1.5);
    assertThat(Ranks.dense(values)).containsExactly(3, 1, 3, 2, 3, 4, 1);
    assertThat(Ranks.average(new double[] {0.0, -0.0})).containsExactly(1.5, 1.5);
  }

  @Test
  void ranksRefuseNaN() {
    assertThatThrownBy(() -> Ranks.average(new double[] {1, Double.NaN}))
        .hasMessage("ranks need numbers; found NaN");
  }
}
