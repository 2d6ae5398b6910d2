package org.interfuse.proof;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;

/** Gradients against central differences of the oracle, so that both are checked at once. */
final class GradientProofs {
  private static final double TOLERANCE = 1e-6;

  /** Coordinates of a slot or a token, times parameter elements: the time that may go into it. */
  private static final long INPUT_BUDGET = 20_000;

  private static final int LEAST_OF_A_SLOT = 2;

  /** Elements compared of each parameter, times parameters, times their elements: likewise. */
  private static final long PARAMETER_BUDGET = 700_000;

  /** Subjects whose losses a difference by a parameter sums. */
  private static final int MOST_SUBJECTS = 4;

  private GradientProofs() {}

  static Proof inputs(FusionSubject subject, Oracle oracle) {
    Worst worst = Worst.atMost("gradients of inputs", TOLERANCE);
    for (int modalities : subject.sizes()) {
      try (FusionCase built = subject.open(modalities, ScalarType.Double)) {
        for (FusionBatch batch : subject.batches(built)) {
          inputs(subject, oracle, built, batch, worst);
        }
      }
    }
    return worst.proof();
  }

  private static void inputs(
      FusionSubject subject, Oracle oracle, FusionCase built, FusionBatch batch, Worst worst) {
    double[][] weights = subject.weights(built, batch);
    Outcome outcome = built.run(batch, Pass.inference(), weights);
    Map<String, double[]> values = ParameterValues.read(built.parameters);
    int leaf = built.widths.length;
    for (int m = 0; m < built.widths.length; m++) {
      FusionBatch.Tokens tokens = batch.tokens().get(m);
      double[] tokenGradient =
          tokens == null ? new double[0] : outcome.inputGradients().get(leaf++);
      for (int row = 0; row < batch.rows(); row++) {
        Row at = new Row(oracle, built, batch, row, values, weights[row]);
        double[] gradient = outcome.inputGradients().get(m);
        at.see(
            subject.seed(), gradient, row, batch.pooled()[m][row], batch.present()[row][m], worst);
        for (int time = 0; tokens != null && time < tokens.values()[row].length; time++) {
          int place = row * tokens.values()[row].length + time;
          boolean real = tokens.mask()[row][time];
          at.see(subject.seed(), tokenGradient, place, tokens.values()[row][time], real, worst);
        }
      }
    }
  }

  /** One subject: the loss depends on no other. */
  private record Row(
      Oracle oracle,
      FusionCase built,
      FusionBatch batch,
      int row,
      Map<String, double[]> values,
      double[] weights) {
    double loss() {
      double[] fused = oracle.fuse(built.spec, built.oracleInput(batch, row, values));
      double loss = 0;
      for (int c = 0; c < fused.length; c++) {
        loss += weights[c] * fused[c];
      }
      return loss;
    }

    /**
     * Compares some coordinates of {@code x}, the vector number {@code place} of its tensor. What
     * does not exist must have no gradient at all: no oracle is told of it.
     */
    void see(Seed seed, double[] gradient, int place, double[] x, boolean exists, Worst worst) {
      String where = FusionSubject.where(built, batch, row) + ", seed " + seed.value();
      if (!exists) {
        for (int i = 0; i < x.length; i++) {
          worst.see(Differences.error(gradient[place * x.length + i], 0), where + ", absent");
        }
        return;
      }
      Differences.sample(
          x.length,
          Math.max(LEAST_OF_A_SLOT, most(INPUT_BUDGET, built.parameters.count())),
          seed.at("coordinates", place),
          i -> {
            double error = Differences.error(gradient[place * x.length + i], x, i, this::loss);
            worst.see(error, where);
          });
    }
  }

  /** As many as the budget has for something of that cost, but not none. */
  private static int most(long budget, long cost) {
    return (int) Math.max(1, budget / Math.max(1, cost));
  }

  static Proof parameters(FusionSubject subject, Oracle oracle) {
    Worst worst = Worst.atMost("gradients of parameters", TOLERANCE);
    for (int modalities : subject.sizes()) {
      try (FusionCase built = subject.open(modalities, ScalarType.Double)) {
        for (FusionBatch batch : subject.batches(built)) {
          parameters(subject, oracle, built, few(subject, batch), worst);
        }
      }
    }
    return worst.proof();
  }

  /** All subjects, or some and the one who has everything. */
  private static FusionBatch few(FusionSubject subject, FusionBatch batch) {
    int rows = batch.rows();
    if (rows <= MOST_SUBJECTS) {
      return batch;
    }
    int[] order = subject.seed().at("subjects").permutation(rows - 1);
    int[] chosen = Arrays.copyOf(order, MOST_SUBJECTS);
    chosen[MOST_SUBJECTS - 1] = rows - 1;
    return batch.select(chosen);
  }

  private static void parameters(
      FusionSubject subject, Oracle oracle, FusionCase built, FusionBatch batch, Worst worst) {
    double[][] weights = subject.weights(built, batch);
    Outcome outcome = built.run(batch, Pass.inference(), weights);
    Map<String, double[]> values = ParameterValues.read(built.parameters);
    DoubleSupplier loss = () -> loss(oracle, built, batch, values, weights);
    String where = FusionSubject.where(built, batch) + ", seed " + subject.seed().value();
    int tensors = outcome.parameterGradients().size();
    int most = most(PARAMETER_BUDGET, tensors * built.parameters.count());
    for (Map.Entry<String, double[]> entry : outcome.parameterGradients().entrySet()) {
      double[] x = Objects.requireNonNull(values.get(entry.getKey()));
      double[] gradient = entry.getValue();
      Seed choice = subject.seed().at(entry.getKey());
      Differences.sample(
          x.length,
          most,
          choice,
          i -> {
            double error = Differences.error(gradient[i], x, i, loss);
            worst.see(error, "%s, %s[%d]".formatted(where, entry.getKey(), i));
          });
    }
  }

  private static double loss(
      Oracle oracle,
      FusionCase built,
      FusionBatch batch,
      Map<String, double[]> values,
      double[][] weights) {
    double loss = 0;
    for (int row = 0; row < batch.rows(); row++) {
      loss += new Row(oracle, built, batch, row, values, weights[row]).loss();
    }
    return loss;
  }
}
