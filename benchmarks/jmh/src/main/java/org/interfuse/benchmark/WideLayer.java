package org.interfuse.benchmark;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Activation;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.encoder.WideRows;
import org.interfuse.encoder.wide.Arithmetic;
import org.interfuse.encoder.wide.Projection;
import org.interfuse.encoder.wide.WideEncoder;
import org.interfuse.encoder.wide.WideOptimiser;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;

/** A dense projection of wide columns that learns from gradients drawn by chance. */
final class WideLayer implements AutoCloseable {
  static final int BATCH = 64;
  static final int WIDTH = 512;
  private static final Seed SEED = new Seed(7);
  private static final double RATE = 1e-3;
  private static final double DECAY = 0.01;

  private final WideFeatures features;
  private final PointerScope memory = new PointerScope();
  private final Parameters parameters = new Parameters(SEED);
  private final Encoder encoder;
  private final Tensor gradient; // [BATCH, WIDTH]
  private final SplittableRandom random = SEED.random();
  private int step;

  WideLayer(WideFeatures features, Arithmetic arithmetic, WideOptimiser optimiser) {
    this.features = features;
    WideEncoder.Spec spec =
        new WideEncoder.Spec(
            Projection.DENSE,
            WIDTH,
            /* components= */ 1,
            /* keep= */ 1,
            arithmetic,
            optimiser,
            /* l1= */ 0,
            /* group= */ 0,
            /* dropout= */ 0,
            /* normalise= */ false,
            Activation.GELU);
    this.encoder = spec.build(features.shape(), parameters);
    this.gradient =
        Tensors.empty(ScalarType.Float, BATCH, WIDTH)
            .normal_(0, 1, new GeneratorOptional(SEED.generator()));
  }

  /**
   * Rows go forward, on the way the update that the step before put off, then backward; the norm of
   * the gradient is taken and the next update put off, or made at once of sparse rows.
   *
   * @return the squared norm
   */
  double step() {
    step++;
    int[] rows = random.ints(BATCH, 0, features.rows()).toArray();
    try (PointerScope scope = new PointerScope()) {
      EncoderInput input =
          EncoderInput.ofWide(
              Tensors.empty(ScalarType.Float, BATCH, 0), new WideRows(features, rows));
      Tensor output = encoder.forward(input, Pass.training(SEED.at("pass", step))).pooled();
      Backward.from(output, gradient);
      double norm = encoder.squaredGradientNorm();
      encoder.update(new UpdateStep(step, RATE, DECAY, 1, SEED.at("step", step)));
      return norm;
    }
  }

  @Override
  public void close() {
    encoder.close();
    parameters.close();
    memory.close();
  }
}
