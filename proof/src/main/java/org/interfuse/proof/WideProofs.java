package org.interfuse.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Activation;
import org.interfuse.encoder.wide.Arithmetic;
import org.interfuse.encoder.wide.Projection;
import org.interfuse.encoder.wide.WideEncoder;
import org.interfuse.encoder.wide.WideOptimiser;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.proof.WideColumns.Source;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Seed;

/**
 * Proves encoder {@code wide} on columns that are read in tiles and on sparse rows. Weights of
 * columns have no gradient that could be read: the norm of their gradient, and where their first
 * update takes them, stand for it.
 */
final class WideProofs {
  private static final int[] ALL = IntStream.range(0, WideColumns.ROWS).toArray();
  private static final double FLOOR = 1e-9;
  private static final double HALF_PRECISION = 0.05;
  private static final double EPSILON = 1e-8;

  private final WideEncoder.Spec spec;
  private final EncoderOracle oracle;
  private final FeatureShape shape = WideColumns.shape();
  private final Seed seed;

  private WideProofs(WideEncoder.Spec spec, EncoderOracle oracle, Seed seed) {
    this.spec = spec;
    this.oracle = oracle;
    this.seed = seed;
  }

  /** All that applies to it; what does not says why. Without its dropout. */
  static ProofReport prove(WideEncoder.Spec asked, EncoderOracle oracle, Seed seed) {
    WideProofs proofs = new WideProofs(withoutDropout(asked), oracle, seed);
    List<ParameterCount> counts = new ArrayList<>();
    List<Proof> all = proofs.all(counts);
    return new ProofReport(asked.type(), asked.toString(), true, all, counts, proofs.exemptions());
  }

  /** What has no gradient to be read, and why. */
  private Map<String, String> exemptions() {
    String fitted = "fitted on the training rows before training, and fixed";
    return switch (spec.projection()) {
      case DENSE, LOW_RANK, GROUPED ->
          Map.of(
              "weight", "updated by the encoder; the gradient's norm and first update are proved");
      case PCA -> Map.of("loadings", fitted, "centre", fitted, "scale", fitted);
      case RANDOM ->
          Map.of("seed", "drawn once; signs follow from it", "centre", fitted, "scale", fitted);
      case SCREENED -> Map.of("columns", fitted);
    };
  }

  private static WideEncoder.Spec withoutDropout(WideEncoder.Spec spec) {
    return new WideEncoder.Spec(
        spec.projection(),
        spec.width(),
        spec.components(),
        spec.keep(),
        spec.arithmetic(),
        spec.optimiser(),
        spec.l1(),
        spec.group(),
        0,
        spec.normalise(),
        spec.activation());
  }

  private List<Proof> all(List<ParameterCount> counts) {
    boolean exact = spec.arithmetic() == Arithmetic.FLOAT32 || !trainsColumns();
    List<Proof> proofs = new ArrayList<>();
    proofs.add(prove(Worst.atMost("outputs, float64", 1e-10), this::float64));
    proofs.add(
        prove(Worst.atMost("outputs, float32", exact ? 1e-5 : HALF_PRECISION), this::float32));
    proofs.add(unproved("outputs, bfloat16", "the columns' arithmetic is an option of its own"));
    proofs.add(
        unproved("gradients of inputs", "columns are read in tiles: no gradient reaches them"));
    proofs.add(prove(Worst.atMost("gradients of parameters", 1e-6), this::gradients));
    if (trainsColumns()) {
      proofs.add(prove(Worst.atMost("norm of the columns' gradient", 1e-6), this::norm));
      proofs.add(prove(Worst.atMost("first update of columns", 1e-4), this::update));
    } else {
      proofs.add(unproved("norm of the columns' gradient", "columns have no trained weights"));
      proofs.add(unproved("first update of columns", "columns have no trained weights"));
    }
    proofs.add(prove(Worst.atMost("parameter count", 0), (source, worst) -> count(counts, worst)));
    proofs.add(prove(Worst.above("every parameter trains", FLOOR), this::train));
    proofs.add(prove(Worst.atMost("batch independence", 1e-12), this::independence));
    proofs.add(prove(Worst.atMost("rows not asked for are inert", 0), this::inert));
    proofs.add(prove(Worst.atMost("fitted on the training rows alone", 0), this::fitted));
    proofs.add(prove(Worst.atMost("saved and loaded", 0), this::saved));
    proofs.add(prove(Worst.atMost("same seed, same bits", 0), this::seeded));
    if (spec.projection() != Projection.GROUPED) { // tables have no groups
      addOfTables(proofs);
    }
    return proofs;
  }

  /** Of tables, whose categories are one-hot. */
  private void addOfTables(List<Proof> proofs) {
    EncoderSubject tables = new EncoderSubject(spec, EncoderSubject.TABLES, seed);
    EncoderContractProofs contract = new EncoderContractProofs(tables);
    proofs.add(tables.prove(Worst.atMost("width as declared, tables", 0), contract::width));
    proofs.add(
        tables.prove(Worst.atMost("batch independence, tables", 1e-12), contract::independence));
    proofs.add(tables.prove(Worst.atMost("saved and loaded, tables", 0), contract::saved));
    proofs.add(tables.prove(Worst.atMost("same seed, tables", 0), contract::seeded));
  }

  private boolean trainsColumns() {
    return switch (spec.projection()) {
      case DENSE, LOW_RANK, GROUPED -> true;
      case PCA, RANDOM, SCREENED -> false;
    };
  }

  private static Proof unproved(String name, String reason) {
    return new Proof(name, true, Double.NaN, Double.NaN, false, "does not apply: " + reason);
  }

  private Proof prove(Worst worst, BiConsumer<Source, Worst> check) {
    return FusionProofs.attempt(
        worst.name(),
        () -> {
          for (Source source : Source.values()) {
            check.accept(source, worst);
          }
          return worst.proof();
        });
  }

  private WideColumns columns(Source source) {
    return WideColumns.random(source, seed.at("columns"));
  }

  private WideCase open(WideColumns columns, ScalarType type) {
    return fresh(columns, type).disturbed(seed.at("disturbance"));
  }

  private WideCase fresh(WideColumns columns, ScalarType type) {
    return new WideCase(spec, columns, type, seed).prepared(columns, seed.at("preparation"));
  }

  private double[][] weights(int rows) {
    SplittableRandom random = seed.at("weights").random();
    double[][] weights = new double[rows][spec.width()];
    Arrays.stream(weights).forEach(row -> Arrays.setAll(row, k -> random.nextGaussian()));
    return weights;
  }

  private double[] encode(Map<String, double[]> values, double[] x) {
    return oracle.encode(spec, shape, values, x, new int[0]);
  }

  private void float64(Source source, Worst worst) {
    outputs(source, ScalarType.Double, worst);
  }

  private void float32(Source source, Worst worst) {
    outputs(source, ScalarType.Float, worst);
  }

  private void outputs(Source source, ScalarType type, Worst worst) {
    WideColumns columns = columns(source);
    double[][] x = columns.scaled();
    try (WideCase built = open(columns, type)) {
      Map<String, double[]> values = ParameterValues.read(built.parameters);
      double[][] outputs = built.outputs(ALL);
      for (int row : ALL) {
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
    WideColumns columns = columns(source);
    double[][] weights = weights(ALL.length);
    try (WideCase built = open(columns, ScalarType.Double)) {
      Map<String, double[]> values = ParameterValues.read(built.parameters);
      WideCase.Step step = built.step(weights, seed.at("step"));
      check.see(step, values, loss(values, columns.scaled(), weights));
    }
  }

  /** Of all that the optimiser updates. */
  private void gradients(Source source, Worst worst) {
    step(
        source,
        (step, values, loss) ->
            step.gradients()
                .forEach(
                    (name, gradient) -> {
                      double[] own = Objects.requireNonNull(values.get(name));
                      for (int i = 0; i < own.length && !isOfColumns(name); i++) {
                        double error = Differences.error(gradient[i], own, i, loss);
                        worst.see(error, "%s, %s[%d]".formatted(source.text(), name, i));
                      }
                    }));
  }

  private boolean isOfColumns(String name) {
    return trainsColumns() && name.equals("weight");
  }

  private static double[] differences(double[] values, DoubleSupplier loss) {
    double[] found = new double[values.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = Differences.central(values, i, loss);
    }
    return found;
  }

  private void norm(Source source, Worst worst) {
    step(
        source,
        (step, values, loss) -> {
          double[] own = Objects.requireNonNull(values.get("weight"));
          double expected = Arrays.stream(differences(own, loss)).map(g -> g * g).sum();
          worst.see(Math.abs(step.squaredNorm() - expected) / expected, source.text());
        });
  }

  /** Differences to the rule's first step, in learning rates. */
  private void update(Source source, Worst worst) {
    if (spec.l1() > 0 || spec.group() > 0) {
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
        spec.optimiser() == WideOptimiser.ADAMW || spec.projection() == Projection.GROUPED;
    int width = alone ? 1 : gradient.length / WideColumns.COLUMNS;
    int first = i / width * width;
    double squares = Arrays.stream(gradient, first, first + width).map(g -> g * g).sum();
    return Math.sqrt(squares / width);
  }

  private void count(List<ParameterCount> counts, Worst worst) {
    if (!counts.isEmpty()) {
      return;
    }
    try (WideCase built = new WideCase(spec, columns(Source.TILES), ScalarType.Double, seed)) {
      long derived = oracle.parameterCount(spec, shape);
      String where = "%d wide columns".formatted(WideColumns.COLUMNS);
      counts.add(new ParameterCount(where, derived, built.parameters.count()));
      worst.see(counts.get(0));
    }
  }

  /** By gradient, or by what an update moves; at its largest over some disturbances. */
  private void train(Source source, Worst worst) {
    WideColumns columns = columns(source);
    Map<String, double[]> largest = new LinkedHashMap<>();
    int repeats = spec.activation() == Activation.RELU ? 30 : 4;
    for (int repeat = 0; repeat < repeats; repeat++) {
      try (WideCase built = fresh(columns, ScalarType.Double)) {
        built.disturbed(seed.at("again", repeat));
        Map<String, double[]> before = ParameterValues.read(built.parameters);
        WideCase.Step step = built.step(weights(ALL.length), seed.at("step", repeat));
        for (Parameter parameter : built.parameters.trained()) {
          String name = parameter.name();
          double[] old = Objects.requireNonNull(before.get(name));
          double[] now = Objects.requireNonNull(step.after().get(name));
          double[] gradient = Objects.requireNonNull(step.gradients().get(name));
          double[] kept = largest.computeIfAbsent(name, absent -> new double[old.length]);
          for (int i = 0; i < old.length; i++) {
            double moved = isOfColumns(name) ? now[i] - old[i] : gradient[i];
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

  private void independence(Source source, Worst worst) {
    try (WideCase built = open(columns(source), ScalarType.Double)) {
      double[][] outputs = built.outputs(ALL);
      int[] order = seed.at("order").permutation(ALL.length);
      double[][] moved = built.outputs(order);
      for (int row : ALL) {
        double[] alone = built.outputs(row)[0];
        worst.see(Plain.relativeError(alone, outputs[row]), source.text() + ", alone");
        worst.see(
            Plain.relativeError(moved[row], outputs[order[row]]), source.text() + ", permuted");
      }
    }
  }

  /** Whatever others hold: outputs, gradients and the update, bit for bit. */
  private void inert(Source source, Worst worst) {
    WideColumns columns = columns(source);
    WideColumns spoilt = columns.spoilt(IntStream.range(16, WideColumns.ROWS).toArray());
    double[][] weights = weights(16);
    try (WideCase built = open(columns, ScalarType.Float);
        WideCase other = open(spoilt, ScalarType.Float)) {
      compare(
          built.step(weights, seed.at("step")),
          other.step(weights, seed.at("step")),
          source,
          worst);
    }
  }

  /** Whatever the other rows hold, the same is fitted. */
  private void fitted(Source source, Worst worst) {
    WideColumns columns = columns(source);
    WideColumns spoilt = columns.spoilt(IntStream.range(16, WideColumns.ROWS).toArray());
    try (WideCase built = fresh(columns, ScalarType.Float);
        WideCase other = fresh(spoilt, ScalarType.Float)) {
      worst.see(
          differences(
              ParameterValues.read(built.parameters), ParameterValues.read(other.parameters)),
          source.text());
    }
  }

  private void saved(Source source, Worst worst) {
    WideColumns columns = columns(source);
    try (WideCase built = open(columns, ScalarType.Float);
        WideCase loaded = new WideCase(spec, columns, ScalarType.Float, seed.at("another"))) {
      ParameterValues.write(loaded.parameters, ParameterValues.read(built.parameters));
      double[][] weights = weights(ALL.length);
      compare(
          built.step(weights, seed.at("step")),
          loaded.step(weights, seed.at("step")),
          source,
          worst);
    }
  }

  private void seeded(Source source, Worst worst) {
    WideColumns columns = columns(source);
    try (WideCase built = fresh(columns, ScalarType.Float);
        WideCase again = fresh(columns, ScalarType.Float)) {
      double[][] weights = weights(ALL.length);
      compare(
          built.step(weights, seed.at("step")),
          again.step(weights, seed.at("step")),
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
