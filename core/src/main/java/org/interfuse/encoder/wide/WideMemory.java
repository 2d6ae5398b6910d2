package org.interfuse.encoder.wide;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.tensor.ProcessMemory;

/**
 * What the weights of columns take in training, and what to do where that is more than there is.
 */
final class WideMemory {
  /** Left for the system and for what a step computes. */
  private static final double SHARE = 0.95;

  private static final double GIGABYTE = 1e9;

  private static final int MOST_CHOICES = 5;

  /** Weight, gradient and second moment, and four numbers that say where it belongs. */
  private static final int MEMBERSHIP = 3 * Float.BYTES + 4 * Long.BYTES;

  private WideMemory() {}

  /**
   * Bytes held in training for p columns: weights, moments, and figures a column: what it is scaled
   * with, and with trained weights how often sparse rows updated it.
   *
   * @param spec the encoder's options
   * @param memberships columns of groups, counted once a group; 0 where there are none
   */
  static long bytes(WideEncoder.Spec spec, long columns, long memberships) {
    return 2 * Float.BYTES * columns + weights(spec, columns, memberships);
  }

  private static long weights(WideEncoder.Spec spec, long columns, long memberships) {
    int element = element(spec);
    return switch (spec.projection()) {
      case DENSE -> trained(spec, columns, spec.width(), element);
      case LOW_RANK -> trained(spec, columns, spec.components(), element);
      case GROUPED ->
          memberships * (MEMBERSHIP + (spec.optimiser() == WideOptimiser.ADAMW ? 4 : 0));
      case PCA -> columns * Math.min(spec.components(), columns) * Float.BYTES;
      case RANDOM, SCREENED -> 0; // what chooses columns is on the heap: RowMemory
    };
  }

  private static long trained(WideEncoder.Spec spec, long columns, long width, int element) {
    long moments = spec.optimiser() == WideOptimiser.ADAMW ? 2 * columns * width : columns;
    long touched = columns;
    return columns * width * element + (moments + touched) * Float.BYTES;
  }

  /** Bytes of a trained weight of a column. */
  private static int element(WideEncoder.Spec spec) {
    return spec.arithmetic() == Arithmetic.BFLOAT16 ? Short.BYTES : Float.BYTES;
  }

  /** Bytes of the trained weights, which the best epoch's file has. */
  static long best(WideEncoder.Spec spec, long columns, long memberships) {
    return switch (spec.projection()) {
      case DENSE, LOW_RANK -> element(spec) * spec.columnWeights(columns, memberships);
      case GROUPED -> Float.BYTES * memberships;
      case PCA, RANDOM, SCREENED -> 0;
    };
  }

  /**
   * Bytes of the weights alone, and of what columns are scaled with, as a fitted model has them.
   */
  static long kept(WideEncoder.Spec spec, long columns, long memberships) {
    int element =
        switch (spec.projection()) {
          case DENSE, LOW_RANK -> element(spec);
          case GROUPED -> Float.BYTES + 4 * Long.BYTES;
          case PCA, RANDOM, SCREENED -> Float.BYTES;
        };
    return 2 * Float.BYTES * columns + element * spec.columnWeights(columns, memberships);
  }

  /**
   * Refuses what this machine cannot hold.
   *
   * @param training whether it is to be trained
   * @throws FindingsException with the figures and the options that would fit
   */
  static void require(WideEncoder.Spec spec, long columns, long memberships, boolean training) {
    double held = ProcessMemory.resident();
    double most = SHARE * ProcessMemory.physical();
    if (training) {
      require(spec, columns, memberships, held, most);
    } else {
      requireKept(spec, columns, memberships, held, most);
    }
  }

  /** Refuses a fitted model whose weights alone are too much. */
  static void requireKept(
      WideEncoder.Spec spec, long columns, long memberships, double held, double most) {
    double needed = held + kept(spec, columns, memberships);
    if (needed > most) {
      throw new FindingsException(
          Finding.of(
              "encoder 'wide' of %,d columns".formatted(columns),
              "its weights must fit into %s of memory".formatted(gigabytes(most)),
              "it needs %s".formatted(gigabytes(needed))));
    }
  }

  static void require(
      WideEncoder.Spec spec, long columns, long memberships, double held, double most) {
    double needed = held + bytes(spec, columns, memberships);
    if (needed <= most) {
      return;
    }
    List<String> choices =
        smaller(spec).stream()
            .map(
                one ->
                    new Fitting(
                        one.option(), held + one.encoder().columnBytes(columns, memberships)))
            .filter(one -> one.bytes <= most)
            .limit(MOST_CHOICES)
            .map(one -> "%s needs %s".formatted(one.option, gigabytes(one.bytes)))
            .toList();
    throw new FindingsException(
        Finding.of(
            "encoder 'wide' of %,d columns".formatted(columns),
            "training must fit into %s of memory".formatted(gigabytes(most)),
            "it needs %s".formatted(gigabytes(needed)),
            choices));
  }

  private record Fitting(String option, double bytes) {}

  /** Options that take less. */
  static List<EncoderSpec.Smaller> smaller(WideEncoder.Spec spec) {
    List<EncoderSpec.Smaller> smaller = new ArrayList<>();
    Projection own = spec.projection();
    boolean dense = own == Projection.DENSE || own == Projection.LOW_RANK;
    if ((dense || own == Projection.GROUPED) && spec.optimiser() == WideOptimiser.ADAMW) {
      smaller.add(
          new EncoderSpec.Smaller(
              "'optimiser: row-wise'",
              spec.with(own, spec.width(), spec.arithmetic(), WideOptimiser.ROW_WISE)));
    }
    if (dense && spec.arithmetic() != Arithmetic.BFLOAT16) {
      smaller.add(
          new EncoderSpec.Smaller(
              "'arithmetic: bfloat16' with 'optimiser: row-wise'",
              spec.with(own, spec.width(), Arithmetic.BFLOAT16, WideOptimiser.ROW_WISE)));
    }
    for (Projection other : List.of(Projection.PCA, Projection.SCREENED)) {
      if (other != own) {
        smaller.add(
            new EncoderSpec.Smaller(
                "'projection: %s'".formatted(UnreadOptions.name(other)),
                spec.with(other, spec.width(), spec.arithmetic(), spec.optimiser())));
      }
    }
    addSizes(spec, smaller);
    return smaller;
  }

  private static void addSizes(WideEncoder.Spec spec, List<EncoderSpec.Smaller> smaller) {
    boolean direct = spec.projection() == Projection.DENSE;
    if (!direct
        && spec.projection() != Projection.LOW_RANK
        && spec.projection() != Projection.PCA) {
      return;
    }
    for (int less = (direct ? spec.width() : spec.components()) / 2; less >= 8; less /= 2) {
      smaller.add(
          direct
              ? new EncoderSpec.Smaller(
                  "'width: %d'".formatted(less),
                  spec.with(spec.projection(), less, spec.arithmetic(), spec.optimiser()))
              : new EncoderSpec.Smaller(
                  "'components: %d'".formatted(less), spec.withComponents(less)));
    }
  }

  private static String gigabytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
  }
}
