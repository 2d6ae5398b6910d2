package org.interfuse.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * How far rounding to bfloat16 may move the output of one subject, from the equation alone: the
 * forward error of a stable computation is its backward error times the condition of the equation
 * (Higham 2002, Accuracy and Stability of Numerical Algorithms, §1.6). The condition is measured on
 * the oracle, in double precision: all that it reads is moved by up to one unit of the last place
 * of bfloat16, at random, and the largest deviation of the output is taken.
 */
final class Rounding {
  /** Spacing of bfloat16 at 1: 8 significant bits. */
  private static final double UNIT = 0x1p-7;

  private static final int DRAWS = 32;

  private Rounding() {}

  /** The largest deviation over some draws, relative to the norm of the exact output. */
  static double bound(Oracle oracle, FusionSpec spec, OracleInput input, Seed seed) {
    double[] exact = oracle.fuse(spec, input);
    SplittableRandom random = seed.random();
    double largest = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      double[] moved = oracle.fuse(spec, moved(input, random));
      largest = Math.max(largest, Plain.relativeError(moved, exact));
    }
    return largest;
  }

  private static OracleInput moved(OracleInput input, SplittableRandom random) {
    Map<String, double[]> parameters = new LinkedHashMap<>();
    input.parameters().forEach((name, values) -> parameters.put(name, moved(values, random)));
    List<@Nullable List<double[]>> tokens = new ArrayList<>();
    for (List<double[]> own : input.tokens()) {
      tokens.add(own == null ? null : own.stream().map(token -> moved(token, random)).toList());
    }
    return new OracleInput(
        input.modalities(),
        input.widths(),
        input.width(),
        parameters,
        input.present(),
        Arrays.stream(input.pooled()).map(x -> moved(x, random)).toArray(double[][]::new),
        tokens);
  }

  private static double[] moved(double[] values, SplittableRandom random) {
    double[] moved = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      moved[i] = values[i] * (1 + UNIT * (2 * random.nextDouble() - 1));
    }
    return moved;
  }
}
