package org.interfuse.proof;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;

/** Absence is inert, and acts alike in training and at inference (law 2). */
final class AbsenceProofs {
  private static final int SUBJECTS = 8;
  private static final double NOTICEABLE = 1e-8;

  private AbsenceProofs() {}

  /** Whatever stands in absent slots and masked tokens, no bit of outputs and gradients changes. */
  static Proof inert(FusionSubject subject) {
    Worst worst = Worst.atMost("absent bytes are inert", 0);
    for (int modalities : subject.sizes()) {
      for (ScalarType type : new ScalarType[] {ScalarType.Double, ScalarType.Float}) {
        try (FusionCase built = subject.open(modalities, type)) {
          for (FusionBatch batch : subject.batches(built)) {
            inert(subject, built, batch, worst);
          }
        }
      }
    }
    return worst.proof();
  }

  private static void inert(
      FusionSubject subject, FusionCase built, FusionBatch batch, Worst worst) {
    double[][] weights = subject.weights(built, batch);
    Outcome clean = built.run(batch, Pass.inference(), weights);
    Outcome trained = built.run(batch, ParameterProofs.training(subject.seed()), weights);
    SplittableRandom random = subject.seed().at("noise").random();
    Map<String, DoubleUnaryOperator> contents = new LinkedHashMap<>();
    contents.put("noise", x -> 1e3 * random.nextGaussian());
    contents.put("NaN", x -> Double.NaN);
    contents.put("infinity", x -> Double.POSITIVE_INFINITY);
    contents.put("-infinity", x -> Double.NEGATIVE_INFINITY);
    contents.forEach(
        (content, change) -> {
          FusionBatch filled = batch.map(false, change);
          String where = FusionSubject.where(built, batch) + ", absent slots hold " + content;
          worst.see(clean.differences(built.run(filled, Pass.inference(), weights)), where);
          FusionBatch claimed = filled.absentUnmasked();
          Pass same = ParameterProofs.training(subject.seed());
          worst.see(
              trained.differences(built.run(claimed, same, weights)),
              where + " in training, under masks that claim them");
        });
  }

  /** Training and inference give the same numbers where nothing is drawn at random. */
  static Proof sameRule(FusionSubject subject) {
    Worst worst = Worst.atMost("same rule in training and at inference", 0);
    for (int modalities : subject.sizes()) {
      try (FusionCase built = subject.open(modalities, ScalarType.Double)) {
        for (FusionBatch batch : subject.batches(built)) {
          double[][] weights = subject.weights(built, batch);
          Outcome inference = built.run(batch, Pass.inference(), weights);
          Outcome training = built.run(batch, Pass.trainingWithoutMasks(), weights);
          long differences =
              inference.withoutSignsOfZeros().differences(training.withoutSignsOfZeros());
          worst.see(differences, FusionSubject.where(built, batch));
        }
      }
    }
    return worst.proof();
  }

  /**
   * A modality that is alone: everything finite, and the result depends on it, for some subject (a
   * rectified unit may be off for one).
   */
  static Proof lone(FusionSubject subject) {
    Worst worst = Worst.above("a lone modality counts", NOTICEABLE);
    for (int modalities : subject.sizes()) {
      try (FusionCase built = subject.open(modalities, ScalarType.Double)) {
        for (int m = 0; m < modalities; m++) {
          int row = (1 << m) - 1;
          String where = FusionSubject.where(built, subject.batch(built), row);
          worst.see(largestGradient(subject, built, m, row), where);
        }
      }
    }
    return worst.proof();
  }

  private static double largestGradient(FusionSubject subject, FusionCase built, int m, int row) {
    double largest = 0;
    for (int repeat = 0; repeat < SUBJECTS && largest <= NOTICEABLE; repeat++) {
      Seed seed = subject.seed().at("lone", repeat);
      FusionBatch alone = FusionBatch.everyPattern(built.widths, false, seed).select(row);
      Outcome outcome = built.run(alone, Pass.inference(), subject.weights(built, alone));
      if (!outcome.isFinite()) {
        return Double.NaN;
      }
      for (double gradient : outcome.inputGradients().get(m)) {
        largest = Math.max(largest, Math.abs(gradient));
      }
    }
    return largest;
  }
}
