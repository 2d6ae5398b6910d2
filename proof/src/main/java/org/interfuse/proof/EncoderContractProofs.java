package org.interfuse.proof;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;

/** What every encoder of tables must hold to, oracle or not. */
final class EncoderContractProofs {
  private static final double FLOOR = 1e-9;
  private static final int LEAST_DISTURBANCES = 4;
  private static final int MOST_DISTURBANCES = 50;

  private final EncoderSubject subject;

  EncoderContractProofs(EncoderSubject subject) {
    this.subject = subject;
  }

  /** Outputs are as wide as the encoder says, and finite: the number of rows that are not. */
  void width(FeatureShape shape, Worst worst) {
    try (EncoderCase built = subject.open(shape, ScalarType.Float)) {
      long wrong = 0;
      for (double[] row : built.outputs(subject.table(shape))) {
        boolean finite = Arrays.stream(row).allMatch(Double::isFinite);
        wrong += row.length == built.encoder.width() && finite ? 0 : 1;
      }
      worst.see(wrong, EncoderSubject.where(shape));
    }
  }

  /**
   * The smallest gradient of a parameter element, each at its largest over disturbances of the
   * parameters, more of them as long as one has not trained: a rectified unit may be off. Every
   * code occurs in the rows.
   */
  void train(FeatureShape shape, Worst worst) {
    try (EncoderCase built = subject.open(shape, ScalarType.Double)) {
      if (built.encoder.ownsUpdate()) {
        return;
      }
      Map<String, double[]> largest = new LinkedHashMap<>();
      for (int repeat = 0; repeat < MOST_DISTURBANCES; repeat++) {
        if (repeat >= LEAST_DISTURBANCES && allTrained(largest)) {
          break;
        }
        ParameterValues.disturb(built.parameters, subject.seed().at("again", repeat));
        built
            .run(subject.table(shape), Pass.inference(), subject.weights(built))
            .mergeLargestGradients(largest);
      }
      largest.forEach(
          (name, gradients) -> {
            for (int i = 0; i < gradients.length; i++) {
              worst.see(gradients[i], EncoderSubject.where(shape) + ", " + name + "[" + i + "]");
            }
          });
    }
  }

  private static boolean allTrained(Map<String, double[]> largest) {
    return largest.values().stream()
        .flatMapToDouble(Arrays::stream)
        .allMatch(gradient -> gradient > FLOOR);
  }

  /** A row alone, or among others in another order, gives the same. */
  void independence(FeatureShape shape, Worst worst) {
    try (EncoderCase built = subject.open(shape, ScalarType.Double)) {
      EncoderCase.Table table = subject.table(shape);
      double[][] outputs = built.outputs(table);
      int[] order = subject.seed().at("order").permutation(table.rows());
      double[][] moved = built.outputs(table.select(order));
      for (int row = 0; row < table.rows(); row++) {
        double[] alone = built.outputs(table.select(row))[0];
        worst.see(
            Plain.relativeError(alone, outputs[row]), EncoderSubject.where(shape) + ", alone");
        worst.see(
            Plain.relativeError(moved[row], outputs[order[row]]),
            EncoderSubject.where(shape) + ", permuted");
      }
    }
  }

  /** Values copied into an encoder built from another seed give the same bits. */
  void saved(FeatureShape shape, Worst worst) {
    Seed other = subject.seed().at("another");
    try (EncoderCase built = subject.open(shape, ScalarType.Float);
        EncoderCase loaded = new EncoderCase(subject.spec(), shape, ScalarType.Float, other)) {
      ParameterValues.write(loaded.parameters, ParameterValues.read(built.parameters));
      compare(built, loaded, Pass.inference(), Pass.inference(), worst);
    }
  }

  /** Two encoders built from the same seed give the same bits, with the same random masks too. */
  void seeded(FeatureShape shape, Worst worst) {
    try (EncoderCase built =
            new EncoderCase(subject.spec(), shape, ScalarType.Float, subject.seed());
        EncoderCase again =
            new EncoderCase(subject.spec(), shape, ScalarType.Float, subject.seed())) {
      Pass first = ParameterProofs.training(subject.seed());
      compare(built, again, first, ParameterProofs.training(subject.seed()), worst);
    }
  }

  private void compare(
      EncoderCase left, EncoderCase right, Pass leftPass, Pass rightPass, Worst worst) {
    EncoderCase.Table table = subject.table(left.shape);
    double[][] weights = subject.weights(left);
    Outcome outcome = left.run(table, leftPass, weights);
    long differences = outcome.differences(right.run(table, rightPass, weights));
    worst.see(differences, EncoderSubject.where(left.shape));
  }
}
