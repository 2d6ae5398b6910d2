package org.interfuse.encoder;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One modality of those subjects of a batch who have it.
 *
 * @param numeric [n, p], the parameters' floating type
 * @param categories [n, q] int64 codes, or null if q = 0
 * @param levels per categorical column [n, c], the shares of its c codes, which an encoder reads in
 *     place of {@code categories}: between one code and another there is no code, but there are
 *     shares. Null, as it is but on the path of integrated gradients, for the codes alone
 * @param wide the rows of a wide modality, of which {@code numeric} is then [n, 0]; null otherwise
 * @param tokens of a modality of tokens, of which {@code numeric} is then [n, 0]; null otherwise
 */
public record EncoderInput(
    Tensor numeric,
    @Nullable Tensor categories,
    @Nullable List<Tensor> levels,
    @Nullable WideRows wide,
    @Nullable TokenRows tokens) {
  /** Of numbers and codes. */
  public EncoderInput(Tensor numeric, @Nullable Tensor categories) {
    this(numeric, categories, null, null, null);
  }

  /** Of numbers and shares of codes. */
  public EncoderInput(Tensor numeric, @Nullable Tensor categories, @Nullable List<Tensor> levels) {
    this(numeric, categories, levels, null, null);
  }

  /**
   * Of wide rows.
   *
   * @param numeric [n, 0]
   */
  public static EncoderInput ofWide(Tensor numeric, WideRows wide) {
    return new EncoderInput(numeric, null, null, wide, null);
  }

  /**
   * Of tokens.
   *
   * @param numeric [n, 0]
   */
  public static EncoderInput ofTokens(Tensor numeric, TokenRows tokens) {
    return new EncoderInput(numeric, null, null, null, tokens);
  }

  /** n. */
  public long rows() {
    return numeric.size(0);
  }
}
