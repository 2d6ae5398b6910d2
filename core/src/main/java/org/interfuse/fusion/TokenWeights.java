package org.interfuse.fusion;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Representation;

/** From weights of tokens, in the order of {@link TokenSet}, to weights of modalities. */
final class TokenWeights {
  private TokenWeights() {}

  /** [B, k], the tokens of all modalities, to their sums [B, M]. */
  static Tensor byModality(Tensor weights, List<Representation> representations) {
    boolean pooled = representations.stream().allMatch(slot -> slot.tokens() == null);
    TensorVector sums = new TensorVector();
    long from = 0;
    for (Representation slot : representations) {
      long length = pooled ? 1 : length(slot);
      sums.push_back(weights.narrow(1, from, length).sum(1)); // [B]
      from += length;
    }
    return torch.stack(sums, 1);
  }

  /** How many places {@link TokenSet#of} gives a representation. */
  private static long length(Representation slot) {
    Tensor tokens = slot.tokens();
    return tokens == null || slot.mask() == null ? 1 : tokens.size(1) + 1;
  }

  /**
   * [B, n]: zeros but for some columns.
   *
   * @param like [B], of the element type wanted
   * @param at which columns, each once
   * @param values [B] each
   */
  static Tensor placed(int n, Tensor like, int[] at, List<Tensor> values) {
    Tensor[] columns = new Tensor[n];
    java.util.Arrays.fill(columns, torch.zeros_like(like));
    for (int i = 0; i < at.length; i++) {
      columns[at[i]] = values.get(i);
    }
    return torch.stack(new TensorVector(columns), 1);
  }
}
