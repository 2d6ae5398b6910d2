package org.interfuse.proof;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Activation;
import org.interfuse.proof.WideColumns.Source;
import org.interfuse.tensor.Parameter;

/** What the encoder of wide columns must hold to, oracle or not. */
final class WideContractProofs {
  private final WideSubject subject;

  WideContractProofs(WideSubject subject) {
    this.subject = subject;
  }

  /** By gradient, or by what an update moves; at its largest over some disturbances. */
  void train(Source source, Worst worst) {
    WideColumns columns = subject.columns(source);
    Map<String, double[]> largest = new LinkedHashMap<>();
    int repeats = subject.spec().activation() == Activation.RELU ? 30 : 4;
    for (int repeat = 0; repeat < repeats; repeat++) {
      try (WideCase built = subject.fresh(columns, ScalarType.Double)) {
        built.disturbed(subject.seed().at("again", repeat));
        Map<String, double[]> before = ParameterValues.read(built.parameters);
        WideCase.Step step =
            built.step(subject.weights(WideSubject.ALL.length), subject.seed().at("step", repeat));
        for (Parameter parameter : built.parameters.trained()) {
          String name = parameter.name();
          double[] old = Objects.requireNonNull(before.get(name));
          double[] now = Objects.requireNonNull(step.after().get(name));
          double[] gradient = Objects.requireNonNull(step.gradients().get(name));
          double[] kept = largest.computeIfAbsent(name, absent -> new double[old.length]);
          for (int i = 0; i < old.length; i++) {
            double moved = subject.isOfColumns(name) ? now[i] - old[i] : gradient[i];
            kept[i] = Math.max(kept[i], Math.abs(moved));
          }
        }
      }
    }
    largest.forEach(
        (name, figures) -> {
          for (int i = 0; i < figures.length; i++) {
            worst.see(figures[i], "%s, %s[%d]".formatted(source.text(), name, i));
          }
        });
  }

  void independence(Source source, Worst worst) {
    try (WideCase built = subject.open(subject.columns(source), ScalarType.Double)) {
      double[][] outputs = built.outputs(WideSubject.ALL);
      int[] order = subject.seed().at("order").permutation(WideSubject.ALL.length);
      double[][] moved = built.outputs(order);
      for (int row : WideSubject.ALL) {
        double[] alone = built.outputs(row)[0];
        worst.see(Plain.relativeError(alone, outputs[row]), source.text() + ", alone");
        worst.see(
            Plain.relativeError(moved[row], outputs[order[row]]), source.text() + ", permuted");
      }
    }
  }

  /** Whatever others hold: outputs, gradients and the update, bit for bit. */
  void inert(Source source, Worst worst) {
    WideColumns columns = subject.columns(source);
    WideColumns spoilt = columns.spoilt(IntStream.range(16, WideColumns.ROWS).toArray());
    double[][] weights = subject.weights(16);
    try (WideCase built = subject.open(columns, ScalarType.Float);
        WideCase other = subject.open(spoilt, ScalarType.Float)) {
      compare(
          built.step(weights, subject.seed().at("step")),
          other.step(weights, subject.seed().at("step")),
          source,
          worst);
    }
  }

  /** Whatever the other rows hold, the same is fitted. */
  void fitted(Source source, Worst worst) {
    WideColumns columns = subject.columns(source);
    WideColumns spoilt = columns.spoilt(IntStream.range(16, WideColumns.ROWS).toArray());
    try (WideCase built = subject.fresh(columns, ScalarType.Float);
        WideCase other = subject.fresh(spoilt, ScalarType.Float)) {
      worst.see(
          differences(
              ParameterValues.read(built.parameters), ParameterValues.read(other.parameters)),
          source.text());
    }
  }

  void saved(Source source, Worst worst) {
    WideColumns columns = subject.columns(source);
    try (WideCase built = subject.open(columns, ScalarType.Float);
        WideCase loaded =
            new WideCase(subject.spec(), columns, ScalarType.Float, subject.seed().at("another"))) {
      ParameterValues.write(loaded.parameters, ParameterValues.read(built.parameters));
      double[][] weights = subject.weights(WideSubject.ALL.length);
      compare(
          built.step(weights, subject.seed().at("step")),
          loaded.step(weights, subject.seed().at("step")),
          source,
          worst);
    }
  }

  void seeded(Source source, Worst worst) {
    WideColumns columns = subject.columns(source);
    try (WideCase built = subject.fresh(columns, ScalarType.Float);
        WideCase again = subject.fresh(columns, ScalarType.Float)) {
      double[][] weights = subject.weights(WideSubject.ALL.length);
      compare(
          built.step(weights, subject.seed().at("step")),
          again.step(weights, subject.seed().at("step")),
          source,
          worst);
    }
  }

  private static void compare(WideCase.Step left, WideCase.Step right, Source source, Worst worst) {
    Outcome one = new Outcome(left.outputs(), List.of(), left.gradients());
    Outcome other = new Outcome(right.outputs(), List.of(), right.gradients());
    worst.see(one.differences(other) + differences(left.after(), right.after()), source.text());
  }

  private static long differences(Map<String, double[]> left, Map<String, double[]> right) {
    Outcome one = new Outcome(new double[0][], List.of(), left);
    return one.differences(new Outcome(new double[0][], List.of(), right));
  }
}
