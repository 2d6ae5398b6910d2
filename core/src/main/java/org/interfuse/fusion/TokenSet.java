package org.interfuse.fusion;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Representation;
import org.interfuse.tensor.attention.TimeEncoding;

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
    Tensor tokens = representation.tokens();
    Tensor mask = representation.mask();
    if (tokens == null || mask == null) {
      return new TokenSet(
          Slots.zeroed(representation).unsqueeze(1), owned.unsqueeze(1), owned); // [B, 1, p]
    }
    Tensor real = mask.logical_and(owned.unsqueeze(1)); // [B, time]
    Tensor none = owned.logical_and(real.any(1).logical_not()).unsqueeze(1); // [B, 1]
    Tensor every = torch.cat(new TensorVector(real, none), 1); // [B, time + 1]
    Tensor pooled = representation.pooled().unsqueeze(1); // [B, 1, p]
    Tensor values = torch.cat(new TensorVector(tokens, pooled), 1);
    return new TokenSet(zeroed(values, every), every, owned);
  }

  /** The same, with {@link TimeEncoding} added to tokens; a pooled vector has no place in time. */
  static TokenSet timed(Representation representation) {
    Tensor tokens = representation.tokens();
    Tensor mask = representation.mask();
    if (tokens == null || mask == null) {
      return of(representation);
    }
    Tensor encoding = TimeEncoding.of(mask, tokens.size(2), tokens.scalar_type());
    return of(
        new Representation(
            representation.pooled(), tokens.add(encoding), mask, representation.presence()));
  }

  /**
   * The {@link #timed} tokens of all modalities in one set, each with its modality's type added.
   *
   * @param types [M, p]
   */
  static TokenSet typed(List<Representation> representations, Tensor types) {
    if (representations.stream().allMatch(slot -> slot.tokens() == null)) {
      TokenSet pooled = pooled(representations);
      return new TokenSet(pooled.values.add(types), pooled.real, pooled.owned);
    }
    List<TokenSet> parts = representations.stream().map(TokenSet::timed).toList();
    TensorVector added = new TensorVector();
    for (int m = 0; m < parts.size(); m++) {
      added.push_back(types.narrow(0, m, 1).expand(parts.get(m).values.size(1), -1)); // [k_m, p]
    }
    TokenSet union = union(parts);
    return new TokenSet(union.values.add(torch.cat(added, 0)), union.real, union.owned);
  }

  /** The pooled vectors of all modalities: k = M. */
  static TokenSet pooled(List<Representation> representations) {
    TensorVector vectors = new TensorVector();
    TensorVector presences = new TensorVector();
    for (Representation representation : representations) {
      vectors.push_back(representation.pooled());
      presences.push_back(representation.presence());
    }
    Tensor real = torch.stack(presences, 1); // [B, M]
    return new TokenSet(zeroed(torch.stack(vectors, 1), real), real, real.any(1));
  }

  /** All tokens of several sets in one. */
  static TokenSet union(List<TokenSet> parts) {
    TensorVector values = new TensorVector();
    TensorVector reals = new TensorVector();
    Tensor owned = parts.get(0).owned;
    for (TokenSet part : parts) {
      values.push_back(part.values);
      reals.push_back(part.real);
      owned = owned.logical_or(part.owned);
    }
    return new TokenSet(torch.cat(values, 1), torch.cat(reals, 1), owned);
  }

  /** With vectors that every subject has, [B, n, p], in front. */
  TokenSet after(Tensor vectors) {
    Tensor everyone = torch.ones_like(owned).unsqueeze(1).expand(-1, vectors.size(1)); // [B, n]
    return new TokenSet(
        torch.cat(new TensorVector(vectors, values), 1),
        torch.cat(new TensorVector(everyone, real), 1),
        owned);
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

  /**
   * Mean of those values [B, …] that a subject has, which is at least one.
   *
   * @param owned [B] boolean for each
   */
  static Tensor meanWhere(List<Tensor> owned, List<Tensor> values) {
    Tensor sum = Slots.replaced(values.get(0), owned.get(0), 0);
    Tensor count = owned.get(0).to(sum.scalar_type());
    for (int i = 1; i < values.size(); i++) {
      sum = sum.add(Slots.replaced(values.get(i), owned.get(i), 0));
      count = count.add(owned.get(i));
    }
    long[] shape = new long[Math.toIntExact(sum.dim())];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    return sum.div(count.view(shape));
  }

  private static Tensor zeroed(Tensor values, Tensor real) {
    Tensor rows = Slots.replaced(values.flatten(0, 1), real.flatten(), 0); // [B · k, p]
    return rows.view(values.size(0), values.size(1), values.size(2));
  }
}
