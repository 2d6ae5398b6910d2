package org.interfuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Representation;
import org.interfuse.fusion.MixtureOfExpertsFusion.Spec;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a training pass adds, against the equations of Shazeer et al. 2017 computed subject by
 * subject; the results at inference are proved in proof.
 */
class MixtureOfExpertsFusionTest {
  private static final int SUBJECTS = 12;
  private static final int WIDTH = 3;
  private static final int[] WIDTHS = {2, 4};
  private static final Seed NOISE = new Seed(77);

  private final Parameters parameters = new Parameters(new Seed(4), ScalarType.Double);
  private final boolean[] present = new boolean[SUBJECTS];
  private final double[][] left = random(1, 2);
  private final double[][] right = random(2, 4);

  @AfterEach
  void close() {
    parameters.close();
  }

  private static double[][] random(int seed, int width) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = new double[SUBJECTS][width];
    for (double[] row : rows) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }
    return rows;
  }

  private Fusion build(Spec spec) {
    Fusion fusion = spec.build(List.of("left", "right"), WIDTHS, WIDTH, parameters);
    SplittableRandom random = new SplittableRandom(9);
    for (Parameter parameter : parameters.all()) {
      double[] values = new double[(int) parameter.value().numel()];
      Arrays.setAll(values, i -> random.nextGaussian());
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        parameter.value().copy_(Tensors.ofDoubles(values, parameter.value().shape()));
      }
    }
    return fusion;
  }

  private List<Representation> slots() {
    boolean[] everyone = new boolean[SUBJECTS];
    for (int row = 0; row < SUBJECTS; row++) {
      everyone[row] = true;
      present[row] = row % 3 != 0;
    }
    return List.of(
        Representation.pooled(Tensors.ofRows(left), Tensors.ofBooleans(everyone)),
        Representation.pooled(Tensors.ofRows(right), Tensors.ofBooleans(present)));
  }

  private double[] value(String name) {
    return parameters.all().stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(parameter -> Tensors.toDoubles(parameter.value()))
        .findFirst()
        .orElseThrow();
  }

  /** What the router sees of a subject: both slots, then presence. */
  private double[] seen(int row) {
    double[] empty = value("absence.right");
    double[] second = present[row] ? right[row] : empty;
    double[] seen = new double[8];
    System.arraycopy(left[row], 0, seen, 0, 2);
    System.arraycopy(second, 0, seen, 2, 4);
    seen[6] = 1;
    seen[7] = present[row] ? 1 : 0;
    return seen;
  }

  private static double dot(double[] weight, int row, double[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += weight[row * x.length + i] * x[i];
    }
    return sum;
  }

  /** The k-th highest of those scores whose place is not {@code without}. */
  private static double highest(double[] scores, int k, int without) {
    double[] others =
        IntStream.range(0, scores.length)
            .filter(e -> e != without)
            .mapToDouble(e -> scores[e])
            .sorted()
            .toArray();
    return others[others.length - k];
  }

  private static double squaredVariation(double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return variance / (mean * mean);
  }

  /** balance · (CV(importance)² + CV(load)²), the latter with noise only. */
  private double penalty(Spec spec, double[] noise) {
    int experts = spec.experts();
    double[] importance = new double[experts];
    double[] load = new double[experts];
    for (int row = 0; row < SUBJECTS; row++) {
      double[] clean = new double[experts];
      double[] spread = new double[experts];
      double[] scores = new double[experts];
      for (int e = 0; e < experts; e++) {
        clean[e] = dot(value("router.weight"), e, seen(row));
        scores[e] = clean[e];
        if (spec.noise()) {
          spread[e] = Math.log1p(Math.exp(dot(value("noise.weight"), e, seen(row)))) + 0.01;
          scores[e] += noise[row * experts + e] * spread[e];
        }
      }
      double last = highest(scores, spec.chosen(), -1);
      double sum = Arrays.stream(scores).filter(s -> s >= last).map(Math::exp).sum();
      for (int e = 0; e < experts; e++) {
        importance[e] += scores[e] >= last ? Math.exp(scores[e]) / sum : 0;
        if (spec.noise()) {
          double threshold = highest(scores, spec.chosen(), e);
          load[e] +=
              new NormalDistribution().cumulativeProbability((clean[e] - threshold) / spread[e]);
        }
      }
    }
    double total = squaredVariation(importance) + (spec.noise() ? squaredVariation(load) : 0);
    return spec.balance() * total;
  }

  private static double penaltyOf(Pass pass) {
    return Tensors.toDoubles(pass.penalised(Tensors.ofDoubles(new double[] {0})))[0];
  }

  @Test
  void trainingIsPenalisedByTheVariationOfImportance() {
    Spec spec = new Spec(4, 2, null, false, 0.3);
    try (PointerScope scope = new PointerScope()) {
      Fusion fusion = build(spec);
      Pass training = Pass.training(NOISE);
      fusion.forward(slots(), training);

      double expected = penalty(spec, new double[0]);
      assertThat(expected).isGreaterThan(0.01);
      assertThat(penaltyOf(training)).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void noisyTrainingIsPenalisedByTheVariationOfLoadToo() {
    Spec spec = new Spec(5, 2, 4, true, 0.1);
    try (PointerScope scope = new PointerScope()) {
      Fusion fusion = build(spec);
      Pass training = Pass.training(NOISE);
      fusion.forward(slots(), training);

      Tensor drawn = Tensors.ofDoubles(new double[SUBJECTS * 5], SUBJECTS, 5);
      drawn.normal_(0, 1, new GeneratorOptional(NOISE.generator()));
      double expected = penalty(spec, Tensors.toDoubles(drawn));
      assertThat(penaltyOf(training)).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void inferenceIsNeitherPenalisedNorNoisy() {
    try (PointerScope scope = new PointerScope()) {
      Fusion fusion = build(new Spec(4, 2, null, true, 0.1));
      double[] first = Tensors.toDoubles(fusion.forward(slots(), Pass.inference()));
      double[] second = Tensors.toDoubles(fusion.forward(slots(), Pass.inference()));
      Pass training = Pass.training(NOISE);
      double[] noisy = Tensors.toDoubles(fusion.forward(slots(), training));

      assertThat(second).containsExactly(first);
      assertThat(noisy).isNotEqualTo(first);
      assertThat(penaltyOf(Pass.inference())).isZero();
    }
  }

  @Test
  void noNoiseIsDrawnFromAnotherGenerator() {
    try (PointerScope scope = new PointerScope()) {
      Fusion fusion = build(new Spec(4, 2, null, true, 0.1));
      double[] first = Tensors.toDoubles(fusion.forward(slots(), Pass.training(NOISE)));
      double[] again = Tensors.toDoubles(fusion.forward(slots(), Pass.training(NOISE)));

      assertThat(again).containsExactly(first);
    }
  }

  @Test
  void everyParameterTrainsWithNoise() {
    Fusion fusion = build(new Spec(4, 2, 2, true, 0));
    for (int repeat = 0; repeat < 20; repeat++) {
      try (PointerScope scope = new PointerScope()) {
        Pass training = Pass.training(NOISE.at("repeat", repeat));
        Tensor fused = fusion.forward(slots(), training);
        fused.mul(fused).sum().backward();
      }
    }
    for (Parameter parameter : parameters.trained()) {
      List<Double> gradient =
          Arrays.stream(Tensors.toDoubles(parameter.value().grad())).boxed().toList();
      boolean never = parameter.name().equals("absence.left"); // all have it here
      assertThat(gradient).as(parameter.name()).allMatch(g -> never || Math.abs(g) > 1e-8);
    }
  }

  @Test
  void aBatchThatUsesAllExpertsAlikeIsNotPenalised() {
    try (PointerScope scope = new PointerScope()) {
      Tensor even = Tensors.ofRows(new double[][] {{0.5, 0.5, 0, 0}, {0, 0, 0.5, 0.5}});
      Tensor single = Tensors.ofRows(new double[][] {{1, 0, 0, 0}, {1, 0, 0, 0}});

      assertThat(Tensors.toDoubles(ExpertBalance.importance(even))[0]).isZero();
      assertThat(Tensors.toDoubles(ExpertBalance.importance(single))[0]).isEqualTo(3); // n − 1
    }
  }

  @Test
  void refusesWhatCannotTrain() {
    assertThatThrownBy(() -> new Spec(4, 1, null, false, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chosen: expected at least 2, but it is 1");
    assertThatThrownBy(() -> new Spec(2, 3, null, false, 0))
        .hasMessage("experts: expected at least the 3 that are chosen, but it is 2");
    assertThatThrownBy(() -> new Spec(4, 2, 0, false, 0))
        .hasMessage("hidden: expected at least 1, but it is 0");
    assertThatThrownBy(() -> new Spec(4, 2, null, false, -1))
        .hasMessage("balance: expected a number of at least 0, but it is -1.0");
  }

  /** By hand for D = 6, M = 2, C = 3: 4 ((7 · 5) + 6 · 3) + 4 · 8 + 6, and 4 · 8 with noise. */
  @Test
  void countsItsParameters() {
    assertThat(new Spec(4, 2, 5, false, 0).parameterCount(WIDTHS, WIDTH)).isEqualTo(250);
    assertThat(new Spec(4, 2, 5, true, 0).parameterCount(WIDTHS, WIDTH)).isEqualTo(282);
    build(new Spec(4, 2, 5, true, 0));
    assertThat(parameters.count()).isEqualTo(282);
  }
}
