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
import org.interfuse.tensor.attention.TimeEncoding;
import org.interfuse.tensor.attention.TransformerLayer;

/**
 * Bottleneck attention after the multimodal bottleneck transformer (Nagrani et al. 2021,
 * arXiv:2107.00135): each modality has a transformer of its own, and they exchange what they know
 * through n shared vectors b alone. In every layer [b_m; x_m] ← Enc_m([b; x_m]) for the present m,
 * then b ← mean of the b_m; the result is the mean of LN(b) over the n. Enc is x ← x + MHA(LN(x)),
 * x ← x + FF(LN(x)) with 4p Gaussian error units. Needs equal widths p divisible by the number of
 * heads; the result is as wide.
 *
 * <p>x_m are the tokens of modality m with {@link TimeEncoding}, or its pooled vector where it has
 * no tokens or an empty mask.
 *
 * <p>np + L M (12p² + 12p) + 2p parameters. The keys have no bias. Time O(B L Σ_m ((n + k_m) p² +
 * (n + k_m)² p)) and memory O(B L Σ_m (n + k_m) p) for k_m tokens: modalities of many tokens never
 * attend to each other, which is what the bottleneck saves.
 *
 * <p>Absence: the absent give no b_m, so they neither read nor write what the others share.
 *
 * <p>For long token sequences of several modalities, and thousands of subjects; for pooled vectors
 * {@code transformer} has M times fewer parameters.
 */
public final class BottleneckFusion implements Fusion, ModalityWeights {
  private static final int EXPANSION = 4;

  /**
   * {@code fusion: {type: bottleneck}}.
   *
   * @param layers L
   * @param bottlenecks n, shared vectors
   * @param heads number of heads, a divisor of the common width
   */
  @Meaning("a transformer for each modality; they exchange through a few shared vectors")
  @AutoService(FusionSpec.class)
  public record Spec(
      @Meaning("number of layers") int layers,
      @Meaning("number of shared vectors") int bottlenecks,
      @Meaning("number of heads, a divisor of the common width") int heads)
      implements FusionSpec {
    public Spec {
      AttentionOptions.requirePositive("layers", layers);
      AttentionOptions.requirePositive("bottlenecks", bottlenecks);
      AttentionOptions.requirePositive("heads", heads);
    }

    /**
     * The defaults: the paper's four layers that fuse and four bottlenecks. Its twelve heads belong
     * to its width of 768.
     */
    public Spec() {
      this(4, 4, 4);
    }

    @Override
    public String type() {
      return "bottleneck";
    }

    @Override
    public boolean needsEqualWidths() {
      return true;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      long layer = layer(width).parameterCount(width);
      return (long) bottlenecks * width + layers * widths.length * layer + 2L * width;
    }

    private TransformerLayer.Options layer(int width) {
      return TransformerLayer.Options.gelu(heads, EXPANSION * width);
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireEqualWidths(type(), modalities, widths, width);
      Attention.requireDivisor("fusion '" + type() + "'", heads, width);
      return new BottleneckFusion(this, modalities, width, parameters);
    }
  }

  private final int width;
  private final Tensor bottlenecks;

  /** By layer, then by modality. */
  private final List<List<TransformerLayer>> layers = new ArrayList<>();

  private final LayerNorm norm;

  private BottleneckFusion(Spec spec, List<String> modalities, int width, Parameters parameters) {
    this.width = width;
    Initialisation start = new Initialisation.Normal(0.02);
    bottlenecks =
        parameters.add("bottlenecks", start, Parameter.Role.BIAS, spec.bottlenecks(), width);
    for (int layer = 0; layer < spec.layers(); layer++) {
      List<TransformerLayer> own = new ArrayList<>();
      for (String modality : modalities) {
        Parameters scope = parameters.scope("layers." + layer + "." + modality);
        own.add(new TransformerLayer(width, spec.layer(width), true, scope));
      }
      layers.add(own);
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
        List.of("shared"),
        true,
        "what the shared vectors read in the last layer of each modality's tokens and of each"
            + " other, the mean over heads, vectors and the modalities that are there");
  }

  @Override
  public Tensor forward(List<Representation> representations, Pass pass) {
    List<TokenSet> sets = new ArrayList<>(representations.stream().map(TokenSet::timed).toList());
    Tensor shared = bottlenecks.unsqueeze(0).expand(sets.get(0).values().size(0), -1, -1);
    for (List<TransformerLayer> layer : layers) {
      boolean last = layer == layers.get(layers.size() - 1);
      shared = exchange(layer, shared, sets, last, pass);
    }
    return norm.forward(shared).mean(1); // [B, n, p] to [B, p]
  }

  /** One layer of all modalities: the next b [B, n, p]; {@code sets} get the next tokens. */
  private static Tensor exchange(
      List<TransformerLayer> layer, Tensor shared, List<TokenSet> sets, boolean last, Pass pass) {
    long count = shared.size(1);
    if (last) {
      pass.record(() -> weights(layer, shared, sets));
    }
    List<Tensor> answers = new ArrayList<>();
    List<Tensor> owned = new ArrayList<>();
    for (int m = 0; m < sets.size(); m++) {
      TokenSet own = sets.get(m);
      TokenSet both = own.after(shared); // [B, n + k, p]
      long wanted = last ? count : both.values().size(1);
      Tensor x = layer.get(m).forward(both.values(), both.real(), wanted, pass);
      answers.add(x.narrow(1, 0, count));
      owned.add(own.owned());
      if (!last) {
        Tensor values = x.narrow(1, count, x.size(1) - count);
        sets.set(m, new TokenSet(values, own.real(), own.owned()));
      }
    }
    return TokenSet.meanWhere(owned, answers);
  }

  /** [B, M + 1]: of the modalities and of the shared vectors. */
  private static Tensor weights(List<TransformerLayer> layer, Tensor shared, List<TokenSet> sets) {
    int modalities = sets.size();
    long count = shared.size(1);
    List<Tensor> rows = new ArrayList<>();
    for (int m = 0; m < modalities; m++) {
      TokenSet both = sets.get(m).after(shared); // [B, n + k, p]
      Tensor read = // [B, n + k]
          layer.get(m).weights(both.values(), both.real(), count).mean(1);
      Tensor own = read.narrow(1, count, read.size(1) - count).sum(1); // [B]
      Tensor others = read.narrow(1, 0, count).sum(1);
      rows.add(
          TokenWeights.placed(
              modalities + 1, own, new int[] {m, modalities}, List.of(own, others)));
    }
    return TokenSet.meanWhere(sets.stream().map(TokenSet::owned).toList(), rows);
  }
}
