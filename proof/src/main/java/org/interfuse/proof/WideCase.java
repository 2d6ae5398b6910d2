package org.interfuse.proof;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.TrainingRows;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.encoder.WideRows;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;

/** An encoder of wide columns, prepared on the first rows. Owns its parameters. */
final class WideCase implements AutoCloseable {
  /** Those it is prepared on. */
  static final int[] TRAINING = IntStream.range(0, 16).toArray();

  static final double RATE = 0.01;

  final EncoderSpec spec;
  final Parameters parameters;
  final Encoder encoder;
  private final WideFeatures features;
  private final ScalarType type;

  /**
   * A step of training.
   *
   * @param outputs [n][width] before it
   * @param gradients of parameters that the optimiser updates, zeros of others
   * @param squaredNorm of the gradient of those that the encoder updates
   * @param after values after the encoder's own update
   */
  record Step(
      double[][] outputs,
      Map<String, double[]> gradients,
      double squaredNorm,
      Map<String, double[]> after) {}

  /** Built, and not yet prepared. */
  WideCase(EncoderSpec spec, WideColumns columns, ScalarType type, Seed seed) {
    this.spec = spec;
    this.type = type;
    this.features = columns.features();
    this.parameters = new Parameters(seed, type);
    try (PointerScope scope = new PointerScope()) {
      this.encoder = spec.build(features.shape(), parameters);
    } catch (RuntimeException e) {
      parameters.close();
      throw e;
    }
  }

  WideCase prepared(WideColumns columns, Seed seed) {
    encoder.prepare(
        new TrainingRows(features, TRAINING, List.of(columns.classes().select(TRAINING)), seed));
    return this;
  }

  /** With noise on what trains. */
  WideCase disturbed(Seed seed) {
    ParameterValues.disturb(parameters, seed);
    return this;
  }

  private EncoderInput input(int... rows) {
    Tensor none = Tensors.empty(type, rows.length, 0);
    return EncoderInput.ofWide(none, new WideRows(features, rows));
  }

  double[][] outputs(int... rows) {
    try (PointerScope scope = new PointerScope()) {
      return Tensors.toRows(encoder.forward(input(rows), Pass.inference()).pooled());
    }
  }

  /** Of the loss Σ weights ⊙ outputs over all rows that there are weights for. */
  Step step(double[][] weights, Seed seed) {
    int[] rows = IntStream.range(0, weights.length).toArray();
    try (PointerScope scope = new PointerScope()) {
      ParameterValues.clearGradients(parameters);
      Tensor pooled = encoder.forward(input(rows), Pass.training(seed)).pooled();
      pooled.mul(Tensors.ofRows(weights).to(type)).sum().backward();
      double squared = encoder.squaredGradientNorm();
      if (encoder.ownsUpdate()) {
        encoder.update(new UpdateStep(1, RATE, 0, 1, seed));
        encoder.settle();
      }
      return new Step(
          Tensors.toRows(pooled),
          ParameterValues.gradients(parameters),
          squared,
          ParameterValues.read(parameters));
    }
  }

  @Override
  public void close() {
    encoder.close();
    parameters.close();
  }
}
