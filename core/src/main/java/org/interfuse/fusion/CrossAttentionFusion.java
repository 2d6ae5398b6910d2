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

/**
 * Cross-modal attention after the multimodal transformer (Tsai et al. 2019, arXiv:1906.00295): each
 * modality asks, the others answer. Of pooled vectors: the mean over the present m of LN_m(u_m +
 * MHA_m(u_m → {u_j : j ≠ m present} ∪ {null})), where null is a learned vector that all modalities
 * share. Needs equal widths p divisible by the number of heads; the result is as wide. M (4p² + 5p)
 * + p parameters.
 *
 * <p>Of tokens, where at least one representation has them: modality m asks with each of its
 * tokens, once per present j ≠ m over the tokens of j ∪ {null}, as the paper's ordered pairs; the
 * answers of the pairs are averaged, added, normalised, and averaged over the tokens of m. A
 * representation without tokens counts as one token, its pooled vector, and so does one whose mask
 * is empty. Tokens have {@link TimeEncoding} added, as in the paper.
 *
 * <p>Absence: an absent modality neither asks nor answers; a lone one reads the null alone. Without
 * the null, two modalities would leave one key to read, whose softmax is constantly 1, and queries
 * and keys would never train.
 *
 * <p>Time O(B M² p²) and memory O(B M² p) of pooled vectors; with T tokens a modality, time O(B M²
 * (T p² + T² p)) and memory O(B M² T (p + T)).
 *
 * <p>Where what one modality says depends on moments or places of another. Not for very few
 * subjects: four square maps a modality, more than {@link AttentionPoolFusion} needs in all.
 */
public final class CrossAttentionFusion implements Fusion {
  /**
   * {@code fusion: {type: cross-attention}}.
   *
   * @param heads number of heads, a divisor of the common width
   */
  @Meaning("every modality attends to the others; the absent neither ask nor answer")
  @AutoService(FusionSpec.class)
  public record Spec(@Meaning("number of heads, a divisor of the common width") int heads)
      implements FusionSpec {
    public Spec {
      AttentionOptions.requirePositive("heads", heads);
    }

    /** The defaults. */
    public Spec() {
      this(4);
    }

    @Override
    public String type() {
      return "cross-attention";
    }

    @Override
    public boolean needsEqualWidths() {
      return true;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      return widths.length * (4L * width * width + 5L * width) + width;
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireEqualWidths(type(), modalities, widths, width);
      Attention.requireDivisor(type(), heads, width);
      return new CrossAttentionFusion(heads, modalities, width, parameters);
    }
  }

  private final int width;
  private final Tensor nothing;
  private final List<Attention> attentions = new ArrayList<>();
  private final List<LayerNorm> norms = new ArrayList<>();

  private CrossAttentionFusion(
      int heads, List<String> modalities, int width, Parameters parameters) {
    this.width = width;
    this.nothing =
        parameters.add(
            "null", new Initialisation.Normal(0.02), Parameter.Role.ABSENCE, new long[] {width});
    for (String modality : modalities) {
      Parameters own = parameters.scope(modality);
      attentions.add(new Attention(width, heads, own));
      norms.add(LayerNorm.create(own, "norm", width));
    }
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Tensor forward(List<Representation> representations, Pass pass) {
    List<TokenSet> slots = representations.stream().map(TokenSet::timed).toList();
    boolean pooled = representations.stream().allMatch(slot -> slot.tokens() == null);
    List<Tensor> answers = new ArrayList<>();
    List<Tensor> owned = new ArrayList<>();
    for (int m = 0; m < slots.size(); m++) {
      TokenSet own = slots.get(m);
      List<TokenSet> others = new ArrayList<>(slots);
      others.remove(m);
      Tensor read = pooled ? read(m, own, TokenSet.union(others)) : readPairs(m, own, others);
      answers.add(own.mean(norms.get(m).forward(own.values().add(read)))); // [B, p]
      owned.add(own.owned());
    }
    return TokenSet.meanWhere(owned, answers);
  }

  /** [B, n, p]: what modality m reads, averaged over the present sources. */
  private Tensor readPairs(int m, TokenSet own, List<TokenSet> sources) {
    Tensor nobody = TokenSet.union(sources).owned().logical_not();
    List<Tensor> answers = new ArrayList<>();
    List<Tensor> owned = new ArrayList<>();
    for (TokenSet source : sources) {
      // Where all sources are absent the first one answers: it offers the null alone.
      Tensor counted = answers.isEmpty() ? source.owned().logical_or(nobody) : source.owned();
      answers.add(read(m, own, source));
      owned.add(counted);
    }
    return TokenSet.meanWhere(owned, answers);
  }

  /** [B, n, p]: what modality m reads from one source and the null. */
  private Tensor read(int m, TokenSet own, TokenSet source) {
    TokenSet offered = source.and(nothing); // [B, k + 1, p]
    return attentions.get(m).forward(own.values(), offered.values(), offered.real());
  }
}
