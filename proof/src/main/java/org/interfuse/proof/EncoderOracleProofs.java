package org.interfuse.proof;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Pass;

/** Outputs, gradients and size of an encoder against its oracle. */
final class EncoderOracleProofs {
  /** Elements of parameters up to which each is looked at. */
  private static final int SMALL = 5_000;

  /** Elements of each parameter that are looked at in a larger encoder. */
  private static final int OF_LARGE = 3;

  private final EncoderSubject subject;
  private final EncoderOracle oracle;

  EncoderOracleProofs(EncoderSubject subject, EncoderOracle oracle) {
    this.subject = subject;
    this.oracle = oracle;
  }

  void float64(FeatureShape shape, Worst worst) {
    outputs(shape, ScalarType.Double, worst);
  }

  void float32(FeatureShape shape, Worst worst) {
    outputs(shape, ScalarType.Float, worst);
  }

  void bfloat16(FeatureShape shape, Worst worst) {
    outputs(shape, ScalarType.BFloat16, worst);
  }

  private void outputs(FeatureShape shape, ScalarType type, Worst worst) {
    try (EncoderCase built = subject.open(shape, type)) {
      EncoderCase.Table table = subject.table(shape);
      for (double[] row : table.numeric()) {
        Arrays.setAll(row, i -> FusionCase.round(row[i], type));
      }
      Map<String, double[]> values = ParameterValues.read(built.parameters);
      double[][] outputs = built.outputs(table);
      for (int row = 0; row < table.rows(); row++) {
        double error = Plain.relativeError(outputs[row], encode(table, row, shape, values));
        worst.see(error, EncoderSubject.where(shape) + ", row " + row);
      }
    }
  }

  private double[] encode(
      EncoderCase.Table table, int row, FeatureShape shape, Map<String, double[]> values) {
    return oracle.encode(
        subject.spec(), shape, values, table.numeric()[row], table.categories()[row]);
  }

  void inputGradients(FeatureShape shape, Worst worst) {
    try (EncoderCase built = subject.open(shape, ScalarType.Double)) {
      EncoderCase.Table table = subject.table(shape);
      double[][] weights = subject.weights(built);
      double[] gradient = built.run(table, Pass.inference(), weights).inputGradients().get(0);
      Map<String, double[]> values = ParameterValues.read(built.parameters);
      int p = shape.numericWidth();
      for (int i = 0; i < table.rows() * p; i++) {
        int row = i / p;
        DoubleSupplier loss = () -> dot(weights[row], encode(table, row, shape, values));
        double error = Differences.error(gradient[i], table.numeric()[row], i % p, loss);
        worst.see(error, EncoderSubject.where(shape) + ", row " + row);
      }
    }
  }

  void parameterGradients(FeatureShape shape, Worst worst) {
    try (EncoderCase built = subject.open(shape, ScalarType.Double)) {
      EncoderCase.Table table = subject.table(shape);
      double[][] weights = subject.weights(built);
      Outcome outcome = built.run(table, Pass.inference(), weights);
      Map<String, double[]> values = ParameterValues.read(built.parameters);
      DoubleSupplier loss =
          () -> {
            double sum = 0;
            for (int row = 0; row < table.rows(); row++) {
              sum += dot(weights[row], encode(table, row, shape, values));
            }
            return sum;
          };
      int all = values.values().stream().mapToInt(array -> array.length).sum();
      int most = all <= SMALL ? all : OF_LARGE;
      for (Map.Entry<String, double[]> entry : values.entrySet()) {
        double[] gradient =
            outcome.parameterGradients().getOrDefault(entry.getKey(), new double[0]);
        Differences.sample(
            entry.getValue().length,
            most,
            subject.seed().at("sample " + entry.getKey()),
            i -> {
              double error = Differences.error(gradient[i], entry.getValue(), i, loss);
              worst.see(
                  error, "%s, %s[%d]".formatted(EncoderSubject.where(shape), entry.getKey(), i));
            });
      }
    }
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  ParameterCount count(FeatureShape shape) {
    try (EncoderCase built = subject.open(shape, ScalarType.Double)) {
      long derived = oracle.parameterCount(subject.spec(), shape);
      return new ParameterCount(EncoderSubject.where(shape), derived, built.parameters.count());
    }
  }
}
