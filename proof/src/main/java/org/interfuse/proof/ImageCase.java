package org.interfuse.proof;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Encoded;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.TokenRows;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** An encoder of images, or of frames, run on arrays. Owns its parameters. */
final class ImageCase implements AutoCloseable {
  /**
   * The images, or frames, of some subjects.
   *
   * @param axes of an image
   * @param subjects [n][images][numbers]
   * @param times [n][images] when each was taken, as float32 has it; null where they have no times
   */
  record Album(int[] axes, double[][][] subjects, double @Nullable [][] times) {
    /** Normal numbers; the subjects have 1, 2, … images in turn, at times that are uneven. */
    static Album random(SequenceShape shape, int rows, Seed seed) {
      SplittableRandom random = seed.random();
      double[][][] subjects = new double[rows][][];
      for (int row = 0; row < rows; row++) {
        subjects[row] = new double[1 + row % shape.longest()][shape.tokenSize()];
        for (double[] image : subjects[row]) {
          Arrays.setAll(image, i -> (float) random.nextGaussian());
        }
      }
      return new Album(shape.axes(), subjects, shape.timed() ? times(subjects, random) : null);
    }

    private static double[][] times(double[][][] subjects, SplittableRandom random) {
      double[][] times = new double[subjects.length][];
      for (int row = 0; row < times.length; row++) {
        times[row] = new double[subjects[row].length];
        for (int t = 1; t < times[row].length; t++) {
          times[row][t] = (float) (times[row][t - 1] + 3 * random.nextDouble());
        }
      }
      return times;
    }

    int rows() {
      return subjects.length;
    }

    int time() {
      return Arrays.stream(subjects).mapToInt(own -> own.length).max().orElse(0);
    }

    Album select(int... rows) {
      double[][] all = times;
      return new Album(
          axes,
          Arrays.stream(rows).mapToObj(row -> subjects[row]).toArray(double[][][]::new),
          all == null
              ? null
              : Arrays.stream(rows).mapToObj(row -> all[row]).toArray(double[][]::new));
    }
  }

  /**
   * Results of a pass.
   *
   * @param outcome pooled vectors, gradients of the images and of the parameters
   * @param tokens [n][places × width]; of images that do not exist as well
   */
  record Result(Outcome outcome, double[][] tokens) {}

  final SequenceShape shape;
  final Parameters parameters;
  final Encoder encoder;
  private final ScalarType type;

  ImageCase(EncoderSpec spec, SequenceShape shape, ScalarType type, Seed seed) {
    this.shape = shape;
    this.type = type;
    this.parameters = new Parameters(seed, type);
    try (PointerScope scope = new PointerScope()) {
      this.encoder = spec.build(FeatureShape.ofSequence(shape), parameters);
    } catch (RuntimeException e) {
      parameters.close();
      throw e;
    }
  }

  ImageCase disturbed(Seed seed) {
    ParameterValues.disturb(parameters, seed);
    return this;
  }

  /** Without gradients of interest. */
  Result outputs(Album album, Pass pass) {
    return run(album, 0, pass, new Seed(0));
  }

  /**
   * Gradients of Σ w ⊙ pooled + Σ v ⊙ tokens that exist, w and v of {@link #weight}.
   *
   * @param filling what stands where there is no image
   */
  Result run(Album album, double filling, Pass pass, Seed weights) {
    try (PointerScope scope = new PointerScope()) {
      ParameterValues.clearGradients(parameters);
      Tensor leaf = leaf(album, filling);
      Encoded encoded =
          encoder.forward(
              EncoderInput.ofTokens(
                  Tensors.empty(type, album.rows(), 0),
                  new TokenRows(leaf, mask(album), times(album))),
              pass);
      Tensor tokens = java.util.Objects.requireNonNull(encoded.tokens());
      int perRow = Math.toIntExact(tokens.size(1) * tokens.size(2));
      double[][] pooledWeights = new double[album.rows()][encoder.width()];
      double[][] tokenWeights = new double[album.rows()][perRow];
      for (int row = 0; row < album.rows(); row++) {
        int own = perRow / album.time() * album.subjects()[row].length;
        fill(pooledWeights[row], encoder.width(), weights.at("pooled", row));
        fill(tokenWeights[row], own, weights.at("tokens", row));
      }
      Tensor loss =
          encoded
              .pooled()
              .mul(Tensors.ofRows(pooledWeights).to(type))
              .sum()
              .add(tokens.flatten(1, 2).mul(Tensors.ofRows(tokenWeights).to(type)).sum());
      loss.backward();
      return new Result(
          new Outcome(
              Tensors.toRows(encoded.pooled()),
              List.of(ParameterValues.gradient(leaf)),
              ParameterValues.gradients(parameters)),
          Tensors.toRows(tokens.flatten(1, 2)));
    }
  }

  /** The first numbers of a row of weights. */
  static void fill(double[] weights, int count, Seed seed) {
    SplittableRandom random = seed.random();
    for (int i = 0; i < count; i++) {
      weights[i] = random.nextGaussian();
    }
  }

  private Tensor leaf(Album album, double filling) {
    int size = shape.tokenSize();
    double[] values = new double[album.rows() * album.time() * size];
    Arrays.fill(values, filling);
    for (int row = 0; row < album.rows(); row++) {
      for (int t = 0; t < album.subjects()[row].length; t++) {
        int at = (row * album.time() + t) * size;
        System.arraycopy(album.subjects()[row][t], 0, values, at, size);
      }
    }
    long[] sizes = new long[2 + album.axes().length];
    sizes[0] = album.rows();
    sizes[1] = album.time();
    for (int axis = 0; axis < album.axes().length; axis++) {
      sizes[2 + axis] = album.axes()[axis];
    }
    return Tensors.ofDoubles(values, sizes).to(type).set_requires_grad(true);
  }

  /** [n, time] float32, 0 where there is no image. */
  private static @Nullable Tensor times(Album album) {
    double[][] times = album.times();
    if (times == null) {
      return null;
    }
    float[] values = new float[album.rows() * album.time()];
    for (int row = 0; row < times.length; row++) {
      for (int t = 0; t < times[row].length; t++) {
        values[row * album.time() + t] = (float) times[row][t];
      }
    }
    return Tensors.ofFloats(values, album.rows(), album.time());
  }

  private static Tensor mask(Album album) {
    boolean[] mask = new boolean[album.rows() * album.time()];
    for (int row = 0; row < album.rows(); row++) {
      int start = row * album.time();
      Arrays.fill(mask, start, start + album.subjects()[row].length, true);
    }
    return Tensors.ofBooleans(mask, album.rows(), album.time());
  }

  @Override
  public void close() {
    encoder.close();
    parameters.close();
  }
}
