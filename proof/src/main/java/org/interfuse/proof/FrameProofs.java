package org.interfuse.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.proof.ImageCase.Album;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;

/**
 * Proves what reads frames in time: pooled vectors, frames read and gradients against plain loops
 * and differences in random directions, frames that do not exist, times, saving, seeds.
 */
final class FrameProofs {
  private static final double FLOOR = 1e-9;

  private final ImageSubject subject;
  private final FrameOracle oracle;
  private final List<SequenceShape> shapes;

  FrameProofs(ImageSubject subject, FrameOracle oracle, List<SequenceShape> shapes) {
    this.subject = subject;
    this.oracle = oracle;
    this.shapes = List.copyOf(shapes);
  }

  /**
   * All proofs.
   *
   * @param prefix of their names
   */
  List<Proof> all(String prefix) {
    ImageContractProofs contract = new ImageContractProofs(subject);
    List<Proof> proofs = new ArrayList<>();
    proofs.add(prove(Worst.atMost(prefix + "outputs, float64", 1e-10), this::float64));
    proofs.add(prove(Worst.atMost(prefix + "outputs, float32", 1e-4), this::float32));
    proofs.add(prove(Worst.atMost(prefix + "gradients of inputs", 1e-6), this::inputGradients));
    proofs.add(
        prove(Worst.atMost(prefix + "gradients of parameters", 1e-6), this::parameterGradients));
    proofs.add(prove(Worst.above(prefix + "every parameter trains", FLOOR), contract::train));
    proofs.add(prove(Worst.atMost(prefix + "batch independence", 1e-12), contract::independence));
    proofs.add(
        prove(Worst.atMost(prefix + "frames that do not exist are inert", 0), contract::inert));
    proofs.add(prove(Worst.above(prefix + "the order is seen", 1e-6), this::ordered));
    proofs.add(prove(Worst.atMost(prefix + "saved and loaded", 0), contract::saved));
    proofs.add(prove(Worst.atMost(prefix + "same seed, same bits", 0), contract::seeded));
    proofs.add(prove(Worst.atMost(prefix + "nothing random at inference", 1e-12), this::inference));
    return proofs;
  }

  private Proof prove(Worst worst, BiConsumer<SequenceShape, Worst> check) {
    return FusionProofs.attempt(
        worst.name(),
        () -> {
          shapes.forEach(shape -> check.accept(shape, worst));
          return worst.proof();
        });
  }

  private void float64(SequenceShape shape, Worst worst) {
    outputs(shape, ScalarType.Double, worst);
  }

  private void float32(SequenceShape shape, Worst worst) {
    outputs(shape, ScalarType.Float, worst);
  }

  private void outputs(SequenceShape shape, ScalarType type, Worst worst) {
    try (ImageCase built = subject.open(shape, type)) {
      Album album = subject.album(shape);
      Map<String, double[]> values = ParameterValues.read(built.parameters);
      double[][][] vectors = vectors(album, values);
      double[][] times = Objects.requireNonNull(album.times());
      ImageCase.Result result = built.outputs(album, Pass.inference());
      for (int row = 0; row < album.rows(); row++) {
        FrameOracle.Read read = oracle.read(values, vectors[row], times[row]);
        String where = ImageSubject.where(shape) + ", row " + row;
        worst.see(
            Plain.relativeError(result.outcome().outputs()[row], read.pooled()),
            where + ", pooled");
        double[] tokens = flat(read.tokens());
        double[] own = Arrays.copyOf(result.tokens()[row], tokens.length);
        worst.see(Plain.relativeError(own, tokens), where + ", frames");
      }
    }
  }

  /** Per subject the vectors of its frames. */
  private double[][][] vectors(Album album, Map<String, double[]> values) {
    return Arrays.stream(album.subjects())
        .map(frames -> oracle.vectors(values, frames))
        .toArray(double[][][]::new);
  }

  private static double[] flat(List<double[]> tokens) {
    return tokens.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /** The loss of {@link ImageCase#run}. */
  private double loss(Album album, double[][][] vectors, Map<String, double[]> values) {
    Seed weights = subject.seed().at("weights");
    double[][] times = Objects.requireNonNull(album.times());
    double sum = 0;
    for (int row = 0; row < vectors.length; row++) {
      FrameOracle.Read read = oracle.read(values, vectors[row], times[row]);
      double[] tokens = flat(read.tokens());
      double[] pooled = new double[read.pooled().length];
      double[] each = new double[tokens.length];
      ImageCase.fill(pooled, pooled.length, weights.at("pooled", row));
      ImageCase.fill(each, each.length, weights.at("tokens", row));
      sum += dot(pooled, read.pooled()) + dot(each, tokens);
    }
    return sum;
  }

  /**
   * Each parameter of what reads vectors in a random direction of its own, and all of what makes
   * them in one.
   */
  private void parameterGradients(SequenceShape shape, Worst worst) {
    try (ImageCase built = subject.open(shape, ScalarType.Double)) {
      Album album = subject.album(shape);
      Map<String, double[]> values = ParameterValues.read(built.parameters);
      Map<String, double[]> gradients = run(built, album).outcome().parameterGradients();
      double[][][] vectors = vectors(album, values);
      Map<String, double[]> before = new HashMap<>();
      gradients.forEach(
          (name, gradient) -> {
            double[] direction = direction(gradient.length, subject.seed().at(name));
            if (name.startsWith(oracle.prefix())) {
              double error =
                  error(
                      gradients,
                      Map.of(name, direction),
                      values,
                      there -> loss(album, vectors, there));
              worst.see(error, ImageSubject.where(shape) + ", " + name);
            } else {
              before.put(name, direction);
            }
          });
      if (!before.isEmpty()) {
        double error =
            error(gradients, before, values, there -> loss(album, vectors(album, there), there));
        worst.see(error, ImageSubject.where(shape) + ", what makes vectors");
      }
    }
  }

  /** How far gradients are from differences of a loss in one direction. */
  private static double error(
      Map<String, double[]> gradients,
      Map<String, double[]> direction,
      Map<String, double[]> values,
      ToDoubleFunction<Map<String, double[]>> loss) {
    double found = 0;
    for (Map.Entry<String, double[]> entry : direction.entrySet()) {
      found += dot(Objects.requireNonNull(gradients.get(entry.getKey())), entry.getValue());
    }
    double[] place = new double[1];
    DoubleSupplier moved =
        () -> {
          Map<String, double[]> there = new HashMap<>(values);
          direction.forEach(
              (name, own) ->
                  there.put(name, sum(Objects.requireNonNull(values.get(name)), own, place[0])));
          return loss.applyAsDouble(there);
        };
    return Differences.error(found, place, 0, moved);
  }

  /** Every frame of every subject, in random directions. */
  private void inputGradients(SequenceShape shape, Worst worst) {
    try (ImageCase built = subject.open(shape, ScalarType.Double)) {
      Album album = subject.album(shape);
      Map<String, double[]> values = ParameterValues.read(built.parameters);
      double[] gradient = run(built, album).outcome().inputGradients().get(0);
      int size = shape.tokenSize();
      for (int repeat = 0; repeat < 3; repeat++) {
        Seed seed = subject.seed().at("input", repeat);
        double[][][] directions = new double[album.rows()][][];
        double found = 0;
        for (int row = 0; row < album.rows(); row++) {
          directions[row] = new double[album.subjects()[row].length][];
          for (int t = 0; t < directions[row].length; t++) {
            directions[row][t] = direction(size, seed.at("frame", row * 16L + t));
            int at = (row * album.time() + t) * size;
            found += dot(Arrays.copyOfRange(gradient, at, at + size), directions[row][t]);
          }
        }
        double[] place = new double[1];
        DoubleSupplier moved =
            () -> loss(album, vectors(moved(album, directions, place[0]), values), values);
        worst.see(
            Differences.error(found, place, 0, moved),
            ImageSubject.where(shape) + ", direction " + repeat);
      }
    }
  }

  private static Album moved(Album album, double[][][] directions, double place) {
    double[][][] subjects = new double[album.rows()][][];
    for (int row = 0; row < subjects.length; row++) {
      subjects[row] = new double[directions[row].length][];
      for (int t = 0; t < subjects[row].length; t++) {
        subjects[row][t] = sum(album.subjects()[row][t], directions[row][t], place);
      }
    }
    return new Album(album.axes(), subjects, album.times());
  }

  /** How much the pooled vector changes where the first frame and the last change places. */
  private void ordered(SequenceShape shape, Worst worst) {
    try (ImageCase built = subject.open(shape, ScalarType.Double)) {
      Album album = subject.album(shape);
      double[][][] turned = new double[album.rows()][][];
      for (int row = 0; row < turned.length; row++) {
        turned[row] = album.subjects()[row].clone();
        int last = turned[row].length - 1;
        turned[row][0] = album.subjects()[row][last];
        turned[row][last] = album.subjects()[row][0];
      }
      double[][] there = built.outputs(album, Pass.inference()).outcome().outputs();
      Album other = new Album(album.axes(), turned, album.times());
      double[][] back = built.outputs(other, Pass.inference()).outcome().outputs();
      for (int row = 0; row < turned.length; row++) {
        if (turned[row].length > 1) {
          worst.see(
              Plain.relativeError(there[row], back[row]),
              ImageSubject.where(shape) + ", row " + row);
        }
      }
    }
  }

  /**
   * The options asked for against the same without anything random. Not by bits: where attention
   * weights are dropped at times, another kernel computes them.
   */
  private void inference(SequenceShape shape, Worst worst) {
    Album album = subject.album(shape);
    try (ImageCase built = subject.asked(shape);
        ImageCase again = subject.asked(shape)) {
      double[][] left = built.outputs(album, Pass.inference()).outcome().outputs();
      double[][] right = again.outputs(album, Pass.trainingWithoutMasks()).outcome().outputs();
      for (int row = 0; row < left.length; row++) {
        worst.see(Plain.relativeError(left[row], right[row]), ImageSubject.where(shape));
      }
    }
  }

  private ImageCase.Result run(ImageCase built, Album album) {
    return built.run(album, 0, Pass.inference(), subject.seed().at("weights"));
  }

  private static double[] direction(int length, Seed seed) {
    SplittableRandom random = seed.random();
    double[] direction = new double[length];
    Arrays.setAll(direction, i -> random.nextGaussian() / Math.sqrt(length));
    return direction;
  }

  private static double[] sum(double[] values, double[] direction, double factor) {
    double[] sum = values.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * direction[i];
    }
    return sum;
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
