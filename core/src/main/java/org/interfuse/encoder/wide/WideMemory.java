package org.interfuse.encoder.wide;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
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
    int element = spec.arithmetic() == Arithmetic.BFLOAT16 ? Short.BYTES : Float.BYTES;
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

  /**
   * Refuses what this machine cannot train.
   *
   * @throws FindingsException with the figures and the options that would fit
   */
  static void require(WideEncoder.Spec spec, long columns, long memberships) {
    require(spec, columns, memberships, ProcessMemory.resident(), SHARE * ProcessMemory.physical());
  }

  static void require(
      WideEncoder.Spec spec, long columns, long memberships, double held, double most) {
    double needed = held + bytes(spec, columns, memberships);
    if (needed <= most) {
      return;
    }
    List<String> choices = new ArrayList<>();
    for (Choice choice : choices(spec)) {
      double bytes = held + bytes(choice.change.apply(spec), columns, memberships);
      if (bytes <= most) {
        choices.add("%s needs %s".formatted(choice.text, gigabytes(bytes)));
      }
    }
    throw new FindingsException(
        Finding.of(
            "encoder 'wide' of %,d columns".formatted(columns),
            "training must fit into %s of memory".formatted(gigabytes(most)),
            "it needs %s".formatted(gigabytes(needed)),
            choices));
  }

  private record Choice(String text, UnaryOperator<WideEncoder.Spec> change) {}

  private static List<Choice> choices(WideEncoder.Spec spec) {
    List<Choice> choices = new ArrayList<>();
    if (spec.optimiser() == WideOptimiser.ADAMW) {
      choices.add(
          new Choice(
              "'optimiser: row-wise'",
              s -> s.with(s.projection(), s.width(), s.arithmetic(), WideOptimiser.ROW_WISE)));
    }
    boolean direct = spec.projection() == Projection.DENSE;
    boolean dense = direct || spec.projection() == Projection.LOW_RANK;
    if (dense && spec.arithmetic() != Arithmetic.BFLOAT16) {
      choices.add(
          new Choice(
              "'arithmetic: bfloat16' with 'optimiser: row-wise'",
              s -> s.with(s.projection(), s.width(), Arithmetic.BFLOAT16, WideOptimiser.ROW_WISE)));
    }
    for (int less = (direct ? spec.width() : spec.components()) / 2; less >= 8; less /= 2) {
      int fewer = less;
      choices.add(
          direct
              ? new Choice(
                  "'width: %d'".formatted(less),
                  s -> s.with(s.projection(), fewer, s.arithmetic(), s.optimiser()))
              : new Choice("'components: %d'".formatted(less), s -> s.withComponents(fewer)));
    }
    for (Projection other : List.of(Projection.PCA, Projection.SCREENED)) {
      if (other != spec.projection()) {
        choices.add(
            new Choice(
                "'projection: %s'".formatted(UnreadOptions.name(other)),
                s -> s.with(other, s.width(), s.arithmetic(), s.optimiser())));
      }
    }
    return choices;
  }

  private static String gigabytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
  }
}
