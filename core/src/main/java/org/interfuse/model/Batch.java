package org.interfuse.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.EncoderInput;
import org.jspecify.annotations.Nullable;

/**
 * B subjects as a model sees them: of each modality the rows of those who have it.
 *
 * @param size B
 * @param modalities in the model's order
 */
public record Batch(int size, List<OfModality> modalities) {
  public Batch {
    modalities = List.copyOf(modalities);
  }

  /**
   * One modality of a batch.
   *
   * @param input the n rows of those who have it; null where nobody has
   * @param positions [n] int64, their places in the batch, ascending; null where everybody has it
   * @param presence [B] boolean
   */
  public record OfModality(
      @Nullable EncoderInput input, @Nullable Tensor positions, Tensor presence) {}
}
