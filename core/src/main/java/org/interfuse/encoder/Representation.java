package org.interfuse.encoder;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder makes of one modality for a batch of B subjects. Absent slots hold exact zeros.
 *
 * @param pooled [B, width]
 * @param tokens [B, time, width], or null if the encoder gives none
 * @param mask [B, time] boolean, true where a token exists; null exactly when tokens are
 * @param presence [B] boolean, true where the subject has the modality
 * @param everybody whether {@code presence} is known to be true everywhere, so that there is no
 *     absent slot to replace; an operator may ignore it, for the result is the same to the bit
 */
public record Representation(
    Tensor pooled,
    @Nullable Tensor tokens,
    @Nullable Tensor mask,
    Tensor presence,
    boolean everybody) {
  /** A representation that somebody may lack. */
  public Representation(
      Tensor pooled, @Nullable Tensor tokens, @Nullable Tensor mask, Tensor presence) {
    this(pooled, tokens, mask, presence, false);
  }

  /** A representation without tokens. */
  public static Representation pooled(Tensor pooled, Tensor presence) {
    return new Representation(pooled, null, null, presence);
  }

  /**
   * Some rows, in the order given.
   *
   * @param rows [n] int64
   */
  public Representation select(Tensor rows) {
    return new Representation(
        pooled.index_select(0, rows),
        tokens == null ? null : tokens.index_select(0, rows),
        mask == null ? null : mask.index_select(0, rows),
        presence.index_select(0, rows),
        everybody);
  }

  /** Size of the last axis. */
  public long width() {
    return pooled.size(-1);
  }
}
