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
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;

/** An encoder built for a table, run on arrays. Owns its parameters. */
final class EncoderCase implements AutoCloseable {
  /** Rows of a table: numeric [n][p], categories [n][q]. */
  record Table(double[][] numeric, int[][] categories) {
    /** Normal numbers; every code of every column occurs. */
    static Table random(FeatureShape shape, int rows, Seed seed) {
      SplittableRandom random = seed.random();
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
    int columns = shape.cardinalities().length;
    int[] codes = Arrays.stream(table.categories()).flatMapToInt(Arrays::stream).toArray();
    Tensor categories = columns == 0 ? null : Tensors.ofInts(codes, table.rows(), columns);
    return encoder.forward(new EncoderInput(numeric, categories), pass);
  }

  @Override
  public void close() {
    parameters.close();
  }
}
