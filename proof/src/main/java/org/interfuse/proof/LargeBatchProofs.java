package org.interfuse.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;

/**
 * A batch of as many subjects as real cohorts have. Operators may take another way there: those of
 * this program write to the absent rows by their indices from 8,192 elements on, which this many
 * subjects reach with vectors of 4. Two modalities of 8, of which the first has tokens where tokens
 * may be read.
 */
final class LargeBatchProofs {
  private static final int ROWS = 2048;
  private static final int MODALITIES = 2;

  /** One row of so many is computed by the oracle; no multiple of the patterns, so all occur. */
  private static final int STEP = 13;

  private static final int GROUPS = 8;
  private static final double OUTPUTS = 1e-12;

  /** Sums of another order, magnified by the slope of a root near 0: 1 / ε of 1e-4, and some. */
  private static final double GRADIENTS = 1e-10;

  private LargeBatchProofs() {}

  private static FusionCase open(FusionSubject subject, ScalarType type) {
    return FusionCase.openEqual(subject.spec(), MODALITIES, type, seed(subject));
  }

  private static FusionBatch batch(FusionSubject subject, FusionCase built) {
    int havingTokens = subject.mayReadTokens() ? 1 : 0;
    return FusionBatch.random(built.widths, ROWS, havingTokens, seed(subject));
  }

  private static Seed seed(FusionSubject subject) {
    return subject.seed().at("large");
  }

  /** Outputs against the oracle; what does not exist is NaN. */
  static Proof outputs(FusionSubject subject, Oracle oracle) {
    Worst worst = Worst.atMost("outputs, float64, large batch", 1e-10);
    try (FusionCase built = open(subject, ScalarType.Double)) {
      FusionBatch batch = batch(subject, built);
      Map<String, double[]> values = ParameterValues.read(built.parameters);
      double[][] outputs = built.outputs(batch.map(false, x -> Double.NaN));
      for (int row = 0; row < ROWS; row += STEP) {
        double[] expected = oracle.fuse(built.spec, built.oracleInput(batch, row, values));
        worst.see(Plain.relativeError(outputs[row], expected), where(built, batch, row));
      }
    }
    return worst.proof();
  }

  /** Bits of outputs and gradients that change with what stands in absent slots. */
  static Proof inert(FusionSubject subject) {
    Worst worst = Worst.atMost("absent bytes are inert, large batch", 0);
    try (FusionCase built = open(subject, ScalarType.Float)) {
      FusionBatch batch = batch(subject, built);
      double[][] weights = subject.weights(built, batch);
      String where = FusionSubject.where(built, batch) + ", %,d subjects".formatted(ROWS);
      FusionBatch nan = batch.map(false, x -> Double.NaN);
      Outcome trained = built.run(batch, ParameterProofs.training(subject.seed()), weights);
      Outcome filled = built.run(nan, ParameterProofs.training(subject.seed()), weights);
      worst.see(trained.differences(filled), where + ", absent slots hold NaN in training");
      FusionBatch infinite = batch.map(false, x -> Double.POSITIVE_INFINITY).absentUnmasked();
      Outcome clean = built.run(batch, Pass.inference(), weights);
      Outcome claimed = built.run(infinite, Pass.inference(), weights);
      worst.see(clean.differences(claimed), where + ", absent slots hold infinity");
    }
    return worst.proof();
  }

  /** Outputs and gradients of a few subjects by themselves are those among all. */
  static Proof alone(FusionSubject subject) {
    Worst worst = Worst.atMost("batch independence, large batch", OUTPUTS);
    try (FusionCase built = open(subject, ScalarType.Double)) {
      FusionBatch batch = batch(subject, built);
      double[][] weights = subject.weights(built, batch);
      Outcome all = built.run(batch, Pass.inference(), weights);
      for (int group = 0; group < GROUPS; group++) {
        int first = group * (ROWS / GROUPS) + group;
        int[] rows = {first, first + 1, first + 2};
        double[][] own = Arrays.stream(rows).mapToObj(row -> weights[row]).toArray(double[][]::new);
        Outcome few = built.run(batch.select(rows), Pass.inference(), own);
        for (int i = 0; i < rows.length; i++) {
          double error = Plain.relativeError(few.outputs()[i], all.outputs()[rows[i]]);
          worst.see(error, where(built, batch, rows[i]));
          double[] alone = gradient(few, i, rows.length);
          double change = Plain.relativeError(alone, gradient(all, rows[i], ROWS));
          worst.see(change, GRADIENTS, where(built, batch, rows[i]) + ", gradients");
        }
      }
    }
    return worst.proof();
  }

  /** Gradients of one subject's inputs, end to end. */
  private static double[] gradient(Outcome outcome, int row, int rows) {
    List<double[]> parts = new ArrayList<>();
    for (double[] gradient : outcome.inputGradients()) {
      int length = gradient.length / rows;
      parts.add(Arrays.copyOfRange(gradient, row * length, (row + 1) * length));
    }
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static String where(FusionCase built, FusionBatch batch, int row) {
    return "%s, subject %,d of %,d".formatted(FusionSubject.where(built, batch, row), row, ROWS);
  }
}
