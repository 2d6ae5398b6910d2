package org.interfuse.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.tensor.Seed;

/**
 * The encoder on trial.
 *
 * @param spec its options
 * @param shapes the tables it is built for
 * @param seed where all numbers come from
 */
record EncoderSubject(EncoderSpec spec, List<FeatureShape> shapes, Seed seed) {
  static final int ROWS = 24;

  /** Numeric columns, categorical columns and both. */
  static final List<FeatureShape> TABLES = List.of(shape(5, 3, 4), shape(5), shape(0, 3, 6));

  /** Numbers alone. */
  static final List<FeatureShape> VECTORS = List.of(shape(5), shape(8), shape(1));

  /** Texts of a vocabulary, short ones and longer ones. */
  static final List<FeatureShape> TEXTS =
      List.of(
          FeatureShape.ofSequence(SequenceShape.ofCodes(7, 6)),
          FeatureShape.ofSequence(SequenceShape.ofCodes(3, 2)));

  private static FeatureShape shape(int numeric, int... cardinalities) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < numeric + cardinalities.length; i++) {
      names.add("column" + i);
    }
    return new FeatureShape(names, numeric, cardinalities);
  }

  /** Checks a property over all shapes of tables. */
  Proof prove(Worst worst, BiConsumer<FeatureShape, Worst> check) {
    return FusionProofs.attempt(
        worst.name(),
        () -> {
          shapes.forEach(shape -> check.accept(shape, worst));
          return worst.proof();
        });
  }

  /** Builds it with parameters disturbed. */
  EncoderCase open(FeatureShape shape, ScalarType type) {
    return new EncoderCase(spec, shape, type, seed).disturbed(seed.at("disturbance"));
  }

  EncoderCase.Table table(FeatureShape shape) {
    return EncoderCase.Table.random(shape, ROWS, seed.at("table"));
  }

  /** Weights [n][width] of the outputs in the loss. */
  double[][] weights(EncoderCase built) {
    SplittableRandom random = seed.at("weights").random();
    double[][] weights = new double[ROWS][built.encoder.width()];
    for (double[] row : weights) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextGaussian();
      }
    }
    return weights;
  }

  /** Where a figure arose. */
  static String where(FeatureShape shape) {
    SequenceShape sequence = shape.sequence();
    if (sequence != null) {
      return "texts of up to %d tokens of %d".formatted(sequence.longest(), sequence.vocabulary());
    }
    return "%d numeric and %d categorical columns"
        .formatted(shape.numericWidth(), shape.cardinalities().length);
  }
}
