package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Representation;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.LayerNorm;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.attention.Attention;
import org.interfuse.tensor.attention.FeedForward;
import org.interfuse.tensor.attention.TimeEncoding;
import org.interfuse.tensor.attention.TransformerLayer;

/**
 * A transformer over the modalities after FT-Transformer (Gorishniy et al. 2021, arXiv:2106.11959):
 * T_0 = [cls; u_1 + e_1; …; u_M + e_M], T_l = Layer_l(T_{l−1}), and the result is LN(T_L) at cls. A
 * layer is x ← x + MHA(LN(x)), x ← x + FF(LN(x)), where the first layer attends without LN, as the
 * paper found necessary. Needs equal widths p divisible by the number of heads; the result is as
 * wide.
 *
 * <p>With tokens, where at least one representation has them, each token of modality m stands for
 * itself, with the type embedding e_m [p] and {@link TimeEncoding} added. A representation without
 * tokens counts as one token, its pooled vector, and so does one whose mask is empty.
 *
 * <p>p + Mp + L (4p² + 7p + F) parameters with F = 3pf + 2f + p for {@code reglu} and 2pf + f + p
 * for {@code gelu}, where f = factor · p; {@code gelu} and a factor of 4 give L (12p² + 12p). The
 * keys have no bias. Time O(B L (k p² + k² p)), memory O(B L (k p + k f)) for k tokens in all; the
 * last layer asks with cls alone.
 *
 * <p>Absence: no token asks or answers; cls always answers, so a lone modality is read too.
 *
 * <p>For interactions of any order when there are thousands of subjects, or tokens; for hundreds of
 * subjects and pooled vectors simpler operators have less to fit.
 */
public final class TransformerFusion implements Fusion, ModalityWeights {
  /**
   * {@code fusion: {type: transformer}}.
   *
   * @param layers L
   * @param heads number of heads, a divisor of the common width
   * @param activation of the feed-forward part
   * @param feedForward hidden units of the feed-forward part for each element of the width
   * @param attentionDropout rate in [0, 1), of attention weights
   * @param dropout rate in [0, 1), of hidden units
   */
  @Meaning("a transformer reads all representations and tokens; the absent are not read")
  @AutoService(FusionSpec.class)
  public record Spec(
      @Meaning("number of layers") int layers,
      @Meaning("number of heads, a divisor of the common width") int heads,
      @Meaning("activation of the feed-forward part") FeedForward.Activation activation,
      @Meaning("hidden units of the feed-forward part for each element of the width, above 0")
          double feedForward,
      @Meaning("dropout rate of attention weights, in [0, 1)") double attentionDropout,
      @Meaning("dropout rate of the hidden units of the feed-forward part, in [0, 1)")
          double dropout)
      implements FusionSpec {
    public Spec {
      AttentionOptions.requirePositive("layers", layers);
      AttentionOptions.requirePositive("heads", heads);
      if (!(feedForward > 0 && feedForward < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "feed_forward: expected a number above 0, but it is " + feedForward);
      }
      AttentionOptions.requireRate("attention_dropout", attentionDropout);
      AttentionOptions.requireRate("dropout", dropout);
    }

    /** The defaults, which are the paper's. */
    public Spec() {
      this(3, 8, FeedForward.Activation.REGLU, 4.0 / 3, 0.2, 0.1);
    }

    @Override
    public String type() {
      return "transformer";
    }

    @Override
    public boolean needsEqualWidths() {
      return true;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      long tokens = (1L + widths.length) * width; // cls, e_m
      return tokens + layers * layer(width).parameterCount(width); // the norm moved to the end
    }

    private TransformerLayer.Options layer(int width) {
      int hidden = (int) Math.max(1, Math.round(feedForward * width));
      return new TransformerLayer.Options(heads, hidden, activation, attentionDropout, dropout);
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireEqualWidths(type(), modalities, widths, width);
      Attention.requireDivisor("fusion '" + type() + "'", heads, width);
      return new TransformerFusion(this, modalities.size(), width, parameters);
    }
  }

  private final int width;
  private final Tensor cls;
  private final Tensor types;
  private final List<TransformerLayer> layers = new ArrayList<>();
  private final LayerNorm norm;

  private TransformerFusion(Spec spec, int modalities, int width, Parameters parameters) {
    this.width = width;
    Initialisation start = Initialisation.linear(width);
    cls = parameters.add("cls", start, Parameter.Role.BIAS, 1, width);
    types = parameters.add("types", start, Parameter.Role.BIAS, modalities, width);
    for (int layer = 0; layer < spec.layers(); layer++) {
      Parameters own = parameters.scope("layers." + layer);
      layers.add(new TransformerLayer(width, spec.layer(width), layer > 0, own));
    }
    norm = LayerNorm.create(parameters, "norm", width);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Columns weights() {
    return new Columns(
        true,
        List.of("cls"),
        true,
        "what cls reads in the last layer, the mean over the heads; of tokens, their sum");
  }

  @Override
  public Tensor forward(List<Representation> representations, Pass pass) {
    TokenSet tokens = TokenSet.typed(representations, types);
    TokenSet all = tokens.after(cls.unsqueeze(0).expand(tokens.values().size(0), -1, -1));
    Tensor x = all.values(); // [B, 1 + k, p]
    for (TransformerLayer layer : layers) {
      boolean last = layer == layers.get(layers.size() - 1);
      if (last) {
        Tensor read = x;
        pass.record(() -> weights(layer.weights(read, all.real(), 1), representations));
      }
      x = layer.forward(x, all.real(), last ? 1 : x.size(1), pass);
    }
    return norm.forward(x).squeeze(1); // [B, 1, p] to [B, p]
  }

  /** [B, 1, 1 + k], of cls and the tokens, to [B, M + 1], of the modalities and cls. */
  private static Tensor weights(Tensor read, List<Representation> representations) {
    Tensor ofTokens = read.squeeze(1).narrow(1, 1, read.size(2) - 1);
    Tensor ofCls = read.squeeze(1).narrow(1, 0, 1);
    return torch.cat(
        new TensorVector(TokenWeights.byModality(ofTokens, representations), ofCls), 1);
  }
}
