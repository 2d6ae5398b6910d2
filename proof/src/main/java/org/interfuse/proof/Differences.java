package org.interfuse.proof;

import java.util.function.DoubleSupplier;
import java.util.function.IntConsumer;
import org.interfuse.tensor.Seed;

/** Central differences. */
final class Differences {
  private static final double STEP = 1e-5;

  private Differences() {}

  /** (f(x + h) − f(x − h)) / 2h in one coordinate of an array that {@code f} reads. */
  static double central(double[] x, int coordinate, DoubleSupplier f) {
    double kept = x[coordinate];
    x[coordinate] = kept + STEP;
    double up = f.getAsDouble();
    x[coordinate] = kept - STEP;
    double down = f.getAsDouble();
    x[coordinate] = kept;
    return (up - down) / (2 * STEP);
  }

  /** |a − b| / max(1, |a|, |b|). */
  static double error(double gradient, double difference) {
    double scale = Math.max(1, Math.max(Math.abs(gradient), Math.abs(difference)));
    return Math.abs(gradient - difference) / scale;
  }

  /** All coordinates of an array, or a random choice of {@code most}. */
  static void sample(int length, int most, Seed seed, IntConsumer each) {
    int[] order = length <= most ? null : seed.permutation(length);
    for (int i = 0; i < Math.min(length, most); i++) {
      each.accept(order == null ? i : order[i]);
    }
  }
}
