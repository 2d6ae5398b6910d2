package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
public final class CrossAttentionFusion implements Fusion, ModalityWeights {
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
      Attention.requireDivisor("fusion '" + type() + "'", heads, width);
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
  public Columns weights() {
    return new Columns(
        true,
        List.of("null"),
        true,
        "what the modalities that are there read of each other and of the learned null vector, the"
            + " mean over who reads, its tokens and the heads; none reads itself");
  }

  @Override
  public Tensor forward(List<Representation> representations, Pass pass) {
    List<TokenSet> slots = representations.stream().map(TokenSet::timed).toList();
    boolean pooled = representations.stream().allMatch(slot -> slot.tokens() == null);
    pass.record(() -> weights(slots, pooled));
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

  /** [B, M + 1]: of the modalities and of the null. */
  private Tensor weights(List<TokenSet> slots, boolean pooled) {
    List<Tensor> rows = new ArrayList<>();
    for (int m = 0; m < slots.size(); m++) {
      rows.add(pooled ? weights(m, slots) : weightsOfPairs(m, slots));
    }
    return TokenSet.meanWhere(slots.stream().map(TokenSet::owned).toList(), rows);
  }

  /** [B, M + 1]: of pooled vectors, read all at once. */
  private Tensor weights(int m, List<TokenSet> slots) {
    int[] sources = sources(m, slots.size());
    List<TokenSet> others = Arrays.stream(sources).mapToObj(slots::get).toList();
    Tensor read = weights(m, slots.get(m), TokenSet.union(others)); // [B, M]: the others, the null
    int[] at = Arrays.copyOf(sources, slots.size());
    at[slots.size() - 1] = slots.size();
    List<Tensor> columns =
        IntStream.range(0, slots.size()).mapToObj(j -> read.select(1, j)).toList();
    return TokenWeights.placed(slots.size() + 1, columns.get(0), at, columns);
  }

  /** [B, M + 1]: of tokens, read source by source, the mean over the present sources. */
  private Tensor weightsOfPairs(int m, List<TokenSet> slots) {
    int[] sources = sources(m, slots.size());
    Tensor nobody =
        TokenSet.union(Arrays.stream(sources).mapToObj(slots::get).toList()).owned().logical_not();
    List<Tensor> rows = new ArrayList<>();
    List<Tensor> owned = new ArrayList<>();
    for (int j : sources) {
      Tensor read = weights(m, slots.get(m), slots.get(j)); // [B, k + 1]
      long tokens = read.size(1) - 1;
      List<Tensor> columns = List.of(read.narrow(1, 0, tokens).sum(1), read.select(1, tokens));
      int[] at = {j, slots.size()};
      rows.add(TokenWeights.placed(slots.size() + 1, columns.get(0), at, columns));
      Tensor present = slots.get(j).owned();
      owned.add(owned.isEmpty() ? present.logical_or(nobody) : present);
    }
    return TokenSet.meanWhere(owned, rows);
  }

  /** [B, k + 1]: of the tokens of a source and of the null, the mean over the tokens of m. */
  private Tensor weights(int m, TokenSet own, TokenSet source) {
    TokenSet offered = source.and(nothing);
    Tensor read = attentions.get(m).weights(own.values(), offered.values(), offered.real());
    return own.mean(read); // [B, n, k + 1] to [B, k + 1]
  }

  /** All modalities but m. */
  private static int[] sources(int m, int modalities) {
    return IntStream.range(0, modalities).filter(j -> j != m).toArray();
  }

  /** [B, n, p]: what modality m reads from one source and the null. */
  private Tensor read(int m, TokenSet own, TokenSet source) {
    TokenSet offered = source.and(nothing); // [B, k + 1, p]
    return attentions.get(m).forward(own.values(), offered.values(), offered.real());
  }
}
