package org.interfuse.encoder;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder makes of the n subjects who have its modality.
 *
 * @param pooled [n, width]
 * @param tokens [n, time, width] or null
 * @param mask [n, time] boolean, null exactly when tokens are
 */
public record Encoded(Tensor pooled, @Nullable Tensor tokens, @Nullable Tensor mask) {
  /** Without tokens. */
  public static Encoded pooled(Tensor pooled) {
    return new Encoded(pooled, null, null);
  }
}
