package org.interfuse.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks of dropout against the JDK's SplitMix64 and against what the rate promises. */
final class MaskStreamTest {
  private static final Seed SEED = new Seed(11);

  /** The JDK's generator, two elements a number, compared one at a time. */
  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.2, 0.5, 0.9})
  void agreesWithTheGeneratorOfTheJdk(double rate) {
    SplittableRandom random = SEED.random();
    float[] mask = next(new MaskStream(SEED), rate, 1001);
    for (int i = 0; i < mask.length; i += 2) {
      long drawn = random.nextLong();
      assertThat(mask[i]).isEqualTo(expected((drawn & 0x7fffffffL) / 0x1p31, rate));
      if (i + 1 < mask.length) {
        assertThat(mask[i + 1]).isEqualTo(expected((drawn >>> 33) / 0x1p31, rate));
      }
    }
  }

  private static float expected(double uniform, double rate) {
    return uniform < rate ? 0 : (float) (1 / (1 - rate));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.2, 0.5, 0.9})
  void dropsAtItsRateInEveryPlace(double rate) {
    int size = 200_000;
    float[] mask = next(new MaskStream(SEED), rate, size);
    int[] dropped = new int[2];
    int both = 0;
    for (int i = 0; i < size; i++) {
      dropped[i % 2] += mask[i] == 0 ? 1 : 0;
      both += i % 2 == 1 && mask[i] == 0 && mask[i - 1] == 0 ? 1 : 0;
    }
    double deviation = 4 * Math.sqrt(rate * (1 - rate) / (size / 2.0));
    assertThat(dropped[0] / (size / 2.0))
        .as("even, seed %s", SEED)
        .isCloseTo(rate, offset(deviation));
    assertThat(dropped[1] / (size / 2.0))
        .as("odd, seed %s", SEED)
        .isCloseTo(rate, offset(deviation));
    double pairs = rate * rate;
    assertThat(both / (size / 2.0))
        .as("neighbours, seed %s", SEED)
        .isCloseTo(pairs, offset(4 * Math.sqrt(pairs * (1 - pairs) / (size / 2.0))));
  }

  @Test
  void goesOnWhereItStopped() {
    float[] whole = next(new MaskStream(SEED), 0.5, 40);
    MaskStream stream = new MaskStream(SEED);
    assertThat(next(stream, 0.5, 10)).containsExactly(Arrays.copyOf(whole, 10));
    assertThat(next(stream, 0.5, 30)).containsExactly(Arrays.copyOfRange(whole, 10, 40));
  }

  private static float[] next(MaskStream stream, double rate, int count) {
    try (PointerScope scope = new PointerScope()) {
      float[] values = new float[count];
      stream.next(rate, count).data_ptr_float().get(values);
      return values;
    }
  }

  @Test
  void dropsElementsOfAPassInEveryFloatingType() {
    try (PointerScope scope = new PointerScope()) {
      Tensor ones = Tensors.ofFloats(new float[] {1, 1, 1, 1, 1, 1}, 2, 3);
      double[] floats = Tensors.toDoubles(Pass.training(SEED).dropout(ones, 0.5));
      double[] doubles =
          Tensors.toDoubles(Pass.training(SEED).dropout(ones.to(ScalarType.Double), 0.5));
      assertThat(floats).containsOnly(0, 2).containsExactly(doubles);
    }
  }
}
