package org.interfuse.proof;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Pass;

/** A subject's output depends on that subject alone (law 3); modalities exchange as declared. */
final class IndependenceProofs {
  private static final double TOLERANCE = 1e-12;
  private static final double NOTICEABLE = 1e-6;

  private IndependenceProofs() {}

  /** A row stays the same when others change, move or are longer, and no gradient crosses over. */
  static Proof batch(FusionSubject subject) {
    Worst worst = Worst.atMost("batch independence", TOLERANCE);
    for (int modalities : subject.sizes()) {
      try (FusionCase built = subject.open(modalities, ScalarType.Double)) {
        for (FusionBatch batch : subject.batches(built)) {
          permuted(subject, built, batch, worst);
          othersChanged(built, batch, worst);
          crossGradients(subject, built, batch, worst);
          padded(built, batch, worst);
        }
      }
    }
    return worst.proof();
  }

  private static void permuted(
      FusionSubject subject, FusionCase built, FusionBatch batch, Worst worst) {
    int[] order = subject.seed().at("order").permutation(batch.rows());
    double[][] outputs = built.outputs(batch);
    double[][] moved = built.outputs(batch.select(order));
    for (int i = 0; i < order.length; i++) {
      double error = Plain.relativeError(moved[i], outputs[order[i]]);
      worst.see(error, FusionSubject.where(built, batch, order[i]) + ", rows permuted");
    }
  }

  private static void othersChanged(FusionCase built, FusionBatch batch, Worst worst) {
    double[][] outputs = built.outputs(batch);
    FusionBatch other = batch.map(true, x -> 1 - 2 * x);
    for (int row = 0; row < batch.rows(); row++) {
      FusionBatch mixed = other.all();
      for (int m = 0; m < built.widths.length; m++) {
        mixed.pooled()[m][row] = batch.pooled()[m][row];
        FusionBatch.Tokens from = batch.tokens().get(m);
        FusionBatch.Tokens to = mixed.tokens().get(m);
        if (from != null && to != null) {
          to.values()[row] = from.values()[row];
        }
      }
      double error = Plain.relativeError(built.outputs(mixed)[row], outputs[row]);
      worst.see(error, FusionSubject.where(built, batch, row) + ", other rows changed");
    }
  }

  private static void crossGradients(
      FusionSubject subject, FusionCase built, FusionBatch batch, Worst worst) {
    int row = batch.rows() - 1;
    double[][] weights = new double[batch.rows()][built.width];
    weights[row] = subject.weights(built, batch)[row];
    Outcome outcome = built.run(batch, Pass.inference(), weights);
    double largest = 0;
    for (double[] gradient : outcome.inputGradients()) {
      int own = row * (gradient.length / batch.rows());
      for (int i = 0; i < own; i++) {
        largest = Math.max(largest, Math.abs(gradient[i]));
      }
    }
    worst.see(largest, FusionSubject.where(built, batch, row) + ", gradients of other rows");
  }

  /** A batch with a longer subject in it gives the others more places that hold no token. */
  private static void padded(FusionCase built, FusionBatch batch, Worst worst) {
    double[][] outputs = built.outputs(batch);
    double[][] padded = built.outputs(batch.padded(() -> Double.NaN));
    for (int row = 0; row < batch.rows(); row++) {
      double error = Plain.relativeError(padded[row], outputs[row]);
      worst.see(error, FusionSubject.where(built, batch, row) + ", tokens padded");
    }
  }

  /** Each row alone in its batch gives what it gave among others. */
  static Proof batchOfOne(FusionSubject subject) {
    Worst worst = Worst.atMost("a batch of one", TOLERANCE);
    for (int modalities : subject.sizes()) {
      try (FusionCase built = subject.open(modalities, ScalarType.Double)) {
        for (FusionBatch batch : subject.batches(built)) {
          double[][] outputs = built.outputs(batch);
          for (int row = 0; row < batch.rows(); row++) {
            double[] alone = built.outputs(batch.select(row))[0];
            double error = Plain.relativeError(alone, outputs[row]);
            worst.see(error, FusionSubject.where(built, batch, row));
          }
        }
      }
    }
    return worst.proof();
  }

  /**
   * Modalities in another order: the same result if so declared, another one if not. Exchanges of
   * neighbours make up every order, so a result that none of them changes ignores order altogether;
   * moving all by one place leaves none where its parameters expect it.
   */
  static Proof order(FusionSubject subject) {
    return subject.spec().ignoresOrder() ? ignored(subject) : matters(subject);
  }

  private static Proof ignored(FusionSubject subject) {
    Worst worst = Worst.atMost("order of modalities is ignored, as declared", TOLERANCE);
    for (int modalities : subject.sizes()) {
      try (FusionCase built = openEqual(subject, modalities)) {
        for (FusionBatch batch : subject.batches(built)) {
          for (int m = 1; m < modalities; m++) {
            int[] order = IntStream.range(0, modalities).toArray();
            order[m - 1] = m;
            order[m] = m - 1;
            reordered(built, batch, order, worst);
          }
        }
      }
    }
    return worst.proof();
  }

  private static Proof matters(FusionSubject subject) {
    Worst worst = Worst.above("order of modalities matters, as declared", NOTICEABLE);
    for (int modalities : subject.sizes()) {
      try (FusionCase built = openEqual(subject, modalities)) {
        int[] next = IntStream.range(1, modalities + 1).map(m -> m % modalities).toArray();
        reordered(built, subject.batch(built), next, worst);
      }
    }
    return worst.proof();
  }

  private static FusionCase openEqual(FusionSubject subject, int modalities) {
    return FusionCase.openEqual(subject.spec(), modalities, ScalarType.Double, subject.seed());
  }

  private static void reordered(FusionCase built, FusionBatch batch, int[] order, Worst worst) {
    double[][] outputs = built.outputs(batch);
    double[][] moved = built.outputs(batch.reorder(order));
    for (int row = 0; row < batch.rows(); row++) {
      double change = Plain.relativeError(moved[row], outputs[row]);
      String where = FusionSubject.where(built, batch, row);
      worst.see(change, where + ", order " + Arrays.toString(order));
    }
  }
}
