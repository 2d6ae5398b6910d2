package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
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
 * Perceiver (Jaegle et al. 2021, arXiv:2103.03206) with one cross-attention: N learned latents z
 * read all tokens x, z ← z + MHA(LN(z) → LN(x)) with one head, z ← z + FF(LN(z)), and then L times
 * each other, z ← z + MHA(LN(z)), z ← z + FF(LN(z)). The result is their mean. FF has p Gaussian
 * error units. Needs equal widths p divisible by the number of heads; the result is as wide.
 *
 * <p>x are the tokens of all modalities with a type embedding e_m [p] and {@link TimeEncoding}
 * added, where the paper appends such codes to inputs of another width; a representation without
 * tokens, or with an empty mask, gives its pooled vector.
 *
 * <p>Np + Mp + (6p² + 11p) + L (6p² + 9p) parameters, whatever the number of modalities is but for
 * Mp. The keys have no bias. Time O(B (k (p² + N p) + L (N p² + N² p))) and memory O(B (k p + L N
 * p)) for k tokens: linear in k.
 *
 * <p>Absence: the absent have no token to read.
 *
 * <p>For thousands of tokens, where {@code transformer} is quadratic; it has nothing to offer to a
 * few pooled vectors.
 */
public final class PerceiverFusion implements Fusion, ModalityWeights {
  /**
   * {@code fusion: {type: perceiver}}.
   *
   * @param latents N ≥ 2: a lone one would attend to itself alone, and that never trains
   * @param layers L, of self-attention after the cross-attention
   * @param heads number of heads of the self-attention, a divisor of the common width
   */
  @Meaning("a few learned vectors read all tokens, then each other; for very many tokens")
  @AutoService(FusionSpec.class)
  public record Spec(
      @Meaning("number of learned vectors that read, at least 2") int latents,
      @Meaning("number of layers in which they read each other") int layers,
      @Meaning("number of heads in those layers, a divisor of the common width") int heads)
      implements FusionSpec {
    public Spec {
      if (latents < 2) {
        throw new IllegalArgumentException("latents: expected at least 2, but it is " + latents);
      }
      AttentionOptions.requirePositive("layers", layers);
      AttentionOptions.requirePositive("heads", heads);
    }

    /**
     * The defaults: the paper's six layers of a block and eight heads. Its 512 latents are for
     * 50,000 pixels.
     */
    public Spec() {
      this(16, 6, 8);
    }

    @Override
    public String type() {
      return "perceiver";
    }

    @Override
    public boolean needsEqualWidths() {
      return true;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      long p = width;
      long crossAttention = layer(width).parameterCount(width) + 2 * p; // a norm for x besides
      return (latents + widths.length) * p
          + crossAttention
          + layers * layer(width).parameterCount(width);
    }

    private TransformerLayer.Options layer(int width) {
      return TransformerLayer.Options.gelu(heads, width);
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireEqualWidths(type(), modalities, widths, width);
      Attention.requireDivisor("fusion '" + type() + "'", heads, width);
      return new PerceiverFusion(this, modalities.size(), width, parameters);
    }
  }

  private final int width;
  private final Tensor latents;
  private final Tensor types;
  private final LayerNorm latentNorm;
  private final LayerNorm tokenNorm;
  private final Attention reading;
  private final LayerNorm feedForwardNorm;
  private final FeedForward feedForward;
  private final List<TransformerLayer> layers = new ArrayList<>();

  private PerceiverFusion(Spec spec, int modalities, int width, Parameters parameters) {
    this.width = width;
    Initialisation start = new Initialisation.Normal(0.02);
    latents = parameters.add("latents", start, Parameter.Role.BIAS, spec.latents(), width);
    types = parameters.add("types", start, Parameter.Role.BIAS, modalities, width);
    latentNorm = LayerNorm.create(parameters, "read.latents.norm", width);
    tokenNorm = LayerNorm.create(parameters, "read.tokens.norm", width);
    reading = new Attention(width, 1, parameters.scope("read.attention"));
    feedForwardNorm = LayerNorm.create(parameters, "read.feed_forward.norm", width);
    feedForward =
        new FeedForward(
            width, width, FeedForward.Activation.GELU, parameters.scope("read.feed_forward"));
    for (int layer = 0; layer < spec.layers(); layer++) {
      Parameters own = parameters.scope("layers." + layer);
      layers.add(new TransformerLayer(width, spec.layer(width), true, own));
    }
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Columns weights() {
    return new Columns(
        true,
        List.of(),
        true,
        "what the latents read of the tokens, the mean over the latents; of tokens, their sum");
  }

  @Override
  public Tensor forward(List<Representation> representations, Pass pass) {
    Tensor z = read(representations, pass); // [B, N, p]
    for (TransformerLayer layer : layers) {
      z = layer.forward(z, /* readable= */ null, z.size(1), pass);
    }
    return z.mean(1);
  }

  private Tensor read(List<Representation> representations, Pass pass) {
    TokenSet tokens = TokenSet.typed(representations, types);
    Tensor asking = latentNorm.forward(latents).unsqueeze(0); // [1, N, p], alike for all subjects
    Tensor offered = tokenNorm.forward(tokens.values()); // [B, k, p]
    Tensor told = reading.forward(asking, offered, tokens.real());
    pass.record(
        () ->
            TokenWeights.byModality(
                reading.weights(asking, offered, tokens.real()).mean(1), representations));
    Tensor z = latents.add(told); // [B, N, p]
    return z.add(feedForward.forward(feedForwardNorm.forward(z), 0, pass));
  }
}
