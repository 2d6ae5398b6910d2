package org.interfuse.fusion;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Representation;

/**
 * What attention reads of a batch: zeros where nothing is real.
 *
 * @param values [B, k, p]
 * @param real [B, k] boolean: which of them exist
 * @param owned [B] boolean: who has any
 */
record TokenSet(Tensor values, Tensor real, Tensor owned) {
  /**
   * The tokens of a representation. Without tokens its pooled vector is the only one; so it is for
   * a subject whose mask is empty, for which there is one place more at the end.
   */
  static TokenSet of(Representation representation) {
    Tensor owned = representation.presence(); // [B]
    Tensor pooled = Slots.zeroed(representation).unsqueeze(1); // [B, 1, p]
    Tensor tokens = representation.tokens();
    Tensor mask = representation.mask();
    if (tokens == null || mask == null) {
      return new TokenSet(pooled, owned.unsqueeze(1), owned);
    }
    Tensor real = mask.logical_and(owned.unsqueeze(1)); // [B, time]
    Tensor none = owned.logical_and(real.any(1).logical_not()).unsqueeze(1); // [B, 1]
    return new TokenSet(zeroed(tokens, real), real, owned).and(zeroed(pooled, none), none);
  }

  /** All tokens of several sets in one. */
  static TokenSet union(List<TokenSet> parts) {
    TokenSet union = parts.get(0);
    for (TokenSet part : parts.subList(1, parts.size())) {
      Tensor owned = union.owned.logical_or(part.owned);
      TokenSet both = union.and(part.values, part.real);
      union = new TokenSet(both.values, both.real, owned);
    }
    return union;
  }

  /** With a learned vector [p] that every subject has, at the end. */
  TokenSet and(Tensor learned) {
    Tensor everyone = torch.ones_like(owned).unsqueeze(1); // [B, 1]
    return and(learned.expand(values.size(0), 1, values.size(2)), everyone);
  }

  private TokenSet and(Tensor moreValues, Tensor moreReal) {
    return new TokenSet(
        torch.cat(new TensorVector(values, moreValues), 1),
        torch.cat(new TensorVector(real, moreReal), 1),
        owned);
  }

  /** Mean of the real ones among {@code answers} [B, k, p], one per token: [B, p]. */
  Tensor mean(Tensor answers) {
    Tensor count = real.sum(1).clamp_min(new Scalar(1)).unsqueeze(1); // [B, 1]
    return zeroed(answers, real).sum(1).div(count);
  }

  private static Tensor zeroed(Tensor values, Tensor real) {
    return torch.where(real.unsqueeze(2), values, new Scalar(0.0));
  }
}
