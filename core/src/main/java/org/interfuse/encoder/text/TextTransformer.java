package org.interfuse.encoder.text;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Encoded;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.TokenRows;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.LayerNorm;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.attention.Attention;
import org.interfuse.tensor.attention.FeedForward;
import org.interfuse.tensor.attention.TimeEncoding;
import org.interfuse.tensor.attention.TransformerLayer;

/**
 * A transformer over a text's words (Vaswani et al. 2017) that normalises before each part: x_t =
 * dropout(e(w_t) + 0.1 · place(t)) with sines and cosines for places ({@link TimeEncoding}), then L
 * layers, then LN. Tokens are what comes out at each word, and the pooled vector is their mean. V ·
 * p + L (12p² + 12p) + 2p parameters for V codes and width p with 4p hidden units; time O(n L (k p²
 * + k² p)) for k words.
 */
public final class TextTransformer implements Encoder {
  /**
   * {@code encoder: {type: text-transformer}}.
   *
   * @param width p, at least 3
   * @param layers L, at least 1
   * @param heads of attention, a divisor of the width
   * @param feedForward hidden units for each element of the width, above 0
   * @param attentionDropout rate in [0, 1), of attention weights
   * @param dropout rate in [0, 1), of embedded words, hidden units and the pooled vector
   */
  @Meaning("a small transformer over the words, whose mean is pooled; tokens are the words read")
  @AutoService(EncoderSpec.class)
  public record Spec(
      @Meaning("width of words and layers, 3 or more") int width,
      @Meaning("number of layers, 1 or more") int layers,
      @Meaning("number of heads, a divisor of the width") int heads,
      @Meaning("hidden units of the feed-forward part for each element of the width, above 0")
          double feedForward,
      @Meaning("dropout rate of attention weights, in [0, 1)") double attentionDropout,
      @Meaning("dropout rate of embedded words, hidden units and the pooled vector, in [0, 1)")
          double dropout)
      implements EncoderSpec {
    public Spec {
      if (width < 3) {
        throw new IllegalArgumentException("width: expected 3 or more, but it is " + width);
      }
      TextOptions.requirePositive("layers", layers);
      TextOptions.requirePositive("heads", heads);
      if (!(feedForward > 0 && feedForward < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "feed_forward: expected a number above 0, but it is " + feedForward);
      }
      TextOptions.requireRate("attention_dropout", attentionDropout);
      TextOptions.requireRate("dropout", dropout);
      Attention.requireDivisor("encoder 'text-transformer'", heads, width);
    }

    /** The defaults. */
    public Spec() {
      this(64, 2, 4, 4, 0.1, 0.1);
    }

    @Override
    public String type() {
      return "text-transformer";
    }

    @Override
    public boolean reads(FeatureShape shape) {
      return TextOptions.codes(shape);
    }

    @Override
    public Encoder build(FeatureShape shape, Parameters parameters) {
      return new TextTransformer(this, shape, parameters);
    }

    private TransformerLayer.Options layer() {
      int hidden = (int) Math.max(1, Math.round(feedForward * width));
      return new TransformerLayer.Options(
          heads, hidden, FeedForward.Activation.GELU, attentionDropout, dropout);
    }
  }

  /** Standard deviation of an embedding's elements before training, and what places count. */
  private static final double START = 0.1;

  private final Spec spec;
  private final Tensor words;
  private final List<TransformerLayer> layers = new ArrayList<>();
  private final LayerNorm norm;

  private TextTransformer(Spec spec, FeatureShape shape, Parameters parameters) {
    this.spec = spec;
    int codes = Objects.requireNonNull(shape.sequence()).vocabulary();
    words = TextOptions.embedding(parameters, "words", codes, spec.width(), START);
    for (int layer = 0; layer < spec.layers(); layer++) {
      Parameters own = parameters.scope("layers." + layer);
      layers.add(new TransformerLayer(spec.width(), spec.layer(), true, own));
    }
    norm = LayerNorm.create(parameters, "norm", spec.width());
  }

  @Override
  public int width() {
    return spec.width();
  }

  @Override
  public long tokenBytes(long longest) {
    long layer = spec.layer().tokenBytes(spec.width(), longest);
    return TransformerLayer.Options.embeddedBytes(spec.width()) + spec.layers() * layer;
  }

  @Override
  public Encoded forward(EncoderInput input, Pass pass) {
    TokenRows rows = TextOptions.tokens(input);
    Tensor mask = rows.mask();
    Tensor embedded = torch.embedding(words, rows.values()); // [n, time, p]
    Tensor places = TimeEncoding.of(mask, spec.width(), embedded.scalar_type());
    Tensor x = pass.dropout(embedded.add(places, new Scalar(START)), spec.dropout());
    for (TransformerLayer layer : layers) {
      x = layer.forward(x, mask, x.size(1), pass);
    }
    Tensor read = norm.forward(x);
    Tensor pooled = pass.dropout(TokenSum.mean(read, mask), spec.dropout());
    return new Encoded(pooled, read, mask);
  }
}
