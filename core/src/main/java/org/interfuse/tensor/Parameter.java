package org.interfuse.tensor;

import org.bytedeco.pytorch.Tensor;

/**
 * One tensor of a model.
 *
 * @param name unique in its model, parts joined by dots: {@code encoder.rna.layers.0.weight}
 * @param value the leaf tensor; owned by {@link Parameters}
 * @param role what it is, which decides on weight decay
 */
public record Parameter(String name, Tensor value, Role role) {
  /** What a parameter is. Only weights and embeddings decay. */
  public enum Role {
    WEIGHT(true),
    EMBEDDING(true),
    BIAS(false),
    NORM(false),
    /** What stands in for an absent modality. */
    ABSENCE(false),
    /** Weights that their encoder updates itself, tile by tile, and that have no gradient. */
    TILED(true),
    /** Drawn once, or taken over, and never trained, but part of the model: saved with it. */
    FIXED(false);

    private final boolean decays;

    Role(boolean decays) {
      this.decays = decays;
    }

    /** Whether training changes it. */
    public boolean trains() {
      return this != FIXED;
    }

    /** Whether the optimiser updates it: it has a gradient. */
    public boolean optimised() {
      return trains() && this != TILED;
    }

    /** Whether weight decay applies. */
    public boolean decays() {
      return decays;
    }
  }
}
