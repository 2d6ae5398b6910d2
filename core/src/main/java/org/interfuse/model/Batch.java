package org.interfuse.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.EncoderInput;
import org.jspecify.annotations.Nullable;

/**
 * B subjects as a model sees them: of each modality the rows of those who have it.
 *
 * <p>Of R replicas of a model, each with subjects of its own, every tensor has a leading axis of R.
 * Replicas with fewer than B subjects are filled up: a row that stands for nobody is present in
 * every modality, so that no operator meets somebody without any, and whatever comes of it counts
 * for nothing.
 *
 * @param size B
 * @param modalities in the model's order
 * @param rows how many of the B each replica has; null where there are no replicas
 */
public record Batch(int size, List<OfModality> modalities, int @Nullable [] rows) {
  public Batch {
    modalities = List.copyOf(modalities);
  }

  /** Of a single model. */
  public Batch(int size, List<OfModality> modalities) {
    this(size, modalities, null);
  }

  /**
   * One modality of a batch.
   *
   * @param input the n rows of those who have it; null where nobody has
   * @param positions [n] int64, their places in the batch, ascending; null where everybody has it
   * @param presence [B] boolean
   * @param rows of R replicas, how many of the n rows each has, and the others are zeros; then
   *     {@code positions} [R · n] are places among the R · B, no two the same. Null where there are
   *     no replicas
   */
  public record OfModality(
      @Nullable EncoderInput input,
      @Nullable Tensor positions,
      Tensor presence,
      int @Nullable [] rows) {
    /** Of a single model. */
    public OfModality(@Nullable EncoderInput input, @Nullable Tensor positions, Tensor presence) {
      this(input, positions, presence, null);
    }
  }
}
