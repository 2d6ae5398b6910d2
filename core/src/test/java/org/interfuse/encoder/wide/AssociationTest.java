package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.junit.jupiter.api.Test;

/** Univariate statistics against plain loops over their definitions. */
final class AssociationTest {
  private static final int ROWS = 60;
  private static final int COLUMNS = 400;

  private final WideRowsOf wide = WideRowsOf.random(ROWS, COLUMNS, 2);
  private final double[][] x = wide.scaled();
  private final SplittableRandom random = new SplittableRandom(5);

  private double[] figures(Target target) {
    try (TileScale scale = TileScale.of(wide.features())) {
      int[] all = IntStream.range(0, ROWS).toArray();
      return Association.of(new FeatureTiles(scale, all), target);
    }
  }

  private double[] column(int j, int[] rows) {
    return Arrays.stream(rows).mapToDouble(i -> x[i][j]).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  @Test
  void classesAreOrderedAsByF() {
    int[] labels = random.ints(ROWS, -1, 3).toArray();
    int[] known = IntStream.range(0, ROWS).filter(i -> labels[i] >= 0).toArray();
    Target target =
        new Target.Classification(
            Target.schema("y", TargetType.CLASSIFICATION, "a", "b", "c"), labels);

    double[] figures = figures(target);

    for (int j = 0; j < COLUMNS; j++) {
      double all = mean(column(j, known));
      double between = 0;
      double within = 0;
      for (int c = 0; c < 3; c++) {
        int own = c;
        int[] members = Arrays.stream(known).filter(i -> labels[i] == own).toArray();
        double mean = mean(column(j, members));
        between += members.length * (mean - all) * (mean - all);
        for (double value : column(j, members)) {
          within += (value - mean) * (value - mean);
        }
      }
      double f = between / 2 / (within / (known.length - 3));
      double share = figures[j];
      assertThat(share / (1 - share) * (known.length - 3) / 2).isCloseTo(f, within(1e-4 * (1 + f)));
    }
  }

  @Test
  void numbersHaveTheSquaredCorrelation() {
    double[] values = random.doubles(ROWS, -1, 1).toArray();
    values[4] = Double.NaN;
    int[] known = IntStream.range(0, ROWS).filter(i -> i != 4).toArray();
    double[] y = Arrays.stream(known).mapToDouble(i -> values[i]).toArray();
    Target target = new Target.Regression(Target.schema("y", TargetType.REGRESSION), values);

    double[] figures = figures(target);

    for (int j = 0; j < COLUMNS; j++) {
      double r =
          new org.apache.commons.math3.stat.correlation.PearsonsCorrelation()
              .correlation(column(j, known), y);
      assertThat(figures[j]).isCloseTo(r * r, within(1e-5));
    }
  }

  @Test
  void labelsTakeTheLargestShare() {
    byte[][] labels = new byte[ROWS][];
    Arrays.setAll(labels, i -> new byte[] {(byte) (i % 2), (byte) (i % 5 == 0 ? -1 : i / 30)});
    Target both =
        new Target.Multilabel(Target.schema("y", TargetType.MULTILABEL, "a", "b"), labels);
    double[] expected = new double[COLUMNS];
    for (int label = 0; label < 2; label++) {
      int own = label;
      double[] alone =
          figures(
              new Target.Classification(
                  Target.schema("y", TargetType.CLASSIFICATION, "no", "yes"),
                  Arrays.stream(labels).mapToInt(v -> v[own]).toArray()));
      Arrays.setAll(expected, j -> Math.max(expected[j], alone[j]));
    }

    assertThat(figures(both)).isEqualTo(expected);
  }

  @Test
  void timesHaveTheScoreStatisticOfCox() {
    double[] times = random.ints(ROWS, 1, 25).asDoubleStream().toArray(); // with ties
    boolean[] events = new boolean[ROWS];
    IntStream.range(0, ROWS).forEach(i -> events[i] = random.nextInt(3) > 0);
    times[7] = Double.NaN;
    Target target = new Target.Survival(Target.schema("y", TargetType.SURVIVAL), times, events);

    double[] figures = figures(target);

    for (int j = 0; j < COLUMNS; j++) {
      double score = 0;
      double information = 0;
      for (int i = 0; i < ROWS; i++) {
        if (i == 7 || !events[i]) {
          continue;
        }
        double time = times[i];
        double[] atRisk =
            column(j, IntStream.range(0, ROWS).filter(r -> times[r] >= time).toArray());
        double mean = mean(atRisk);
        score += x[i][j] - mean;
        information += Arrays.stream(atRisk).map(v -> (v - mean) * (v - mean)).average().orElse(0);
      }
      double expected = score * score / information;
      assertThat(figures[j]).isCloseTo(expected, within(1e-4 * (1 + expected)));
    }
  }

  @Test
  void ofCopiesTheFirstIsTaken() {
    double[][] cells = new double[ROWS][9];
    int[] labels = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      Arrays.fill(cells[i], random.nextGaussian());
      cells[i][4] = random.nextGaussian();
      labels[i] = i % 2;
    }
    float[] ones = new float[9];
    Arrays.fill(ones, 1);
    WideRowsOf copies = new WideRowsOf(cells, null, ones, null);
    Target target =
        new Target.Classification(Target.schema("y", TargetType.CLASSIFICATION, "a", "b"), labels);
    try (TileScale scale = TileScale.of(copies.features())) {
      FeatureTiles all = new FeatureTiles(scale, IntStream.range(0, ROWS).toArray());
      double[] figures = Association.of(all, target);
      int[] expected = figures[4] > figures[0] ? new int[] {0, 1, 4} : new int[] {0, 1, 2};

      assertThat(Association.strongest(all, target, 3)).containsExactly(expected);
    }
  }
}
