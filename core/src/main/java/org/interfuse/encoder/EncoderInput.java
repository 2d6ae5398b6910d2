package org.interfuse.encoder;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One modality of those subjects of a batch who have it.
 *
 * @param numeric [n, p], the parameters' floating type
 * @param categories [n, q] int64 codes, or null if q = 0
 */
public record EncoderInput(Tensor numeric, @Nullable Tensor categories) {
  /** n. */
  public long rows() {
    return numeric.size(0);
  }
}
