package org.interfuse.head;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;

/** Random targets and outputs for the tests of heads. */
final class Samples {
  private Samples() {}

  static TargetSchema schema(TargetType type) {
    return switch (type) {
      case CLASSIFICATION, MULTILABEL -> Target.schema("outcome", type, "a", "b", "c");
      case REGRESSION, SURVIVAL -> Target.schema("outcome", type);
    };
  }

  /** A target in which each subject (each cell of a multilabel one) is missing at a given rate. */
  static Target target(TargetType type, int size, double missing, long seed) {
    SplittableRandom random = new Seed(seed).random();
    boolean[] lost = new boolean[size];
    for (int i = 0; i < size; i++) {
      lost[i] = random.nextDouble() < missing;
    }
    IntStream subjects = IntStream.range(0, size);
    return switch (type) {
      case CLASSIFICATION ->
          new Target.Classification(
              schema(type), subjects.map(i -> lost[i] ? -1 : random.nextInt(3)).toArray());
      case MULTILABEL ->
          new Target.Multilabel(
              schema(type),
              subjects.mapToObj(i -> labels(lost[i], missing, random)).toArray(byte[][]::new));
      case REGRESSION ->
          new Target.Regression(
              schema(type),
              subjects
                  .mapToDouble(i -> lost[i] ? Double.NaN : 120 + 15 * random.nextDouble(-2, 2))
                  .toArray());
      case SURVIVAL -> {
        boolean[] events = new boolean[size];
        double[] times = new double[size];
        for (int i = 0; i < size; i++) {
          events[i] = random.nextInt(10) < 6;
          times[i] = lost[i] ? Double.NaN : 1 + random.nextInt(Math.max(2, size / 3));
        }
        yield new Target.Survival(schema(type), times, events);
      }
    };
  }

  private static byte[] labels(boolean lost, double missing, SplittableRandom random) {
    byte[] labels = new byte[3];
    for (int label = 0; label < labels.length; label++) {
      boolean unknown = lost || random.nextDouble() < missing;
      labels[label] = (byte) (unknown ? -1 : random.nextInt(2));
    }
    return labels;
  }

  static double[][] outputs(int rows, int columns, double spread, long seed) {
    SplittableRandom random = new Seed(seed).at("outputs").random();
    double[][] outputs = new double[rows][columns];
    for (double[] row : outputs) {
      Arrays.setAll(row, j -> random.nextDouble(-spread, spread));
    }
    return outputs;
  }
}
