package org.interfuse.proof;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/** Parameters are as many as declared, and they are all that is to be saved. */
final class ParameterProofs {
  private ParameterProofs() {}

  /** Created, declared by the spec and derived in the oracle: the largest disagreement. */
  static Proof count(FusionSubject subject, @Nullable Oracle oracle) {
    Worst worst = Worst.atMost("parameter count", 0);
    for (int modalities : subject.sizes()) {
      try (FusionCase built = subject.open(modalities, ScalarType.Double)) {
        long created = built.parameters.count();
        long declared =
            built.spec.parameterCount(built.modalities, built.widths.clone(), built.width);
        long derived =
            oracle == null
                ? declared
                : oracle.parameterCount(built.spec, built.widths.clone(), built.width);
        long worstDifference = Math.max(Math.abs(created - declared), Math.abs(created - derived));
        worst.see(
            worstDifference,
            "M = %d: %d created, %d declared, %d derived"
                .formatted(modalities, created, declared, derived));
      }
    }
    return worst.proof();
  }

  /** Declared by the spec and created, for every size; nothing if it cannot be built. */
  static List<ParameterCount> counts(FusionSubject subject) {
    List<ParameterCount> counts = new ArrayList<>();
    try {
      for (int modalities : subject.sizes()) {
        try (FusionCase built = subject.open(modalities, ScalarType.Double)) {
          long declared =
              built.spec.parameterCount(built.modalities, built.widths.clone(), built.width);
          counts.add(new ParameterCount("M = " + modalities, declared, built.parameters.count()));
        }
      }
    } catch (RuntimeException | LinkageError e) {
      counts.clear(); // the proof of the count fails by the same error, and says so
    }
    return counts;
  }

  static Pass training(Seed seed) {
    return Pass.training(seed);
  }

  /** Values copied into an operator built afresh from another seed give the same bits, twice. */
  static Proof saved(FusionSubject subject) {
    Worst worst = Worst.atMost("saved and loaded", 0);
    for (int modalities : subject.sizes()) {
      Seed other = subject.seed().at("another");
      try (FusionCase built = subject.open(modalities, ScalarType.Float);
          FusionCase loaded =
              FusionCase.open(subject.spec(), modalities, ScalarType.Float, other)) {
        ParameterValues.write(loaded.parameters, ParameterValues.read(built.parameters));
        for (FusionBatch batch : subject.batches(built)) {
          double[][] weights = subject.weights(built, batch);
          Outcome first = built.run(batch, Pass.inference(), weights);
          Outcome again = built.run(batch, Pass.inference(), weights);
          Outcome after = loaded.run(batch, Pass.inference(), weights);
          String where = FusionSubject.where(built, batch);
          worst.see(first.differences(again), where + ", the same operator twice");
          worst.see(first.differences(after), where + ", built afresh");
        }
      }
    }
    return worst.proof();
  }
}
