package org.interfuse.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * The operator on trial.
 *
 * @param spec its options
 * @param oracle the independent computation, or null
 * @param seed where all numbers come from
 */
record FusionSubject(FusionSpec spec, @Nullable Oracle oracle, Seed seed) {
  private static final int[] SIZES = {2, 3, 5};

  /** Those of 2, 3 and 5 modalities that the operator says it takes. */
  List<Integer> sizes() {
    int most = spec.mostModalities();
    List<Integer> sizes = Arrays.stream(SIZES).filter(size -> size <= most).boxed().toList();
    if (sizes.isEmpty()) {
      throw new IllegalStateException("mostModalities is " + most + ", but it must be 2 at least");
    }
    return sizes;
  }

  /** Whether tokens may be read: always, unless the oracle says no. */
  boolean mayReadTokens() {
    return oracle == null || oracle.readsTokens();
  }

  FusionCase open(int modalities, ScalarType type) {
    return FusionCase.open(spec, modalities, type, seed.at("case", modalities));
  }

  /** With the parameters that it starts with. */
  FusionCase fresh(int modalities, ScalarType type, Seed start) {
    return FusionCase.fresh(spec, modalities, type, start.at("case", modalities));
  }

  /** One subject for each presence pattern. */
  FusionBatch batch(FusionCase built) {
    return FusionBatch.everyPattern(built.widths, false, seed.at("batch", built.widths.length));
  }

  /** The same with tokens too, unless the oracle says that the operator does not read them. */
  List<FusionBatch> batches(FusionCase built) {
    List<FusionBatch> batches = new ArrayList<>(List.of(batch(built)));
    if (mayReadTokens()) {
      batches.add(tokens(built));
    }
    return batches;
  }

  /** One subject for each presence pattern, with tokens. */
  FusionBatch tokens(FusionCase built) {
    return FusionBatch.everyPattern(built.widths, true, seed.at("tokens", built.widths.length));
  }

  /** Weights [B][C] of the outputs in the loss. */
  double[][] weights(FusionCase built, FusionBatch batch) {
    SplittableRandom random = seed.at("weights").random();
    double[][] weights = new double[batch.rows()][built.width];
    for (double[] row : weights) {
      for (int c = 0; c < row.length; c++) {
        row[c] = random.nextGaussian();
      }
    }
    return weights;
  }

  /** Where a figure arose. */
  static String where(FusionCase built, FusionBatch batch, int row) {
    return "M = %d%s, presence %s".formatted(built.widths.length, kind(batch), batch.pattern(row));
  }

  static String where(FusionCase built, FusionBatch batch) {
    return "M = %d%s".formatted(built.widths.length, kind(batch));
  }

  private static String kind(FusionBatch batch) {
    return batch.tokens().stream().allMatch(tokens -> tokens == null) ? "" : " with tokens";
  }
}
