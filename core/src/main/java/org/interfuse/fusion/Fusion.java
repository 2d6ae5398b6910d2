package org.interfuse.fusion;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Representation;
import org.interfuse.tensor.Pass;

/**
 * Merges M ≥ 2 representations of a batch into one vector a subject. Whatever bytes sit in an
 * absent slot, NaN included, outputs and gradients are unchanged to the bit (law 2): an operator
 * replaces absent slots ({@code where}) before any arithmetic touches them.
 */
public interface Fusion {
  /** C, the width of the result. */
  int width();

  /**
   * Fuses.
   *
   * @param representations one per modality, in the order of {@link FusionSpec#build}; every
   *     subject has at least one
   * @return [B, C]
   */
  Tensor forward(List<Representation> representations, Pass pass);

  /**
   * Whether {@link #forward} also computes R replicas at once: tensors and parameters then have a
   * leading axis of R, and a parameter [n] is [R, 1, n] ({@link
   * org.interfuse.tensor.Parameters#stacked}).
   */
  default boolean replicates() {
    return false;
  }
}
