package org.interfuse.encoder.wide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.TrainingRows;
import org.interfuse.encoder.WideRows;
import org.interfuse.modality.ArrayMatrix;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Wide features in memory, and what the tests compute of them with plain loops. */
record WideRowsOf(
    double[][] cells, float @Nullable [] centre, float[] scale, @Nullable ColumnGroups groups) {

  /** Columns that share a few factors, some cells missing, means and scales of all rows. */
  static WideRowsOf random(int n, int p, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] factors = new double[n][6];
    for (double[] row : factors) {
      Arrays.setAll(row, k -> random.nextGaussian() * (6 - k));
    }
    double[][] cells = new double[n][p];
    for (int j = 0; j < p; j++) {
      double[] weights = random.doubles(6, -1, 1).toArray();
      double level = random.nextDouble(-2, 2);
      for (int i = 0; i < n; i++) {
        double sum = level + random.nextGaussian();
        for (int k = 0; k < 6; k++) {
          sum += weights[k] * factors[i][k] / 4;
        }
        cells[i][j] = random.nextInt(40) == 0 ? Double.NaN : (float) sum;
      }
    }
    float[] centre = new float[p];
    float[] scale = new float[p];
    for (int j = 0; j < p; j++) {
      int column = j;
      double[] known =
          Arrays.stream(cells)
              .mapToDouble(row -> row[column])
              .filter(v -> !Double.isNaN(v))
              .toArray();
      double mean = Arrays.stream(known).average().orElse(0);
      double variance = Arrays.stream(known).map(v -> (v - mean) * (v - mean)).average().orElse(1);
      centre[j] = (float) mean;
      scale[j] = (float) (1 / Math.sqrt(variance));
    }
    return new WideRowsOf(cells, centre, scale, null);
  }

  WideRowsOf grouped(ColumnGroups own) {
    return new WideRowsOf(cells, centre, scale, own);
  }

  int rows() {
    return cells.length;
  }

  int columns() {
    return scale.length;
  }

  FeatureShape shape() {
    List<String> names = new ArrayList<>();
    IntStream.range(0, columns()).forEach(j -> names.add("c" + j));
    return FeatureShape.ofWide(names, groups);
  }

  @SuppressWarnings("NullAway") // javac drops the annotation of an array parameter of a record
  WideFeatures features() {
    return new WideFeatures(ArrayMatrix.of(cells), shape(), false, centre, scale, this);
  }

  /** What the cells stand for: scaled, missing ones 0. */
  double[][] scaled() {
    double[][] scaled = new double[rows()][columns()];
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < columns(); j++) {
        double mean = centre == null ? 0 : centre[j];
        scaled[i][j] = Double.isNaN(cells[i][j]) ? 0 : (cells[i][j] - mean) * scale[j];
      }
    }
    return scaled;
  }

  /** Two classes that follow the first columns. */
  Target.Classification classes() {
    double[][] x = scaled();
    int[] labels = new int[rows()];
    Arrays.setAll(labels, i -> x[i][0] + x[i][1] > 0.2 ? 1 : 0);
    return new Target.Classification(
        Target.schema("y", TargetType.CLASSIFICATION, "no", "yes"), labels);
  }

  static TrainingRows training(WideFeatures features, int[] rows, Target target) {
    return new TrainingRows(features, rows, List.of(target.select(rows)), new Seed(3));
  }

  /** Some rows as an encoder is given them; belongs to the current pointer scope. */
  static EncoderInput input(WideFeatures features, ScalarType type, int... rows) {
    return EncoderInput.ofWide(Tensors.empty(type, rows.length, 0), new WideRows(features, rows));
  }
}
