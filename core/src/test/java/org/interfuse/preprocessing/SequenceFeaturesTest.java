package org.interfuse.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.interfuse.finding.FindingsException;
import org.junit.jupiter.api.Test;

final class SequenceFeaturesTest {
  private static final FeatureShape SHAPE = FeatureShape.ofSequence(SequenceShape.ofCodes(9, 3));

  private static SequenceFeatures features(int[] starts, int[] codes) {
    return SequenceFeatures.ofCodes(SHAPE, starts, codes);
  }

  @Test
  void selectsRowsInTheOrderGiven() {
    SequenceFeatures all =
        new SequenceFeatures(
            SHAPE,
            new int[] {0, 2, 3, 6},
            new int[] {4, 0, 8, 1, 2, 3},
            null,
            null,
            null,
            new float[] {10, 11, 12, 13, 14, 15});

    SequenceFeatures some = all.select(new int[] {2, 0, 2});

    assertThat(some.rows()).isEqualTo(3);
    assertThat(some.starts()).containsExactly(0, 3, 5, 8);
    assertThat(some.tokens()).containsExactly(1, 2, 3, 4, 0, 1, 2, 3);
    assertThat(some.times()).containsExactly(13, 14, 15, 10, 11, 13, 14, 15);
    assertThat(some.length(1)).isEqualTo(2);
    assertThat(all.select(new int[0]).rows()).isZero();
  }

  @Test
  void refusesRowsThatAreEmptyOrTooLong() {
    assertThatThrownBy(() -> features(new int[] {0, 0, 2}, new int[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 0: expected 1 to 3 tokens, but it has 0");
    assertThatThrownBy(() -> features(new int[] {0, 1, 5}, new int[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1: expected 1 to 3 tokens, but it has 4");
    assertThatThrownBy(() -> features(new int[] {0, 2}, new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("starts: expected to lead from 0 to 3 tokens");
  }

  @Test
  void hasNoTable() {
    SequenceFeatures one = features(new int[] {0, 1}, new int[] {5});

    assertThatThrownBy(one::table)
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("what reads columns needs a table");
    assertThat(one.shape().table()).isFalse();
    assertThat(one.cells()).isEqualTo(1);
  }
}
