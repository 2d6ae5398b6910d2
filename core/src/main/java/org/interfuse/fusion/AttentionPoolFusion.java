package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Representation;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Attention-based pooling (Ilse et al. 2018, arXiv:1802.04712): Σ_m α_m u_m over the present m with
 * α = softmax of the scores s(u) = wᵀ tanh(V u + b), w [k]. Gated: s(u) = wᵀ (tanh(V u + b) ⊙ σ(U u
 * + c)). Needs equal widths p; the result is as wide. (p + 1) k + k parameters, gated 2 (p + 1) k +
 * k. There is no bias after w: softmax ignores it.
 *
 * <p>With tokens, where at least one representation has them, all tokens of all modalities are one
 * bag with α_mt ∝ exp(s(u_mt)) / n_m for the n_m tokens of m: with equal scores every modality
 * counts alike, however long it is. A representation without tokens counts as one token, its pooled
 * vector, and so does one whose mask is empty.
 *
 * <p>Time O(B K p k), memory O(B K k) for K tokens in all.
 *
 * <p>Absence: masked softmax; the scores never read absent slots.
 *
 * <p>For one weight per modality and subject that a reader can look at, at the price of few
 * parameters. All modalities are scored alike, so it needs a projection that tells them apart, and
 * it cannot combine: the result is between the representations. Not for interactions.
 */
public final class AttentionPoolFusion implements Fusion, ModalityWeights {
  /**
   * {@code fusion: {type: attention-pool}}.
   *
   * @param hidden k, units that score
   * @param gated whether a second map gates the units
   */
  @Meaning("the mean of what is present, weighted by learned scores")
  @AutoService(FusionSpec.class)
  public record Spec(
      @Meaning("number of units that score") int hidden,
      @Meaning("whether a second map gates the units that score") boolean gated)
      implements FusionSpec {
    public Spec {
      AttentionOptions.requirePositive("hidden", hidden);
    }

    /** The defaults, which are the paper's. */
    public Spec() {
      this(128, false);
    }

    @Override
    public String type() {
      return "attention-pool";
    }

    @Override
    public boolean needsEqualWidths() {
      return true;
    }

    @Override
    public boolean ignoresOrder() {
      return true;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      return (gated ? 2 : 1) * (width + 1L) * hidden + hidden;
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireEqualWidths(type(), modalities, widths, width);
      return new AttentionPoolFusion(this, width, parameters);
    }
  }

  private final int width;
  private final Linear units;
  private final @Nullable Linear gate;
  private final Linear score;

  private AttentionPoolFusion(Spec spec, int width, Parameters parameters) {
    this.width = width;
    units = Linear.create(parameters, "units", width, spec.hidden());
    gate = spec.gated() ? Linear.create(parameters, "gate", width, spec.hidden()) : null;
    score = Linear.withoutBias(parameters, "score", spec.hidden(), 1);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Columns weights() {
    return new Columns(true, List.of(), true, "attention of the pooling; of tokens, their sum");
  }

  @Override
  public Tensor forward(List<Representation> representations, Pass pass) {
    if (representations.stream().allMatch(slot -> slot.tokens() == null)) {
      TokenSet pooled = TokenSet.pooled(representations);
      Tensor weights = weights(pooled, scores(pooled.values()));
      pass.record(() -> TokenWeights.byModality(weights, representations));
      return pool(pooled, weights);
    }
    List<TokenSet> parts = representations.stream().map(TokenSet::of).toList();
    TokenSet all = TokenSet.union(parts);
    Tensor weights =
        weights(all, scores(all.values()).sub(logarithmsOfLengths(parts, all))); // [B, K]
    pass.record(() -> TokenWeights.byModality(weights, representations));
    return pool(all, weights);
  }

  /** [B, K, p] to [B, K]. */
  private Tensor scores(Tensor values) {
    Tensor hidden = units.forward(values).tanh(); // [B, K, k]
    Tensor gated = gate == null ? hidden : hidden.mul(gate.forward(values).sigmoid());
    return score.forward(gated).squeeze(2);
  }

  /** [B, K]: log n_m at each token of m. */
  private static Tensor logarithmsOfLengths(List<TokenSet> parts, TokenSet all) {
    TensorVector lengths = new TensorVector();
    for (TokenSet part : parts) {
      lengths.push_back(part.real().sum(1).unsqueeze(1).expand(-1, part.real().size(1)));
    }
    Tensor counted = torch.cat(lengths, 1).clamp_min(new Scalar(1));
    return counted.to(all.values().scalar_type()).log();
  }

  /** [B, K]: 0 where nothing is real. */
  private static Tensor weights(TokenSet tokens, Tensor scores) {
    Scalar excluded = new Scalar(Double.NEGATIVE_INFINITY);
    return scores.masked_fill(tokens.real().logical_not(), excluded).softmax(1);
  }

  private static Tensor pool(TokenSet tokens, Tensor weights) {
    return weights.unsqueeze(1).matmul(tokens.values()).squeeze(1); // [B, 1, K] [B, K, p]
  }
}
