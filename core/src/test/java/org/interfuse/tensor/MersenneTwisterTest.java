package org.interfuse.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of libtorch's own generator. */
final class MersenneTwisterTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {0, 7, -1, Long.MIN_VALUE, 0x1234_5678_9abc_def0L})
  void drawsWhatLibtorchDraws(long value) {
    Seed seed = new Seed(value);
    MersenneTwister own = new MersenneTwister();
    own.restart(new Seed(~value)); // what was before leaves no trace
    own.bernoulli(0.5, 1, new int[400], 0, 400);
    own.restart(seed);
    try (PointerScope scope = new PointerScope()) {
      GeneratorOptional generator = new GeneratorOptional(seed.generator());
      for (double probability : new double[] {0.8, 0.5, 1e-9, 1 - 1e-9, 0.1, 1.0 / 3}) {
        for (int count : new int[] {1, 311, 312, 313, 5000}) {
          Tensor drawn = Tensors.empty(ScalarType.Float, count).bernoulli_(probability, generator);
          double[] theirs = Tensors.toDoubles(drawn);
          int[] ours = new int[count + 3];
          own.bernoulli(probability, 1, ours, 3, count);
          for (int i = 0; i < count; i++) {
            assertThat(ours[i + 3])
                .as("draw %d of %d with %s", i, count, probability)
                .isEqualTo((int) theirs[i]);
          }
        }
      }
    }
  }
}
