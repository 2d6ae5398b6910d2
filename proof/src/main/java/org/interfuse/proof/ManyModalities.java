package org.interfuse.proof;

import java.util.Map;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;

/**
 * Ten modalities, the most that is promised, with a few of the 1,023 presence patterns: as many
 * parameters as declared, outputs those of the oracle or, without one, finite, gradients finite.
 */
final class ManyModalities {
  private static final int MODALITIES = 10;
  private static final double TOLERANCE = 1e-10;

  /** Patterns whose number, less one, is given: all of them, the first, the last, and mixtures. */
  private static final int[] ROWS = {1022, 0, 511, 340, 681, 99, 776};

  private ManyModalities() {}

  static Proof proof(FusionSubject subject) {
    Worst worst = Worst.atMost("ten modalities", TOLERANCE);
    if (subject.spec().mostModalities() < MODALITIES) {
      return worst.proof();
    }
    Seed seed = subject.seed().at("case", MODALITIES);
    FusionCase built = FusionCase.openMany(subject.spec(), MODALITIES, ScalarType.Double, seed);
    try (built) {
      count(built, worst);
      FusionBatch batch =
          FusionBatch.everyPattern(built.widths, false, subject.seed().at("batch", MODALITIES))
              .select(ROWS);
      Outcome outcome = built.run(batch, Pass.inference(), subject.weights(built, batch));
      worst.see(outcome.isFinite() ? 0 : Double.NaN, "M = 10: is everything finite");
      outputs(subject, built, batch, outcome.outputs(), worst);
    }
    return worst.proof();
  }

  /** The oracle is for as many modalities as the operator says that it takes. */
  static Proof agreed(FusionSubject subject, Oracle oracle) {
    Worst worst = Worst.atMost("numbers of modalities", 0);
    boolean agree = oracle.sizes(subject.spec()).equals(subject.sizes());
    worst.see(
        agree ? 0 : 1,
        "out of 2, 3 and 5, the operator takes %s and the oracle computes %s"
            .formatted(subject.sizes(), oracle.sizes(subject.spec())));
    return worst.proof();
  }

  private static void count(FusionCase built, Worst worst) {
    long declared = built.spec.parameterCount(built.modalities, built.widths.clone(), built.width);
    worst.see(new ParameterCount("M = 10", declared, built.parameters.count()));
  }

  private static void outputs(
      FusionSubject subject, FusionCase built, FusionBatch batch, double[][] outputs, Worst worst) {
    Oracle oracle = subject.oracle();
    if (oracle == null) {
      return;
    }
    Map<String, double[]> values = ParameterValues.read(built.parameters);
    for (int row = 0; row < batch.rows(); row++) {
      double[] expected = oracle.fuse(built.spec, built.oracleInput(batch, row, values));
      double error = Plain.relativeError(outputs[row], expected);
      worst.see(error, FusionSubject.where(built, batch, row));
    }
  }
}
