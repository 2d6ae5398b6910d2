package org.interfuse.proof;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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

/** An encoder built for a table or for texts, run on arrays. Owns its parameters. */
final class EncoderCase implements AutoCloseable {
  /**
   * Rows of a table: numeric [n][p], categories [n][q]; of texts the codes of each, of any length.
   */
  record Table(double[][] numeric, int[][] categories) {
    /** Normal numbers; every code of every column occurs. */
    static Table random(FeatureShape shape, int rows, Seed seed) {
      SplittableRandom random = seed.random();
      SequenceShape sequence = shape.sequence();
      if (sequence != null) {
        return texts(sequence, rows, random);
      }
      double[][] numeric = new double[rows][shape.numericWidth()];
      int[][] categories = new int[rows][shape.cardinalities().length];
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < numeric[row].length; i++) {
          numeric[row][i] = (float) random.nextGaussian();
        }
        for (int column = 0; column < categories[row].length; column++) {
          categories[row][column] = row % shape.cardinalities()[column];
        }
      }
      return new Table(numeric, categories);
    }

    /** Texts of one token and more; every code occurs. */
    private static Table texts(SequenceShape sequence, int rows, SplittableRandom random) {
      int[][] codes = new int[rows][];
      for (int row = 0; row < rows; row++) {
        codes[row] = new int[1 + row % sequence.longest()];
        Arrays.setAll(codes[row], t -> random.nextInt(sequence.vocabulary()));
        codes[row][0] = row % sequence.vocabulary();
      }
      return new Table(new double[rows][0], codes);
    }

    int rows() {
      return numeric.length;
    }

    Table select(int... rows) {
      return new Table(
          Arrays.stream(rows).mapToObj(row -> numeric[row].clone()).toArray(double[][]::new),
          Arrays.stream(rows).mapToObj(row -> categories[row].clone()).toArray(int[][]::new));
    }
  }

  final EncoderSpec spec;
  final FeatureShape shape;
  final Parameters parameters;
  final Encoder encoder;
  private final ScalarType type;

  EncoderCase(EncoderSpec spec, FeatureShape shape, ScalarType type, Seed seed) {
    this.spec = spec;
    this.shape = shape;
    this.type = type;
    this.parameters = new Parameters(seed, type);
    try (PointerScope scope = new PointerScope()) {
      this.encoder = spec.build(shape, parameters);
    } catch (RuntimeException e) {
      parameters.close();
      throw e;
    }
  }

  /** With noise on its parameters. */
  EncoderCase disturbed(Seed seed) {
    ParameterValues.disturb(parameters, seed);
    return this;
  }

  double[][] outputs(Table table) {
    try (PointerScope scope = new PointerScope()) {
      return Tensors.toRows(forward(leaf(table), table, Pass.inference()).pooled());
    }
  }

  /** Outputs, and gradients of Σ weights ⊙ outputs. */
  Outcome run(Table table, Pass pass, double[][] weights) {
    try (PointerScope scope = new PointerScope()) {
      ParameterValues.clearGradients(parameters);
      Tensor leaf = leaf(table);
      Tensor pooled = forward(leaf, table, pass).pooled();
      Tensor loss = pooled.mul(Tensors.ofRows(weights).to(type)).sum();
      if (loss.requires_grad()) {
        loss.backward();
      }
      return new Outcome(
          Tensors.toRows(pooled),
          List.of(ParameterValues.gradient(leaf)),
          ParameterValues.gradients(parameters));
    }
  }

  private Tensor leaf(Table table) {
    return Tensors.ofRows(table.numeric()).to(type).set_requires_grad(true);
  }

  private Encoded forward(Tensor numeric, Table table, Pass pass) {
    if (shape.sequence() != null) {
      return encoder.forward(EncoderInput.ofTokens(numeric, tokens(table.categories(), 0)), pass);
    }
    int columns = shape.cardinalities().length;
    int[] codes = Arrays.stream(table.categories()).flatMapToInt(Arrays::stream).toArray();
    Tensor categories = columns == 0 ? null : Tensors.ofInts(codes, table.rows(), columns);
    return encoder.forward(new EncoderInput(numeric, categories), pass);
  }

  /** Filled up with a code that must not matter. */
  private static TokenRows tokens(int[][] texts, int filling) {
    int time = Arrays.stream(texts).mapToInt(text -> text.length).max().orElse(0);
    long[] codes = new long[texts.length * time];
    boolean[] mask = new boolean[codes.length];
    for (int at = 0; at < codes.length; at++) {
      int[] text = texts[at / time];
      mask[at] = at % time < text.length;
      codes[at] = mask[at] ? text[at % time] : filling;
    }
    return new TokenRows(
        Tensors.ofLongs(codes, texts.length, time),
        Tensors.ofBooleans(mask, texts.length, time),
        null);
  }

  /** The tokens that come out for each text, [n][its length][width], and the pooled vectors. */
  Texts texts(Table table, int filling) {
    try (PointerScope scope = new PointerScope()) {
      EncoderInput input = EncoderInput.ofTokens(leaf(table), tokens(table.categories(), filling));
      Encoded encoded = encoder.forward(input, Pass.inference());
      Tensor tokens = Objects.requireNonNull(encoded.tokens(), "tokens");
      Tensor mask = Objects.requireNonNull(encoded.mask(), "mask");
      double[] values = Tensors.toDoubles(tokens);
      int width = (int) tokens.size(2);
      int time = (int) tokens.size(1);
      double[][][] found = new double[table.rows()][][];
      for (int row = 0; row < found.length; row++) {
        found[row] = new double[table.categories()[row].length][];
        for (int t = 0; t < found[row].length; t++) {
          int from = (row * time + t) * width;
          found[row][t] = Arrays.copyOfRange(values, from, from + width);
        }
      }
      return new Texts(
          found,
          Tensors.toRows(encoded.pooled()),
          Arrays.stream(Tensors.toRows(mask)).mapToLong(EncoderCase::ones).toArray());
    }
  }

  private static long ones(double[] row) {
    return Arrays.stream(row).filter(value -> value == 1).count();
  }

  /**
   * What came out of texts.
   *
   * @param tokens of each text those that exist
   * @param pooled [n][width]
   * @param existing of each text how many tokens the mask says there are
   */
  record Texts(double[][][] tokens, double[][] pooled, long[] existing) {}

  @Override
  public void close() {
    parameters.close();
  }
}
