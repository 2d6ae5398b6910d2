package org.interfuse.proof;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.wide.WideEncoder;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.proof.WideColumns.Source;
import org.interfuse.tensor.Seed;

/**
 * The encoder of wide columns on trial.
 *
 * @param spec its options, without dropout
 * @param seed where all numbers come from
 */
record WideSubject(WideEncoder.Spec spec, Seed seed) {
  static final int[] ALL = IntStream.range(0, WideColumns.ROWS).toArray();
  static final FeatureShape SHAPE = WideColumns.shape();

  /** Checks a property on columns in tiles and on sparse rows. */
  Proof prove(Worst worst, BiConsumer<Source, Worst> check) {
    return FusionProofs.attempt(
        worst.name(),
        () -> {
          for (Source source : Source.values()) {
            check.accept(source, worst);
          }
          return worst.proof();
        });
  }

  /** Whether columns have weights that train. */
  boolean trainsColumns() {
    return switch (spec.projection()) {
      case DENSE, LOW_RANK, GROUPED -> true;
      case PCA, RANDOM, SCREENED -> false;
    };
  }

  /** Whether a parameter is the columns' own. */
  boolean isOfColumns(String name) {
    return trainsColumns() && name.equals("weight");
  }

  WideColumns columns(Source source) {
    return WideColumns.random(source, seed.at("columns"));
  }

  WideCase open(WideColumns columns, ScalarType type) {
    return fresh(columns, type).disturbed(seed.at("disturbance"));
  }

  WideCase fresh(WideColumns columns, ScalarType type) {
    return new WideCase(spec, columns, type, seed).prepared(columns, seed.at("preparation"));
  }

  double[][] weights(int rows) {
    SplittableRandom random = seed.at("weights").random();
    double[][] weights = new double[rows][spec.width()];
    Arrays.stream(weights).forEach(row -> Arrays.setAll(row, k -> random.nextGaussian()));
    return weights;
  }
}
