package org.interfuse.tensor.attention;

import org.bytedeco.pytorch.Tensor;
import org.interfuse.tensor.LayerNorm;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.jspecify.annotations.Nullable;

/**
 * One layer of a transformer that normalises first: x ← x + MHA(LN(x)), x ← x + FF(LN(x)). Of width
 * p: 4p² + 7p parameters and those of {@link FeedForward}; 12p² + 12p with 4p hidden units.
 */
public final class TransformerLayer {
  /**
   * What a layer is made of.
   *
   * @param heads a divisor of the width
   * @param hidden f, units of the feed-forward part
   * @param attentionDropout rate at which attention weights are dropped in training
   * @param dropout rate at which hidden units are dropped in training
   */
  public record Options(
      int heads,
      int hidden,
      FeedForward.Activation activation,
      double attentionDropout,
      double dropout) {
    /** Without dropout, with Gaussian error units. */
    public static Options gelu(int heads, int hidden) {
      return new Options(heads, hidden, FeedForward.Activation.GELU, 0, 0);
    }

    /**
     * An estimate of the bytes that a step of training holds of a layer for one token: 4 (16p +
     * 4.5f), and where attention weights are dropped, which are written out then, 24 for each head
     * and token that is read. Fitted to what steps were seen to hold, of widths 64 and 128.
     *
     * @param width p
     * @param longest tokens that each reads
     */
    public long tokenBytes(long width, long longest) {
      long weights = attentionDropout > 0 ? 6L * heads * longest : 0;
      return Float.BYTES * (16 * width + 9L * hidden / 2 + weights);
    }

    /** The same for what stands around the layers: a token with its place, and what is pooled. */
    public static long embeddedBytes(long width) {
      return Float.BYTES * 10 * width;
    }

    /** The number of parameter elements of a layer that normalises twice. */
    public long parameterCount(long width) {
      long norms = 4 * width;
      return Attention.parameterCount(width)
          + norms
          + FeedForward.parameterCount(width, hidden, activation);
    }
  }

  private final Options options;
  private final @Nullable LayerNorm attentionNorm;
  private final Attention attention;
  private final LayerNorm feedForwardNorm;
  private final FeedForward feedForward;

  /** A layer; {@code normalises} says whether the first normalisation is there. */
  public TransformerLayer(int width, Options options, boolean normalises, Parameters parameters) {
    this.options = options;
    attentionNorm = normalises ? LayerNorm.create(parameters, "attention.norm", width) : null;
    attention = new Attention(width, options.heads(), parameters.scope("attention"));
    feedForwardNorm = LayerNorm.create(parameters, "feed_forward.norm", width);
    feedForward =
        new FeedForward(
            width, options.hidden(), options.activation(), parameters.scope("feed_forward"));
  }

  /**
   * Applies the layer.
   *
   * @param x [B, k, p]
   * @param readable [B, k] boolean, true somewhere in every row: which of them exist; null if all
   *     do
   * @param asking n ≤ k: only the first n are wanted of the result
   * @return [B, n, p]
   */
  public Tensor forward(Tensor x, @Nullable Tensor readable, long asking, Pass pass) {
    Tensor keys = attentionNorm == null ? x : attentionNorm.forward(x);
    Tensor queries = first(keys, asking);
    Tensor read = attention.forward(queries, keys, readable, options.attentionDropout(), pass);
    Tensor sum = first(x, asking).add(read); // [B, n, p]
    return sum.add(feedForward.forward(feedForwardNorm.forward(sum), options.dropout(), pass));
  }

  /** [B, n, k]: what the first n read of each in {@link #forward}, the mean over the heads. */
  public Tensor weights(Tensor x, @Nullable Tensor readable, long asking) {
    Tensor keys = attentionNorm == null ? x : attentionNorm.forward(x);
    return attention.weights(first(keys, asking), keys, readable);
  }

  private static Tensor first(Tensor x, long count) {
    return count == x.size(1) ? x : x.narrow(1, 0, count);
  }
}
