package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the proximal operators of Parikh and Boyd 2014, sections 6.5.2 and 6.5.4, in loops. */
final class WidePenaltiesTest {
  private static final int WIDTH = 5;

  @ParameterizedTest(name = "l1 {0}, group {1}, seed 3")
  @CsvSource({"0.5, 0", "0, 0.5", "0.3, 0.4", "9, 0", "0, 9", "0, 0"})
  void shrinksAsTheProximalOperators(double absolute, double group) {
    Torch.load();
    double rate = 0.1;
    double[][] weights = new double[200][WIDTH];
    SplittableRandom random = new SplittableRandom(3);
    for (int j = 1; j < weights.length; j++) { // the first column is zero already
      for (int k = 0; k < WIDTH; k++) {
        weights[j][k] = random.nextGaussian() * 0.05 * (j % 7);
      }
    }
    double[][] found;
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = Tensors.ofRows(weights);
      new WidePenalties(absolute, group).shrink(tensor, rate);
      found = Tensors.toRows(tensor);
    }
    for (int j = 0; j < weights.length; j++) {
      double norm = 0;
      double[] soft = new double[WIDTH];
      for (int k = 0; k < WIDTH; k++) {
        double w = weights[j][k];
        soft[k] = Math.signum(w) * Math.max(0, Math.abs(w) - rate * absolute);
        norm += soft[k] * soft[k];
      }
      double least = rate * group * Math.sqrt(WIDTH);
      double share = norm == 0 ? 0 : Math.max(0, 1 - least / Math.sqrt(norm));
      for (int k = 0; k < WIDTH; k++) {
        assertThat(found[j][k])
            .as("column %d, seed 3", j)
            .isCloseTo(share * soft[k], within(1e-12));
      }
    }
  }
}
