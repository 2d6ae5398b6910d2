package org.interfuse.encoder.frames;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Encoded;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.LayerNorm;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.attention.TimeEncoding;
import org.interfuse.tensor.attention.TransformerLayer;
import org.jspecify.annotations.Nullable;

/**
 * A transformer over frames (Vaswani et al. 2017) that normalises before each part: x_t = dropout(W
 * v_t + b + TE(t)) with sines and cosines of time ({@link TimeEncoding#ofTimes}), then L layers,
 * then LN. Tokens are what comes out at each frame, and the pooled vector is their mean, or one
 * weighed by softmax(q · h_t / √p). For frames of d numbers, width p and f hidden units: (d + 1) p
 * + L (4p² + 7p + 2pf + f + p) + 2p parameters, and p more for q; time O(n L (k p² + k² p)) for k
 * frames.
 *
 * <p>What stands where there is no frame means nothing, not a number too.
 */
public final class FrameReader {
  private final FrameReading options;
  private final long frameBytes;
  private final Linear input;
  private final List<TransformerLayer> layers = new ArrayList<>();
  private final LayerNorm norm;
  private final @Nullable Tensor query; // [p]

  /**
   * With fresh parameters.
   *
   * @param in numbers in a frame
   * @param frames what they are
   */
  public FrameReader(FrameReading options, long in, SequenceShape frames, Parameters parameters) {
    this.options = options;
    this.frameBytes = options.frameBytes(frames.longest());
    int width = options.width();
    input = Linear.create(parameters, "input", in, width);
    for (int layer = 0; layer < options.layers(); layer++) {
      Parameters own = parameters.scope("layers." + layer);
      layers.add(new TransformerLayer(width, options.layer(), true, own));
    }
    norm = LayerNorm.create(parameters, "norm", width);
    query =
        options.pooling() == FrameReading.Pooling.MEAN
            ? null
            : parameters.add("query", Initialisation.zeros(), Parameter.Role.WEIGHT, width);
  }

  /** p. */
  public int width() {
    return options.width();
  }

  /** An estimate of the bytes that a step of training holds for one frame. */
  public long frameBytes() {
    return frameBytes;
  }

  /**
   * Reads.
   *
   * @param vectors [n, time, d]
   * @param mask [n, time] boolean, true where a frame exists, somewhere in every row
   * @param times [n, time]; null for the places
   */
  public Encoded forward(Tensor vectors, Tensor mask, @Nullable Tensor times, Pass pass) {
    Tensor lacking = mask.logical_not();
    Tensor existing = vectors.masked_fill(lacking.unsqueeze(-1), new Scalar(0.0));
    Tensor placed = input.forward(existing); // [n, time, p]
    ScalarType type = placed.scalar_type();
    Tensor when =
        times == null
            ? TimeEncoding.of(mask, width(), type)
            : TimeEncoding.ofTimes(times.masked_fill(lacking, new Scalar(0.0)), width(), type);
    Tensor x = pass.dropout(placed.add(when), options.dropout());
    for (TransformerLayer layer : layers) {
      x = layer.forward(x, mask, x.size(1), pass);
    }
    Tensor read = norm.forward(x);
    return new Encoded(pass.dropout(pooled(read, mask), options.dropout()), read, mask);
  }

  /** [n, p]. */
  private Tensor pooled(Tensor read, Tensor mask) {
    if (query == null) {
      Tensor exists = mask.to(read.scalar_type()).unsqueeze(2); // [n, time, 1]
      return read.mul(exists).sum(1).div(exists.sum(1));
    }
    Tensor scores = read.matmul(query).mul(new Scalar(1 / Math.sqrt(width()))); // [n, time]
    Tensor excluded = scores.masked_fill(mask.logical_not(), new Scalar(Double.NEGATIVE_INFINITY));
    return read.mul(excluded.softmax(1).unsqueeze(2)).sum(1);
  }
}
