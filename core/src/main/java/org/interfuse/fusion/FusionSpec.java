package org.interfuse.fusion;

import java.util.List;
import java.util.Map;
import org.interfuse.tensor.Parameters;

/**
 * A fusion operator's options: a record found with {@code ServiceLoader}. Its public no-argument
 * constructor holds the defaults; a study's keys are laid over them.
 */
public interface FusionSpec {
  /** The name in a study: {@code fusion: {type: gated}}. */
  String type();

  /** Whether all representations must have the same width, as the model's projection gives. */
  boolean needsEqualWidths();

  /**
   * Builds the operator with fresh parameters.
   *
   * @param modalities names of the M ≥ 2 modalities, for options that name one
   * @param widths d_m, in the same order
   * @param width C, the width asked for; operators that keep p need C = p
   * @param parameters where its parameters are created, already scoped to it
   * @throws IllegalArgumentException naming the option, if the widths do not fit
   */
  Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters);

  /** The number of parameter elements that {@link #build} creates, from the paper's formula. */
  long parameterCount(int[] widths, int width);

  /**
   * The same where an option names a modality, whose width then counts differently from the others.
   *
   * @param modalities names, in the order of {@code widths}
   */
  default long parameterCount(List<String> modalities, int[] widths, int width) {
    return parameterCount(widths, width);
  }

  /**
   * The most modalities it takes, 2 at least. It fuses any number from 2 to this, and refuses more
   * with an {@link IllegalArgumentException}.
   */
  default int mostModalities() {
    return 10;
  }

  /**
   * Whether exchanging modalities leaves the result unchanged. Where it does not, each modality has
   * parameters of its own.
   */
  default boolean ignoresOrder() {
    return false;
  }

  /**
   * Parameters that may stay without a gradient over a batch that covers every presence pattern
   * (law 4): name, as given to {@link Parameters#add}, to the reason.
   */
  default Map<String, String> gradientExemptions() {
    return Map.of();
  }
}
