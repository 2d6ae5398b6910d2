package org.interfuse.proof;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.wide.Projection;
import org.interfuse.encoder.wide.WideOptimiser;
import org.interfuse.proof.WideColumns.Source;

/**
 * Outputs, gradients, the first update and size of the encoder of wide columns against its oracle.
 */
final class WideOracleProofs {
  private static final double EPSILON = 1e-8;

  private final WideSubject subject;
  private final EncoderOracle oracle;

  WideOracleProofs(WideSubject subject, EncoderOracle oracle) {
    this.subject = subject;
    this.oracle = oracle;
  }

  private double[] encode(Map<String, double[]> values, double[] x) {
    return oracle.encode(subject.spec(), WideSubject.SHAPE, values, x, new int[0]);
  }

  void float64(Source source, Worst worst) {
    outputs(source, ScalarType.Double, worst);
  }

  void float32(Source source, Worst worst) {
    outputs(source, ScalarType.Float, worst);
  }

  private void outputs(Source source, ScalarType type, Worst worst) {
    WideColumns columns = subject.columns(source);
    double[][] x = columns.scaled();
    try (WideCase built = subject.open(columns, type)) {
      Map<String, double[]> values = ParameterValues.read(built.parameters);
      double[][] outputs = built.outputs(WideSubject.ALL);
      for (int row : WideSubject.ALL) {
        double error = Plain.relativeError(outputs[row], encode(values, x[row]));
        worst.see(error, source.text() + ", row " + row);
      }
    }
  }

  /** The loss Σ weights ⊙ outputs as the oracle has it, of values that may be changed. */
  private DoubleSupplier loss(Map<String, double[]> values, double[][] x, double[][] weights) {
    return () -> {
      double sum = 0;
      for (int row = 0; row < weights.length; row++) {
        double[] output = encode(values, x[row]);
        for (int k = 0; k < output.length; k++) {
          sum += weights[row][k] * output[k];
        }
      }
      return sum;
    };
  }

  private interface StepCheck {
    void see(WideCase.Step step, Map<String, double[]> values, DoubleSupplier loss);
  }

  private void step(Source source, StepCheck check) {
    WideColumns columns = subject.columns(source);
    double[][] weights = subject.weights(WideSubject.ALL.length);
    try (WideCase built = subject.open(columns, ScalarType.Double)) {
      Map<String, double[]> values = ParameterValues.read(built.parameters);
      WideCase.Step step = built.step(weights, subject.seed().at("step"));
      check.see(step, values, loss(values, columns.scaled(), weights));
    }
  }

  /** Of all that the optimiser updates. */
  void gradients(Source source, Worst worst) {
    step(
        source,
        (step, values, loss) ->
            step.gradients()
                .forEach(
                    (name, gradient) -> {
                      double[] own = Objects.requireNonNull(values.get(name));
                      for (int i = 0; i < own.length && !subject.isOfColumns(name); i++) {
                        double error = Differences.error(gradient[i], own, i, loss);
                        worst.see(error, "%s, %s[%d]".formatted(source.text(), name, i));
                      }
                    }));
  }

  private static double[] differences(double[] values, DoubleSupplier loss) {
    double[] found = new double[values.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = Differences.central(values, i, loss);
    }
    return found;
  }

  void norm(Source source, Worst worst) {
    step(
        source,
        (step, values, loss) -> {
          double[] own = Objects.requireNonNull(values.get("weight"));
          double expected = Arrays.stream(differences(own, loss)).map(g -> g * g).sum();
          worst.see(Math.abs(step.squaredNorm() - expected) / expected, source.text());
        });
  }

  /** Differences to the rule's first step, in learning rates. */
  void update(Source source, Worst worst) {
    if (subject.spec().l1() > 0 || subject.spec().group() > 0) {
      return;
    }
    step(
        source,
        (step, values, loss) -> {
          double[] before = Objects.requireNonNull(values.get("weight"));
          double[] gradient = differences(before, loss);
          double[] after = Objects.requireNonNull(step.after().get("weight"));
          for (int i = 0; i < before.length; i++) {
            double expected = gradient[i] / (root(gradient, i) + EPSILON);
            double error = Math.abs((before[i] - after[i]) / WideCase.RATE - expected);
            worst.see(error, "%s, weight[%d]".formatted(source.text(), i));
          }
        });
  }

  /** Of the second moment after one step: of a column under the row-wise rule, else of a weight. */
  private double root(double[] gradient, int i) {
    boolean alone =
        subject.spec().optimiser() == WideOptimiser.ADAMW
            || subject.spec().projection() == Projection.GROUPED;
    int width = alone ? 1 : gradient.length / WideColumns.COLUMNS;
    int first = i / width * width;
    double squares = Arrays.stream(gradient, first, first + width).map(g -> g * g).sum();
    return Math.sqrt(squares / width);
  }

  void count(List<ParameterCount> counts, Worst worst) {
    if (!counts.isEmpty()) {
      return;
    }
    try (WideCase built =
        new WideCase(
            subject.spec(), subject.columns(Source.TILES), ScalarType.Double, subject.seed())) {
      long derived = oracle.parameterCount(subject.spec(), WideSubject.SHAPE);
      String where = "%d wide columns".formatted(WideColumns.COLUMNS);
      counts.add(new ParameterCount(where, derived, built.parameters.count()));
      worst.see(counts.get(0));
    }
  }
}
