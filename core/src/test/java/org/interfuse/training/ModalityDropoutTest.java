package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;

final class ModalityDropoutTest {
  private static final Seed SEED = new Seed(5);
  private static final int SUBJECTS = 20_000;

  @Test
  void neverHidesTheLastOneNorWhatIsNotThere() {
    boolean[][] presence = presence();
    int[] subjects = upTo(SUBJECTS);
    boolean[][] hidden = drawn(new ModalityDropout(0.9), presence, subjects, SEED);
    for (int i = 0; i < SUBJECTS; i++) {
      int left = 0;
      for (int m = 0; m < 3; m++) {
        assertThat(hidden[i][m] && !presence[i][m]).isFalse();
        left += presence[i][m] && !hidden[i][m] ? 1 : 0;
      }
      assertThat(left).as("subject %d, seed %s", i, SEED).isPositive();
    }
  }

  /** With all M there, one is hidden with probability p − pᴹ/M: if all are drawn, one stays. */
  @Test
  void hidesAtTheRateAskedFor() {
    double rate = 0.3;
    boolean[][] presence = new boolean[SUBJECTS][];
    java.util.Arrays.fill(presence, new boolean[] {true, true, true});
    boolean[][] hidden = drawn(new ModalityDropout(rate), presence, upTo(SUBJECTS), SEED);
    double expected = rate - Math.pow(rate, 3) / 3;
    double deviation = Math.sqrt(SUBJECTS * expected * (1 - expected));
    for (int m = 0; m < 3; m++) {
      int count = 0;
      for (boolean[] row : hidden) {
        count += row[m] ? 1 : 0;
      }
      assertThat((double) count)
          .as("modality %d, 5 deviations, seed %s", m, SEED)
          .isBetween(SUBJECTS * expected - 5 * deviation, SUBJECTS * expected + 5 * deviation);
    }
  }

  @Test
  void isKeyedBySeedAndStep() {
    int[] subjects = upTo(200);
    ModalityDropout dropout = new ModalityDropout(0.4);
    boolean[][] first = drawn(dropout, presence(), subjects, SEED.at("hide", 3));
    assertThat(drawn(dropout, presence(), subjects, SEED.at("hide", 3))).isDeepEqualTo(first);
    assertThat(
            java.util.Arrays.deepEquals(
                drawn(dropout, presence(), subjects, SEED.at("hide", 4)), first))
        .isFalse();
    assertThat(
            java.util.Arrays.deepEquals(
                drawn(dropout, presence(), subjects, new Seed(6).at("hide", 3)), first))
        .isFalse();
  }

  @Test
  void hidesNothingAtRateZeroOrOfASingleModality() {
    assertThat(new ModalityDropout(0).draw(presence(), new int[] {1, 2}, SEED)).isNull();
    boolean[][] one = {{true}, {true}};
    assertThat(new ModalityDropout(0.5).draw(one, new int[] {0, 1}, SEED)).isNull();
  }

  private static boolean[][] drawn(
      ModalityDropout dropout, boolean[][] presence, int[] subjects, Seed seed) {
    return java.util.Objects.requireNonNull(dropout.draw(presence, subjects, seed));
  }

  private static boolean[][] presence() {
    boolean[][] presence = new boolean[SUBJECTS][3];
    for (int i = 0; i < SUBJECTS; i++) {
      int pattern = i % 7 + 1;
      for (int m = 0; m < 3; m++) {
        presence[i][m] = (pattern >> m & 1) == 1;
      }
    }
    return presence;
  }

  /** 0 … n-1. */
  private static int[] upTo(int n) {
    return java.util.stream.IntStream.range(0, n).toArray();
  }
}
