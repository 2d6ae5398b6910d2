package org.interfuse.proof;

import java.util.Map;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Seed;

/** Outputs against the oracle, subject by subject, in three element types. */
final class OutputProofs {
  private OutputProofs() {}

  static Proof float64(FusionSubject subject, Oracle oracle) {
    return compare("outputs, float64", ScalarType.Double, 1e-10, subject, oracle);
  }

  static Proof float32(FusionSubject subject, Oracle oracle) {
    double tolerance = oracle.float32Tolerance();
    return compare("outputs, float32", ScalarType.Float, tolerance, subject, oracle);
  }

  /**
   * A subject whose deviation exceeds the tolerance is held to what rounding alone explains: {@link
   * Rounding}.
   */
  static Proof bfloat16(FusionSubject subject, Oracle oracle) {
    double tolerance = oracle.bfloat16Tolerance();
    return compare("outputs, bfloat16", ScalarType.BFloat16, tolerance, subject, oracle);
  }

  private static Proof compare(
      String name, ScalarType type, double tolerance, FusionSubject subject, Oracle oracle) {
    Worst worst = Worst.atMost(name, tolerance);
    for (int modalities : subject.sizes()) {
      try (FusionCase built = subject.open(modalities, type)) {
        Map<String, double[]> values = ParameterValues.read(built.parameters);
        for (FusionBatch exact : subject.batches(built)) {
          FusionBatch batch = built.rounded(exact);
          double[][] outputs = built.outputs(batch);
          for (int row = 0; row < batch.rows(); row++) {
            OracleInput input = built.oracleInput(batch, row, values);
            double[] expected = oracle.fuse(built.spec, input);
            double error = Plain.relativeError(outputs[row], expected);
            double bound = tolerance;
            if (type == ScalarType.BFloat16 && error > tolerance) {
              Seed seed = subject.seed().at("rounding", row);
              bound = Math.max(tolerance, Rounding.bound(oracle, built.spec, input, seed));
            }
            worst.see(error, bound, FusionSubject.where(built, batch, row));
          }
        }
      }
    }
    return worst.proof();
  }
}
