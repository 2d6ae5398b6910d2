package org.interfuse.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Representations of B subjects as arrays.
 *
 * @param present [B][M]
 * @param pooled [M][B][d_m]
 * @param tokens per modality its tokens, or null if it gives none
 */
record FusionBatch(boolean[][] present, double[][][] pooled, List<@Nullable Tokens> tokens) {
  /** Tokens of one modality: values [B][time][d_m], mask [B][time]. */
  record Tokens(double[][][] values, boolean[][] mask) {
    private Tokens padded(DoubleSupplier content) {
      double[][][] wider = new double[values.length][][];
      boolean[][] real = new boolean[values.length][];
      for (int row = 0; row < values.length; row++) {
        int time = mask[row].length;
        wider[row] = new double[2 * time + 1][values[row][0].length];
        real[row] = new boolean[2 * time + 1];
        for (double[] token : wider[row]) {
          Arrays.setAll(token, i -> content.getAsDouble());
        }
        for (int place = 0; place < time; place++) {
          wider[row][2 * place + 1] = values[row][place].clone();
          real[row][2 * place + 1] = mask[row][place];
        }
      }
      return new Tokens(wider, real);
    }
  }

  /**
   * One subject for each non-empty presence pattern, normal numbers where present, zeros elsewhere.
   *
   * @param withTokens whether all modalities but the last of three or more have tokens; every
   *     fourth subject then has an empty mask in the first
   */
  static FusionBatch everyPattern(int[] widths, boolean withTokens, Seed seed) {
    int modalities = widths.length;
    int having = !withTokens ? 0 : modalities == 2 ? 2 : modalities - 1;
    return random(widths, (1 << modalities) - 1, having, seed);
  }

  /** The same for more subjects: the patterns in turn, again and again. */
  static FusionBatch random(int[] widths, int rows, int havingTokens, Seed seed) {
    SplittableRandom random = seed.random();
    int modalities = widths.length;
    int patterns = (1 << modalities) - 1;
    boolean[][] present = new boolean[rows][modalities];
    double[][][] pooled = new double[modalities][rows][];
    List<@Nullable Tokens> tokens = new ArrayList<>();
    for (int m = 0; m < modalities; m++) {
      Tokens own = new Tokens(new double[rows][][], new boolean[rows][]);
      for (int row = 0; row < rows; row++) {
        present[row][m] = ((row % patterns + 1) >> m & 1) == 1;
        pooled[m][row] = normal(present[row][m], widths[m], random);
        own.mask()[row] = new boolean[2 + m];
        own.values()[row] = new double[2 + m][];
        for (int time = 0; time < 2 + m; time++) {
          boolean real = present[row][m] && !(m == 0 && row % 4 == 2) && random.nextInt(3) > 0;
          own.mask()[row][time] = real;
          own.values()[row][time] = normal(real, widths[m], random);
        }
      }
      tokens.add(m < havingTokens ? own : null);
    }
    return new FusionBatch(present, pooled, tokens);
  }

  private static double[] normal(boolean real, int width, SplittableRandom random) {
    double[] values = new double[width];
    for (int i = 0; i < width; i++) {
      values[i] = real ? random.nextGaussian() : 0;
    }
    return values;
  }

  int rows() {
    return present.length;
  }

  /** {@code 101}: who is present in a row, by modality. */
  String pattern(int row) {
    StringBuilder text = new StringBuilder();
    for (boolean has : present[row]) {
      text.append(has ? '1' : '0');
    }
    return text.toString();
  }

  /** A copy with the given rows. */
  FusionBatch select(int... rows) {
    boolean[][] chosen = new boolean[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = present[rows[i]].clone();
    }
    double[][][] vectors = new double[pooled.length][rows.length][];
    List<@Nullable Tokens> parts = new ArrayList<>();
    for (int m = 0; m < pooled.length; m++) {
      Tokens own = tokens.get(m);
      Tokens copy = new Tokens(new double[rows.length][][], new boolean[rows.length][]);
      for (int i = 0; i < rows.length; i++) {
        vectors[m][i] = pooled[m][rows[i]].clone();
        if (own != null) {
          copy.mask()[i] = own.mask()[rows[i]].clone();
          copy.values()[i] = deepCopy(own.values()[rows[i]]);
        }
      }
      parts.add(own == null ? null : copy);
    }
    return new FusionBatch(chosen, vectors, parts);
  }

  /** A copy with the modalities in another order. */
  FusionBatch reorder(int... order) {
    FusionBatch copy = all();
    double[][][] vectors = new double[order.length][][];
    List<@Nullable Tokens> parts = new ArrayList<>();
    for (int m = 0; m < order.length; m++) {
      vectors[m] = copy.pooled[order[m]];
      parts.add(copy.tokens.get(order[m]));
      for (int row = 0; row < rows(); row++) {
        copy.present[row][m] = present[row][order[m]];
      }
    }
    return new FusionBatch(copy.present, vectors, parts);
  }

  /**
   * A copy with more places that hold no token: in front, between all others, and at the end, by
   * rule of {@code content}.
   */
  FusionBatch padded(DoubleSupplier content) {
    List<@Nullable Tokens> parts = new ArrayList<>();
    for (Tokens own : tokens) {
      parts.add(own == null ? null : own.padded(content));
    }
    return new FusionBatch(present, pooled, parts);
  }

  /** The same without its tokens. */
  FusionBatch withoutTokens() {
    return new FusionBatch(present, pooled, Collections.nCopies(pooled.length, null));
  }

  /** A copy whose masks say that those who lack a modality have all its tokens. */
  FusionBatch absentUnmasked() {
    FusionBatch copy = all();
    for (int m = 0; m < pooled.length; m++) {
      Tokens own = copy.tokens.get(m);
      for (int row = 0; own != null && row < rows(); row++) {
        if (!present[row][m]) {
          Arrays.fill(own.mask()[row], true);
        }
      }
    }
    return copy;
  }

  /** A copy with the same rows. */
  FusionBatch all() {
    int[] rows = new int[rows()];
    Arrays.setAll(rows, row -> row);
    return select(rows);
  }

  /** A copy in which {@code change} was applied to the numbers that exist, or to the others. */
  FusionBatch map(boolean existing, DoubleUnaryOperator change) {
    FusionBatch copy = all();
    for (int m = 0; m < pooled.length; m++) {
      Tokens own = copy.tokens.get(m);
      for (int row = 0; row < rows(); row++) {
        if (present[row][m] == existing) {
          apply(copy.pooled[m][row], change);
        }
        for (int time = 0; own != null && time < own.mask()[row].length; time++) {
          if (own.mask()[row][time] == existing) {
            apply(own.values()[row][time], change);
          }
        }
      }
    }
    return copy;
  }

  private static void apply(double[] values, DoubleUnaryOperator change) {
    for (int i = 0; i < values.length; i++) {
      values[i] = change.applyAsDouble(values[i]);
    }
  }

  private static double[][] deepCopy(double[][] values) {
    return Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
  }
}
