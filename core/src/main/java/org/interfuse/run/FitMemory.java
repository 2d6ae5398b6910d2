package org.interfuse.run;

import java.util.List;

/**
 * An estimate of the native memory that one fit of a network takes at its peak. In training a
 * parameter of float32 is held five times over: weight, gradient, the two moments of AdamW, and the
 * copy of the best epoch, 20 bytes. Parts of a late network are trained one after another, like the
 * members of an ensemble, and those already trained keep weight and gradient, 8 bytes. Besides, the
 * prepared rows of the whole cohort that the part reads, 4 bytes a cell. Weights of a wide
 * modality's columns, which their encoder updates itself, are T_i bytes with their moments
 * (docs/memory.md). So, with P_i parameters and D_i cells of part i,
 *
 * <pre>{@code peak = max_i ( 20 P_i + 4 D_i + Σ_{j<i} 8 P_j ) + Σ_i T_i}</pre>
 *
 * <p>Networks that are trained at once ({@link org.interfuse.training.Replicas}) are all held: each
 * its own weights and, stacked with the others', weight, gradient, two moments and best epoch, 24
 * bytes; while a network leaves, the stack exists twice, 16 more. Trained ones keep weights alone.
 * With R networks
 *
 * <pre>{@code peak = max_i ( 40 R P_i + 4 D_i + Σ_{j<i} 4 R P_j )}</pre>
 *
 * <p>Convolutions hold the maps of a step's images and their gradients, encoders of texts what they
 * make of each word ({@link org.interfuse.encoder.Encoder#tokenBytes}), which is added to the
 * part's own bytes.
 *
 * <p>Not counted: what other parts compute in a step between input and loss (in proportion to batch
 * times widths), libtorch itself, and the Java heap, which holds the cohort as read and as
 * prepared.
 */
final class FitMemory {
  private static final long IN_TRAINING = 5L * Float.BYTES;
  private static final long TRAINED = 2L * Float.BYTES;

  private static final long AT_ONCE = 10L * Float.BYTES;

  private FitMemory() {}

  /**
   * One part of a network.
   *
   * @param parameters elements that the optimiser updates
   * @param trained all trained elements
   * @param cells prepared cells that it reads, numeric and categorical
   * @param tiledBytes what tiled parameters take
   * @param stepBytes what a step holds between input and loss, where that is much
   */
  record Part(long parameters, long trained, long cells, long tiledBytes, long stepBytes) {
    /** With steps that hold little. */
    Part(long parameters, long trained, long cells, long tiledBytes) {
      this(parameters, trained, cells, tiledBytes, 0);
    }
  }

  /** The peak in bytes of networks that are trained at once. */
  static long bytesAtOnce(List<Part> parts, int networks) {
    long peak = 0;
    long kept = 0;
    for (Part part : parts) {
      long own = AT_ONCE * networks * part.parameters() + Float.BYTES * part.cells();
      peak = Math.max(peak, kept + own);
      kept += (long) Float.BYTES * networks * part.parameters();
    }
    return peak;
  }

  /** The peak in bytes of parts that are trained one after another. */
  static long bytes(List<Part> parts) {
    long peak = 0;
    long kept = 0;
    for (Part part : parts) {
      kept += part.tiledBytes();
      long own = IN_TRAINING * part.parameters() + Float.BYTES * part.cells() + part.stepBytes();
      peak = Math.max(peak, kept + own);
      kept += TRAINED * part.parameters();
    }
    return peak;
  }
}
