package org.interfuse.encoder.frames;

import org.interfuse.option.Meaning;
import org.interfuse.tensor.attention.Attention;
import org.interfuse.tensor.attention.FeedForward;
import org.interfuse.tensor.attention.TransformerLayer;

/**
 * How frames are read once each is a vector ({@link FrameReader}).
 *
 * @param width p, at least 3
 * @param layers L, at least 1
 * @param heads of attention, a divisor of the width
 * @param feedForward hidden units for each element of the width, above 0
 * @param pooling what becomes of the frames read
 * @param attentionDropout rate in [0, 1), of attention weights
 * @param dropout rate in [0, 1), of what enters the layers, hidden units and the pooled vector
 */
public record FrameReading(
    @Meaning("width of frames and layers, 3 or more") int width,
    @Meaning("number of layers, 1 or more") int layers,
    @Meaning("number of heads, a divisor of the width") int heads,
    @Meaning("hidden units of the feed-forward part for each element of the width, above 0")
        double feedForward,
    @Meaning("what becomes of the frames read") Pooling pooling,
    @Meaning("dropout rate of attention weights, in [0, 1)") double attentionDropout,
    @Meaning("dropout rate of frames, hidden units and the pooled vector, in [0, 1)")
        double dropout) {
  /** What becomes of the frames read. */
  public enum Pooling {
    /** Their mean. */
    MEAN,
    /** A mean weighed by softmax(q · h_t / √p) with a trained q, the plain mean at first. */
    @Meaning("a mean whose weights are trained")
    ATTENTION
  }

  public FrameReading {
    if (width < 3) {
      throw new IllegalArgumentException("width: expected 3 or more, but it is " + width);
    }
    requirePositive("layers", layers);
    requirePositive("heads", heads);
    if (!(feedForward > 0 && feedForward < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "feed_forward: expected a number above 0, but it is " + feedForward);
    }
    requireRate("attention_dropout", attentionDropout);
    requireRate("dropout", dropout);
    Attention.requireDivisor("frames", heads, width);
  }

  /** The defaults. */
  public FrameReading() {
    this(64, 2, 4, 2, Pooling.MEAN, 0.1, 0.1);
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s: expected 1 or more, but it is %,d".formatted(option, value));
    }
  }

  private static void requireRate(String option, double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "%s: expected 0 ≤ rate < 1, but it is %s".formatted(option, rate));
    }
  }

  TransformerLayer.Options layer() {
    int hidden = (int) Math.max(1, Math.round(feedForward * width));
    return new TransformerLayer.Options(
        heads, hidden, FeedForward.Activation.GELU, attentionDropout, dropout);
  }

  /** Bytes that a step holds for one of {@code longest} frames, with their gradients. */
  long frameBytes(long longest) {
    return TransformerLayer.Options.embeddedBytes(width)
        + layers * layer().tokenBytes(width, longest);
  }
}
