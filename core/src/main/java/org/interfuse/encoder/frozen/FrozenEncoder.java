package org.interfuse.encoder.frozen;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Encoded;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.TokenRows;
import org.interfuse.encoder.TrainingRows;
import org.interfuse.encoder.frames.FrameReader;
import org.interfuse.encoder.frames.FrameReading;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.preprocessing.TokenStore;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Representations that were computed elsewhere: every number is standardised by mean and standard
 * deviation (divisor T) of the T tokens of the training rows, and the pooled vector is the mean of
 * a subject's tokens. Nothing trains; a projection or a head learns from it. A number that does not
 * vary among the training tokens becomes 0.
 *
 * <p>Tokens that follow each other in time are read in order by a {@link FrameReader}, which
 * trains.
 */
public final class FrozenEncoder implements Encoder {
  private final int width;
  private final boolean tokens;
  private final Tensor centre; // [width]
  private final Tensor scale; // [width]
  private final @Nullable FrameReader reader;

  /** An encoder of vectors that do not follow each other in time. */
  public FrozenEncoder(FeatureShape shape, Parameters parameters) {
    this(shape, new FrameReading(), parameters);
  }

  /**
   * An encoder of vectors.
   *
   * @param shape of tokens with one axis
   * @param frames how those are read that follow each other in time
   */
  public FrozenEncoder(FeatureShape shape, FrameReading frames, Parameters parameters) {
    SequenceShape sequence = java.util.Objects.requireNonNull(shape.sequence());
    this.width = sequence.axes()[0];
    this.tokens = sequence.longest() > 1;
    ScalarType type = parameters.type();
    long[] size = {width};
    this.centre = parameters.addFixed("centre", size, seed -> Tensors.zeros(type, width));
    this.scale =
        parameters.addFixed(
            "scale", size, seed -> Tensors.zeros(type, width).add_(new Scalar(1.0)));
    this.reader =
        sequence.timed()
            ? new FrameReader(frames, width, sequence, parameters.scope("frames"))
            : null;
  }

  /** Whether it reads modalities of that shape: tokens that are vectors. */
  public static boolean readsShape(FeatureShape shape) {
    SequenceShape sequence = shape.sequence();
    return sequence != null && sequence.axes().length == 1;
  }

  @Override
  public int width() {
    return reader == null ? width : reader.width();
  }

  /** As read, centred, scaled and masked, without gradients. */
  @Override
  public long tokenBytes(long longest) {
    long own = 4L * Float.BYTES * width;
    return reader == null ? own : own + reader.frameBytes();
  }

  @Override
  public void prepare(TrainingRows rows) {
    Moments moments = new Moments(width);
    moments.see((SequenceFeatures) rows.features(), rows.rows());
    try (var scope = new org.bytedeco.javacpp.PointerScope();
        var guard = new org.bytedeco.pytorch.NoGradGuard()) {
      centre.copy_(Tensors.ofDoubles(moments.mean, width).to(centre.scalar_type()));
      scale.copy_(Tensors.ofDoubles(moments.scale(), width).to(scale.scalar_type()));
    }
  }

  @Override
  public Encoded forward(EncoderInput input, Pass pass) {
    TokenRows rows = java.util.Objects.requireNonNull(input.tokens());
    Tensor lacks = rows.mask().logical_not().unsqueeze(-1); // [n, time, 1]
    Tensor standardised =
        rows.values()
            .sub(centre)
            .mul(scale)
            .masked_fill(lacks, new Scalar(0.0)); // [n, time, width]
    if (reader != null) {
      return reader.forward(standardised, rows.mask(), rows.times(), pass);
    }
    Tensor count = rows.mask().sum(1).unsqueeze(-1).to(standardised.scalar_type()); // [n, 1]
    Tensor pooled = standardised.sum(1).div(count); // [n, width]
    return tokens ? new Encoded(pooled, standardised, rows.mask()) : Encoded.pooled(pooled);
  }

  /** Mean and deviation in one pass (Welford 1962). */
  private static final class Moments {
    final double[] mean;
    private final double[] squares;
    private long count;

    Moments(int width) {
      this.mean = new double[width];
      this.squares = new double[width];
    }

    void see(SequenceFeatures features, int[] rows) {
      TokenStore store = java.util.Objects.requireNonNull(features.store());
      ByteBuffer bytes =
          ByteBuffer.allocate(mean.length * Float.BYTES).order(ByteOrder.nativeOrder());
      FloatBuffer numbers = bytes.asFloatBuffer();
      for (int row : rows) {
        for (int t = features.starts()[row]; t < features.starts()[row + 1]; t++) {
          bytes.clear();
          store.read(features.tokens()[t], bytes);
          see(numbers);
        }
      }
    }

    private void see(FloatBuffer numbers) {
      count++;
      for (int j = 0; j < mean.length; j++) {
        double value = numbers.get(j);
        double before = value - mean[j];
        mean[j] += before / count;
        squares[j] += before * (value - mean[j]);
      }
    }

    /** One over the deviation; 0 where there is none beyond rounding. */
    double[] scale() {
      double[] scale = new double[mean.length];
      for (int j = 0; j < scale.length; j++) {
        double deviation = count == 0 ? 0 : Math.sqrt(squares[j] / count);
        scale[j] = deviation > 1e-6 * Math.abs(mean[j]) ? 1 / deviation : 0;
      }
      return scale;
    }
  }
}
