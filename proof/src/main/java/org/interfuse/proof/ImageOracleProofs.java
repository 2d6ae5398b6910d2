package org.interfuse.proof;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.proof.DualMaps.Dual;
import org.interfuse.proof.ImageCase.Album;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/** Outputs and gradients of an encoder of images against its oracle. */
final class ImageOracleProofs {
  private final ImageSubject subject;
  private final ImageOracle oracle;

  ImageOracleProofs(ImageSubject subject, ImageOracle oracle) {
    this.subject = subject;
    this.oracle = oracle;
  }

  void float64(SequenceShape shape, Worst worst) {
    outputs(shape, ScalarType.Double, worst);
  }

  void float32(SequenceShape shape, Worst worst) {
    outputs(shape, ScalarType.Float, worst);
  }

  private void outputs(SequenceShape shape, ScalarType type, Worst worst) {
    try (ImageCase built = subject.open(shape, type)) {
      Album album = subject.album(shape);
      ImageOracle.Values values =
          new ImageOracle.Values(ParameterValues.read(built.parameters), Map.of());
      ImageCase.Result result = built.outputs(album, Pass.inference());
      for (int row = 0; row < album.rows(); row++) {
        Expected expected = expected(album.subjects()[row], null, values, shape);
        String where = ImageSubject.where(shape) + ", row " + row;
        worst.see(
            Plain.relativeError(result.outcome().outputs()[row], expected.pooled.value()),
            where + ", pooled");
        double[] own = Arrays.copyOf(result.tokens()[row], expected.tokens.value().length);
        worst.see(Plain.relativeError(own, expected.tokens.value()), where + ", places");
      }
    }
  }

  /** Of one subject: the mean over places [width], and the places themselves. */
  private record Expected(Dual pooled, Dual tokens) {}

  private Expected expected(
      double[][] images,
      double @Nullable [][] slopes,
      ImageOracle.Values values,
      SequenceShape shape) {
    int[] axes = shape.axes();
    double[] pooled = new double[0];
    double[] pooledSlope = new double[0];
    double[] tokens = new double[0];
    double[] tokenSlopes = new double[0];
    for (int t = 0; t < images.length; t++) {
      double[] slope = slopes == null ? new double[images[t].length] : slopes[t];
      DualMaps image = new DualMaps(axes[0], axes[1], axes[2], images[t], slope);
      DualMaps maps = oracle.maps(subject.spec(), values, image);
      int width = maps.channels();
      if (t == 0) {
        pooled = new double[width];
        pooledSlope = new double[width];
        tokens = new double[images.length * maps.places() * width];
        tokenSlopes = new double[tokens.length];
      }
      for (int place = 0; place < maps.places(); place++) {
        Dual one = maps.place(place);
        for (int k = 0; k < width; k++) {
          int at = (t * maps.places() + place) * width + k;
          tokens[at] = one.value()[k];
          tokenSlopes[at] = one.slope()[k];
          pooled[k] += one.value()[k] / (images.length * maps.places());
          pooledSlope[k] += one.slope()[k] / (images.length * maps.places());
        }
      }
    }
    return new Expected(new Dual(pooled, pooledSlope), new Dual(tokens, tokenSlopes));
  }

  /** The derivative of the loss of {@link ImageCase#run} in a direction. */
  private double slope(
      Album album, double @Nullable [][][] slopes, ImageOracle.Values values, SequenceShape shape) {
    Seed weights = subject.seed().at("weights");
    double sum = 0;
    for (int row = 0; row < album.rows(); row++) {
      Expected expected =
          expected(album.subjects()[row], slopes == null ? null : slopes[row], values, shape);
      double[] pooled = new double[expected.pooled.value().length];
      double[] tokens = new double[expected.tokens.value().length];
      ImageCase.fill(pooled, pooled.length, weights.at("pooled", row));
      ImageCase.fill(tokens, tokens.length, weights.at("tokens", row));
      sum += dot(pooled, expected.pooled.slope()) + dot(tokens, expected.tokens.slope());
    }
    return sum;
  }

  /** Each parameter tensor in a random direction of its own, and every image. */
  void parameterGradients(SequenceShape shape, Worst worst) {
    try (ImageCase built = subject.open(shape, ScalarType.Double)) {
      Album album = subject.album(shape);
      Map<String, double[]> gradients =
          built
              .run(album, 0, Pass.inference(), subject.seed().at("weights"))
              .outcome()
              .parameterGradients();
      Map<String, double[]> values = ParameterValues.read(built.parameters);
      gradients.forEach(
          (name, gradient) -> {
            double[] direction = direction(gradient.length, subject.seed().at(name));
            Map<String, double[]> slopes = new HashMap<>(Map.of(name, direction));
            double expected = slope(album, null, new ImageOracle.Values(values, slopes), shape);
            worst.see(
                Differences.error(dot(gradient, direction), expected),
                ImageSubject.where(shape) + ", " + name);
          });
    }
  }

  void inputGradients(SequenceShape shape, Worst worst) {
    try (ImageCase built = subject.open(shape, ScalarType.Double)) {
      Album album = subject.album(shape);
      double[] gradient =
          built
              .run(album, 0, Pass.inference(), subject.seed().at("weights"))
              .outcome()
              .inputGradients()
              .get(0);
      ImageOracle.Values values =
          new ImageOracle.Values(ParameterValues.read(built.parameters), Map.of());
      for (int repeat = 0; repeat < 3; repeat++) {
        double[][][] slopes = new double[album.rows()][][];
        double found = 0;
        for (int row = 0; row < album.rows(); row++) {
          slopes[row] = new double[album.subjects()[row].length][];
          for (int t = 0; t < slopes[row].length; t++) {
            Seed own = subject.seed().at("input", repeat).at("image", row * 16L + t);
            slopes[row][t] = direction(shape.tokenSize(), own);
            int at = (row * album.time() + t) * shape.tokenSize();
            found += dot(Arrays.copyOfRange(gradient, at, at + shape.tokenSize()), slopes[row][t]);
          }
        }
        double expected = slope(album, slopes, values, shape);
        worst.see(
            Differences.error(found, expected),
            ImageSubject.where(shape) + ", direction " + repeat);
      }
    }
  }

  private static double[] direction(int length, Seed seed) {
    SplittableRandom random = seed.random();
    double[] direction = new double[length];
    Arrays.setAll(direction, i -> random.nextGaussian() / Math.sqrt(length));
    return direction;
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
