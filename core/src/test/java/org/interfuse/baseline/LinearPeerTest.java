package org.interfuse.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Coefficients at a fixed penalty against scikit-learn and R's survival; {@code
 * benchmarks/peers/baselines} says how the expected files were made.
 */
class LinearPeerTest {
  private static final int TALL = 8;

  private final double[][] outcomes = read("outcomes.csv");

  @ParameterizedTest(name = "{0} {1}, penalty {2}, l1_ratio {3}")
  @CsvSource({
    "wide, logistic, 0.16666666666666666, 0, 1e-6",
    "tall, logistic, 0.16666666666666666, 0, 1e-6",
    "wide, softmax, 0.16666666666666666, 0, 1e-6",
    "tall, softmax, 0.16666666666666666, 0, 1e-6",
    "wide, ridge, 0.5, 0, 1e-7",
    "tall, ridge, 0.5, 0, 1e-7",
    "wide, cox, 0.1, 0, 1e-6",
    "tall, cox, 0.1, 0, 1e-6",
    "wide, elastic, 0.2, 0.5, 1e-6",
    "tall, elastic, 0.2, 0.5, 1e-6",
    "wide, elastic-logistic, 0.05, 0.5, 1e-5",
    "tall, elastic-logistic, 0.05, 0.5, 1e-5",
    "wide, elastic-softmax, 0.05, 0.5, 1e-5",
    "tall, elastic-softmax, 0.05, 0.5, 1e-5",
  })
  void coefficientsAreThePeers(
      String shape, String model, double penalty, double l1Ratio, double tolerance) {
    double[][] expected = read("expected-%s-%s.csv".formatted(shape, model));
    LinearModel fitted = solve(shape, response(model), penalty, l1Ratio).model();

    double[] intercepts = centred(fitted.intercepts());
    int width = expected[0].length - 1;
    for (int k = 0; k < expected.length; k++) {
      double[] beta = Arrays.copyOfRange(fitted.coefficients(), k * width, (k + 1) * width);
      assertThat(beta)
          .containsExactly(Arrays.copyOfRange(expected[k], 1, width + 1), within(tolerance));
      if (!model.equals("cox")) {
        assertThat(intercepts[k]).isCloseTo(expected[k][0], within(tolerance));
      }
    }
  }

  @Test
  void theBaselineHazardIsBreslows() {
    Response.Times times = (Response.Times) response("cox");
    PathSolver solver = solve("tall", times, 0.1, 0);
    // R's hazard is that of a row of zeros; ours that of the scores it is given
    double[] scores = solver.model().scores(design("tall"));
    StepFunction hazard = EventTimes.breslow(times, scores);

    double[][] expected = read("expected-tall-hazard.csv");
    double shift = solver.model().intercepts()[0];
    for (double[] row : expected) {
      assertThat(hazard.at(row[0]) * Math.exp(shift)).isCloseTo(row[1], within(1e-6));
    }
    assertThat(hazard.times()).hasSize(expected.length);
  }

  private static PathSolver solve(String shape, Response response, double penalty, double l1) {
    DesignMatrix design = design(shape);
    PathSolver.Factory factory =
        l1 == 0 ? RidgePath.factory(design) : ElasticNetPath.factory(design, l1);
    PathSolver solver = factory.on(response, IntStream.range(0, design.rows()).toArray());
    solver.solve(penalty, 1e-10);
    return solver;
  }

  private static DesignMatrix design(String shape) {
    double[][] rows = read("design.csv");
    int width = shape.equals("tall") ? TALL : rows[0].length;
    float[] values = new float[rows.length * width];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) rows[index / width][index % width];
    }
    return new DesignMatrix(rows.length, width, values);
  }

  private Response response(String model) {
    if (model.endsWith("softmax")) {
      return new Response.Classes(3, labels(1));
    }
    if (model.endsWith("logistic")) {
      return new Response.Classes(2, labels(0));
    }
    if (model.equals("cox")) {
      boolean[] events = new boolean[outcomes.length];
      for (int i = 0; i < events.length; i++) {
        events[i] = outcomes[i][4] == 1;
      }
      return new Response.Times(column(3), events);
    }
    return new Response.Reals(column(2));
  }

  private double[] column(int j) {
    return Arrays.stream(outcomes).mapToDouble(row -> row[j]).toArray();
  }

  private int[] labels(int j) {
    return Arrays.stream(outcomes).mapToInt(row -> (int) row[j]).toArray();
  }

  /** Only differences of softmax intercepts matter: both sides are centred. */
  private static double[] centred(double[] intercepts) {
    double mean = intercepts.length == 1 ? 0 : Arrays.stream(intercepts).average().orElseThrow();
    return Arrays.stream(intercepts).map(value -> value - mean).toArray();
  }

  private static double[][] read(String name) {
    InputStream stream =
        Objects.requireNonNull(LinearPeerTest.class.getResourceAsStream(name), name);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toArray(double[][]::new);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
