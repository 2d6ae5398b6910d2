package org.interfuse.proof;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Encoded;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.TokenRows;
import org.interfuse.encoder.TrainingRows;
import org.interfuse.encoder.frames.FrameReading;
import org.interfuse.encoder.frozen.FrozenEncoder;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.preprocessing.TokenStore;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;

/**
 * Proves encoders whose network is frozen, of which what comes after the network is Interfuse's:
 * standardising by the training rows, pooling, tokens; against plain loops in double precision.
 */
final class FrozenProofs {
  /** One vector a row, and several. */
  static final List<FeatureShape> SHAPES =
      List.of(
          FeatureShape.ofSequence(SequenceShape.ofArrays(1, 4)),
          FeatureShape.ofSequence(SequenceShape.ofArrays(5, 3)));

  private static final int ROWS = 24;
  private static final int TRAINING = 16;

  private final EncoderSpec spec;
  private final Seed seed;

  private FrozenProofs(EncoderSpec spec, Seed seed) {
    this.spec = spec;
    this.seed = seed;
  }

  static ProofReport prove(EncoderSpec spec, Seed seed) {
    FrozenProofs proofs = new FrozenProofs(spec, seed);
    List<Proof> all = new ArrayList<>();
    all.add(proofs.prove(Worst.atMost("outputs, float64", 1e-10), proofs::outputs));
    all.add(proofs.prove(Worst.atMost("tokens, float64", 1e-10), proofs::tokens));
    all.add(proofs.prove(Worst.atMost("parameters that train", 0), proofs::frozen));
    all.add(proofs.prove(Worst.atMost("batch independence", 1e-12), proofs::independence));
    all.add(proofs.prove(Worst.atMost("what fills up is inert", 0), proofs::inert));
    all.add(proofs.prove(Worst.atMost("other rows have no say", 0), proofs::otherRows));
    all.add(proofs.prove(Worst.atMost("saved and loaded", 0), proofs::saved));
    all.addAll(proofs.inTime());
    return new ProofReport(spec.type(), spec.toString(), true, all, List.of());
  }

  private Proof prove(Worst worst, BiConsumer<FeatureShape, Worst> check) {
    return FusionProofs.attempt(
        worst.name(),
        () -> {
          SHAPES.forEach(shape -> check.accept(shape, worst));
          return worst.proof();
        });
  }

  /** Vectors that follow each other in time, read by what trains after the network. */
  private List<Proof> inTime() {
    SequenceShape shape = SequenceShape.ofFrames(3, 4);
    if (!spec.reads(FeatureShape.ofSequence(shape))) {
      return List.of();
    }
    FrameReading reading = ImageOracle.plainReading(FrameReading.Pooling.MEAN);
    FrameOracle oracle =
        new FrameOracle(reading, "frames.", (parameters, frame) -> frame); // not standardised yet
    FrameReading masked = new FrameReading(4, 1, 2, 2, reading.pooling(), 0.2, 0.2);
    ImageSubject subject = new ImageSubject(new InTime(masked), new InTime(reading), seed);
    return new FrameProofs(subject, oracle, List.of(shape)).all("in time: ");
  }

  /** What comes after the network, with options that plain loops can follow. */
  private record InTime(FrameReading reading) implements EncoderSpec {
    @Override
    public String type() {
      return "frozen in time";
    }

    @Override
    public Encoder build(FeatureShape shape, Parameters parameters) {
      return new FrozenEncoder(shape, reading, parameters);
    }
  }

  /** Rows of one vector and more, [row][token][width]. */
  private double[][][] rows(FeatureShape shape, String key) {
    SequenceShape sequence = Objects.requireNonNull(shape.sequence());
    SplittableRandom random = seed.at(key).random();
    double[][][] rows = new double[ROWS][][];
    for (int row = 0; row < ROWS; row++) {
      rows[row] = new double[1 + row % sequence.longest()][sequence.tokenSize()];
      for (double[] token : rows[row]) {
        Arrays.setAll(token, j -> (float) (10 * j + (1 + j) * random.nextGaussian()));
      }
    }
    return rows;
  }

  private static SequenceFeatures features(FeatureShape shape, double[][][] rows) {
    int[] starts = new int[rows.length + 1];
    List<double[]> tokens = new ArrayList<>();
    for (int row = 0; row < rows.length; row++) {
      tokens.addAll(Arrays.asList(rows[row]));
      starts[row + 1] = tokens.size();
    }
    int[] numbers = new int[tokens.size()];
    Arrays.setAll(numbers, t -> t);
    return new SequenceFeatures(shape, starts, numbers, new Vectors(tokens), null, null, null);
  }

  private record Vectors(List<double[]> tokens) implements TokenStore {
    @Override
    public int size() {
      return tokens.size();
    }

    @Override
    public Element element() {
      return Element.FLOAT32;
    }

    @Override
    public void read(int token, ByteBuffer target) {
      for (double value : tokens.get(token)) {
        target.putFloat((float) value);
      }
    }

    @Override
    public long heldBytes() {
      return 0;
    }
  }

  /** An encoder that was prepared with the training rows. */
  private Encoder prepared(FeatureShape shape, double[][][] rows, Parameters parameters) {
    int[] training = new int[TRAINING];
    Arrays.setAll(training, row -> row);
    Encoder encoder = spec.build(shape, parameters);
    encoder.prepare(new TrainingRows(features(shape, rows), training, List.of(), seed));
    return encoder;
  }

  private record Result(double[][] pooled, double[] tokens) {}

  /** Runs some rows, filled up to the longest of them. */
  private static Result run(Encoder encoder, double[][][] rows, double filling) {
    int time = Arrays.stream(rows).mapToInt(row -> row.length).max().orElse(0);
    int width = rows[0][0].length;
    double[] values = new double[rows.length * time * width];
    boolean[] mask = new boolean[rows.length * time];
    Arrays.fill(values, filling);
    for (int row = 0; row < rows.length; row++) {
      for (int t = 0; t < rows[row].length; t++) {
        mask[row * time + t] = true;
        System.arraycopy(rows[row][t], 0, values, (row * time + t) * width, width);
      }
    }
    TokenRows tokens =
        new TokenRows(
            Tensors.ofDoubles(values, rows.length, time, width),
            Tensors.ofBooleans(mask, rows.length, time),
            null);
    Tensor none = Tensors.empty(ScalarType.Double, rows.length, 0);
    Encoded encoded = encoder.forward(EncoderInput.ofTokens(none, tokens), Pass.inference());
    Tensor given = encoded.tokens();
    return new Result(
        Tensors.toRows(encoded.pooled()), given == null ? new double[0] : Tensors.toDoubles(given));
  }

  /**
   * [row][token][width] by plain loops: minus the mean of training tokens, over their deviation.
   */
  private static double[][][] standardised(double[][][] rows) {
    int width = rows[0][0].length;
    double[] mean = new double[width];
    double[] square = new double[width];
    int count = 0;
    for (int row = 0; row < TRAINING; row++) {
      count += rows[row].length;
      for (double[] token : rows[row]) {
        for (int j = 0; j < width; j++) {
          mean[j] += token[j];
        }
      }
    }
    for (int j = 0; j < width; j++) {
      mean[j] /= count;
    }
    for (int row = 0; row < TRAINING; row++) {
      for (double[] token : rows[row]) {
        for (int j = 0; j < width; j++) {
          square[j] += (token[j] - mean[j]) * (token[j] - mean[j]);
        }
      }
    }
    double[][][] result = new double[rows.length][][];
    for (int row = 0; row < rows.length; row++) {
      result[row] = new double[rows[row].length][width];
      for (int t = 0; t < rows[row].length; t++) {
        for (int j = 0; j < width; j++) {
          result[row][t][j] = (rows[row][t][j] - mean[j]) / Math.sqrt(square[j] / count);
        }
      }
    }
    return result;
  }

  private void outputs(FeatureShape shape, Worst worst) {
    double[][][] rows = rows(shape, "rows");
    double[][][] expected = standardised(rows);
    try (Parameters parameters = new Parameters(seed, ScalarType.Double);
        PointerScope scope = new PointerScope()) {
      double[][] found = run(prepared(shape, rows, parameters), rows, 0).pooled();
      for (int row = 0; row < ROWS; row++) {
        double[] mean = new double[found[row].length];
        for (double[] token : expected[row]) {
          for (int j = 0; j < mean.length; j++) {
            mean[j] += token[j] / expected[row].length;
          }
        }
        worst.see(Plain.relativeError(found[row], mean), where(shape) + ", row " + row);
      }
    }
  }

  private void tokens(FeatureShape shape, Worst worst) {
    int longest = Objects.requireNonNull(shape.sequence()).longest();
    if (longest == 1) {
      return;
    }
    double[][][] rows = rows(shape, "rows");
    double[][][] expected = standardised(rows);
    int width = rows[0][0].length;
    try (Parameters parameters = new Parameters(seed, ScalarType.Double);
        PointerScope scope = new PointerScope()) {
      double[] found = run(prepared(shape, rows, parameters), rows, 0).tokens();
      for (int row = 0; row < ROWS; row++) {
        for (int t = 0; t < longest; t++) {
          int from = (row * longest + t) * width;
          double[] token = Arrays.copyOfRange(found, from, from + width);
          boolean exists = t < expected[row].length;
          double[] wanted = exists ? expected[row][t] : new double[width];
          double error = exists ? Plain.relativeError(token, wanted) : Plain.norm(token);
          worst.see(error, "%s, row %d, token %d".formatted(where(shape), row, t));
        }
      }
    }
  }

  private void frozen(FeatureShape shape, Worst worst) {
    try (Parameters parameters = new Parameters(seed, ScalarType.Double);
        PointerScope scope = new PointerScope()) {
      prepared(shape, rows(shape, "rows"), parameters);
      worst.see(parameters.trained().size(), where(shape));
    }
  }

  private void independence(FeatureShape shape, Worst worst) {
    double[][][] rows = rows(shape, "rows");
    try (Parameters parameters = new Parameters(seed, ScalarType.Double);
        PointerScope scope = new PointerScope()) {
      Encoder encoder = prepared(shape, rows, parameters);
      double[][] together = run(encoder, rows, 0).pooled();
      for (int row = 0; row < ROWS; row++) {
        double[] alone = run(encoder, new double[][][] {rows[row]}, 0).pooled()[0];
        worst.see(Plain.relativeError(alone, together[row]), where(shape) + ", row " + row);
      }
    }
  }

  /** Whatever stands where no token is, not a number too: bit for bit. */
  private void inert(FeatureShape shape, Worst worst) {
    double[][][] rows = rows(shape, "rows");
    try (Parameters parameters = new Parameters(seed, ScalarType.Double);
        PointerScope scope = new PointerScope()) {
      Encoder encoder = prepared(shape, rows, parameters);
      Result usual = run(encoder, rows, 0);
      for (double filling : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e30}) {
        Result other = run(encoder, rows, filling);
        boolean same =
            Arrays.deepEquals(usual.pooled(), other.pooled())
                && Arrays.equals(usual.tokens(), other.tokens());
        worst.see(same ? 0 : 1, where(shape) + ", filled with " + filling);
      }
    }
  }

  /** Law 5. */
  private void otherRows(FeatureShape shape, Worst worst) {
    double[][][] rows = rows(shape, "rows");
    double[][][] others = rows(shape, "others");
    System.arraycopy(rows, 0, others, 0, TRAINING);
    try (Parameters parameters = new Parameters(seed, ScalarType.Double);
        Parameters again = new Parameters(seed, ScalarType.Double);
        PointerScope scope = new PointerScope()) {
      double[][] left = run(prepared(shape, rows, parameters), rows, 0).pooled();
      double[][] right = run(prepared(shape, others, again), rows, 0).pooled();
      worst.see(Arrays.deepEquals(left, right) ? 0 : 1, where(shape));
    }
  }

  private void saved(FeatureShape shape, Worst worst) {
    double[][][] rows = rows(shape, "rows");
    try (Parameters parameters = new Parameters(seed, ScalarType.Double);
        Parameters loaded = new Parameters(seed.at("another"), ScalarType.Double);
        PointerScope scope = new PointerScope()) {
      Encoder encoder = prepared(shape, rows, parameters);
      Encoder copy = spec.build(shape, loaded);
      ParameterValues.write(loaded, ParameterValues.read(parameters));
      boolean same = Arrays.deepEquals(run(encoder, rows, 0).pooled(), run(copy, rows, 0).pooled());
      worst.see(same ? 0 : 1, where(shape));
    }
  }

  private static String where(FeatureShape shape) {
    SequenceShape sequence = Objects.requireNonNull(shape.sequence());
    return "up to %d vectors of %d".formatted(sequence.longest(), sequence.tokenSize());
  }
}
