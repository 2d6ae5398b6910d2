package org.interfuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Representation;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.attention.Attention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of weights, of every operator that there is, and what each weighs. */
class ModalityWeightsTest {
  private static final int WIDTH = 8;
  private static final int TIME = 4;
  private static final Seed SEED = new Seed(41);

  static Stream<FusionSpec> operators() {
    return Stream.concat(
        ServiceLoader.load(FusionSpec.class).stream().map(ServiceLoader.Provider::get),
        Stream.of(
            new GatedFusion.Spec(true),
            new AttentionPoolFusion.Spec(5, true),
            new MixtureOfExpertsFusion.Spec(3, 2, 4, true, 0.01)));
  }

  private static int modalities(FusionSpec spec) {
    boolean two = spec.type().equals("difference") || spec.equals(new GatedFusion.Spec(true));
    return two ? 2 : 3;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operators")
  void whatIsRecordedIsOfTheForwardThatPredicts(FusionSpec spec) {
    for (boolean tokens : new boolean[] {false, true}) {
      check(spec, tokens, ScalarType.Float, 1e-6);
      check(spec, tokens, ScalarType.Double, 1e-13);
    }
  }

  private static void check(FusionSpec spec, boolean tokens, ScalarType type, double near) {
    int m = modalities(spec);
    try (Parameters parameters = new Parameters(SEED, type);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Fusion fusion = built(spec, m, parameters);
      List<Representation> batch = batch(m, tokens, type, Float.NaN);
      Pass recording = Pass.recording();
      double[] recorded = Tensors.toDoubles(fusion.forward(batch, recording));
      double[] predicted = Tensors.toDoubles(fusion.forward(batch, Pass.inference()));
      assertThat(recorded).as("%s, seed %s", spec, SEED).containsExactly(predicted);
      if (!(fusion instanceof ModalityWeights weighing)) {
        assertThat(recording.recorded()).isEmpty();
        return;
      }
      assertThat(recording.recorded()).as("one tensor a pass").hasSize(1);
      double[][] weights = Tensors.toRows(recording.recorded().get(0));
      rows(weighing.weights(), weights, m, near, spec.type());
      Pass other = Pass.recording();
      fusion.forward(batch(m, tokens, type, 7), other);
      assertThat(Tensors.toRows(other.recorded().get(0)))
          .as("bytes of absent slots")
          .isDeepEqualTo(weights);
    }
  }

  private static void rows(
      ModalityWeights.Columns columns, double[][] weights, int m, double near, String type) {
    List<String> names = columns.names(List.of("a", "b", "c").subList(0, m));
    assertThat(columns.meaning()).isNotBlank();
    for (int i = 0; i < weights.length; i++) {
      assertThat(weights[i]).hasSize(names.size());
      double sum = 0;
      for (int j = 0; j < names.size(); j++) {
        sum += weights[i][j];
        assertThat(weights[i][j]).as("%s, weight of %s", type, names.get(j)).isBetween(0.0, 1.0);
        if (columns.modalities() && j < m && !has(i, j)) {
          assertThat(weights[i][j]).as("%s, absent %s", type, names.get(j)).isZero();
        }
      }
      if (columns.sumToOne()) {
        assertThat(sum).as("%s, row %d", type, i).isCloseTo(1, within(near));
      }
    }
  }

  @Test
  void theyAreHandedOutByTheOperatorsThatHaveThem() {
    List<String> types =
        operators()
            .filter(
                spec -> {
                  try (Parameters parameters = new Parameters(SEED)) {
                    return built(spec, modalities(spec), parameters) instanceof ModalityWeights;
                  }
                })
            .map(FusionSpec::type)
            .distinct()
            .sorted()
            .toList();
    assertThat(types)
        .containsExactly(
            "attention-pool",
            "bottleneck",
            "cross-attention",
            "gated",
            "mixture-of-experts",
            "perceiver",
            "transformer");
  }

  /** The result is the mean of what is there with those very weights. */
  @Test
  void attentionPoolingIsTheMeanWithItsWeights() {
    try (Parameters parameters = new Parameters(SEED, ScalarType.Double);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Fusion fusion = built(new AttentionPoolFusion.Spec(), 3, parameters);
      List<Representation> batch = batch(3, false, ScalarType.Double, 5);
      Pass pass = Pass.recording();
      double[][] fused = Tensors.toRows(fusion.forward(batch, pass));
      double[][] weights = Tensors.toRows(pass.recorded().get(0));
      for (int i = 0; i < fused.length; i++) {
        for (int j = 0; j < WIDTH; j++) {
          double mean = 0;
          for (int m = 0; m < 3; m++) {
            mean += weights[i][m] * Tensors.toRows(batch.get(m).pooled())[i][j];
          }
          assertThat(fused[i][j]).isCloseTo(mean, within(1e-12));
        }
      }
    }
  }

  /** σ(U [h] + c) written out, the mean over the elements. */
  @Test
  void gatesAreTheMeansOfTheSigmoids() {
    try (Parameters parameters = new Parameters(SEED, ScalarType.Double);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Fusion fusion = built(new GatedFusion.Spec(), 3, parameters);
      List<Representation> batch = batch(3, false, ScalarType.Double, 5);
      Pass pass = Pass.recording();
      fusion.forward(batch, pass);
      double[][] weights = Tensors.toRows(pass.recorded().get(0));
      for (int m = 0; m < 3; m++) {
        double[][] u = Tensors.toRows(value(parameters, "gate." + "abc".charAt(m) + ".weight"));
        double[] c = Tensors.toDoubles(value(parameters, "gate." + "abc".charAt(m) + ".bias"));
        for (int i = 0; i < weights.length; i++) {
          double mean = 0;
          for (int k = 0; k < WIDTH; k++) {
            double score = c[k];
            for (int j = 0; j < 3 * WIDTH; j++) { // absence vectors start at zero
              double read =
                  has(i, j / WIDTH)
                      ? Tensors.toRows(batch.get(j / WIDTH).pooled())[i][j % WIDTH]
                      : 0;
              score += u[k][j] * read;
            }
            mean += 1 / (1 + Math.exp(-score)) / WIDTH;
          }
          assertThat(weights[i][m]).isCloseTo(has(i, m) ? mean : 0, within(1e-12));
        }
      }
    }
  }

  /** exp(q · k / √d) over its sum, head by head, in plain loops. */
  @Test
  void attentionWeightsAreTheSoftmaxOfTheScores() {
    int heads = 2;
    try (Parameters parameters = new Parameters(SEED, ScalarType.Double);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Attention attention = new Attention(WIDTH, heads, parameters);
      double[] x = SEED.at("x").random().doubles(3 * WIDTH, -2, 2).toArray();
      Tensor keys = Tensors.ofDoubles(x, 1, 3, WIDTH);
      Tensor readable = Tensors.ofBooleans(new boolean[] {true, false, true}, 1, 3);
      double[] found = Tensors.toDoubles(attention.weights(keys, keys, readable));
      double[][] q = Tensors.toRows(value(parameters, "query.weight"));
      double[] bias = Tensors.toDoubles(value(parameters, "query.bias"));
      double[][] k = Tensors.toRows(value(parameters, "key.weight"));
      int d = WIDTH / heads;
      for (int row = 0; row < 3; row++) {
        double[] mean = new double[3];
        for (int head = 0; head < heads; head++) {
          double[] scores = new double[3];
          double sum = 0;
          for (int key = 0; key < 3; key += 2) {
            for (int e = head * d; e < (head + 1) * d; e++) {
              scores[key] += (dot(q[e], x, row) + bias[e]) * dot(k[e], x, key) / Math.sqrt(d);
            }
            scores[key] = Math.exp(scores[key]);
            sum += scores[key];
          }
          for (int key = 0; key < 3; key += 2) {
            mean[key] += scores[key] / sum / heads;
          }
        }
        for (int key = 0; key < 3; key++) {
          assertThat(found[row * 3 + key]).isCloseTo(mean[key], within(1e-12));
        }
      }
    }
  }

  @Test
  void expertsThatAreNotChosenWeighNothing() {
    try (Parameters parameters = new Parameters(SEED);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Fusion fusion = built(new MixtureOfExpertsFusion.Spec(), 3, parameters);
      Pass pass = Pass.recording();
      fusion.forward(batch(3, false, ScalarType.Float, 0), pass);
      for (double[] row : Tensors.toRows(pass.recorded().get(0))) {
        assertThat(row).hasSize(4);
        assertThat(java.util.Arrays.stream(row).filter(weight -> weight > 0).count()).isEqualTo(2);
      }
    }
  }

  private static double dot(double[] row, double[] x, int token) {
    double sum = 0;
    for (int j = 0; j < WIDTH; j++) {
      sum += row[j] * x[token * WIDTH + j];
    }
    return sum;
  }

  private static Tensor value(Parameters parameters, String name) {
    return parameters.all().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static Fusion built(FusionSpec spec, int m, Parameters parameters) {
    int[] widths = new int[m];
    java.util.Arrays.fill(widths, WIDTH);
    return spec.build(List.of("a", "b", "c").subList(0, m), widths, WIDTH, parameters);
  }

  /** Bit m of the pattern says whether modality m is there; all patterns of two and three. */
  private static boolean has(int subject, int m) {
    int pattern = subject < 3 ? subject + 1 : 7;
    return (pattern >> m & 1) == 1;
  }

  /** Subjects with a alone, b alone, a and b, all; absent slots hold {@code nobody}. */
  private static List<Representation> batch(
      int modalities, boolean tokens, ScalarType type, double nobody) {
    int n = 4;
    List<Representation> batch = new ArrayList<>();
    for (int m = 0; m < modalities; m++) {
      SplittableRandom random = SEED.at("batch", m).random();
      boolean[] presence = new boolean[n];
      double[] pooled = new double[n * WIDTH];
      double[] inner = new double[n * TIME * WIDTH];
      boolean[] mask = new boolean[n * TIME];
      for (int i = 0; i < n; i++) {
        presence[i] = has(i, m);
        for (int j = 0; j < WIDTH; j++) {
          double own = random.nextDouble(-2, 2);
          pooled[i * WIDTH + j] = presence[i] ? own : nobody;
        }
        for (int t = 0; t < TIME; t++) {
          mask[i * TIME + t] = t <= i && i != 2; // of subject 2 the mask is empty
          for (int j = 0; j < WIDTH; j++) {
            double own = random.nextDouble(-2, 2);
            inner[(i * TIME + t) * WIDTH + j] = presence[i] && mask[i * TIME + t] ? own : nobody;
          }
        }
      }
      Tensor vector = Tensors.ofDoubles(pooled, n, WIDTH).to(type);
      Tensor there = Tensors.ofBooleans(presence);
      boolean sequence = tokens && m != 1;
      batch.add(
          sequence
              ? new Representation(
                  vector,
                  Tensors.ofDoubles(inner, n, TIME, WIDTH).to(type),
                  Tensors.ofBooleans(mask, n, TIME),
                  there)
              : Representation.pooled(vector, there));
    }
    return batch;
  }
}
