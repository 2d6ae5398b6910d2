package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.TableData;
import org.interfuse.model.Combiner;
import org.interfuse.model.LateCombiner;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Late combiners are fitted on predictions of subjects that the parts did not learn from. */
final class CombinerTest {
  private static final Seed SEED = new Seed(17);

  @Test
  void theWeightsAreThoseOfANaiveSearch() {
    SplittableRandom random = new SplittableRandom(3);
    int n = 300;
    int[] labels = new int[n];
    double[][] good = new double[n][2];
    double[][] bad = new double[n][2];
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextInt(2);
      good[i] = sure(labels[i], 0.2 + 0.7 * random.nextDouble());
      bad[i] = sure(labels[i], 0.2 + 0.6 * random.nextDouble());
    }
    Target target =
        new Target.Classification(
            Target.schema("class", TargetType.CLASSIFICATION, "no", "yes"), labels);
    boolean[] everyone = new boolean[n];
    Arrays.fill(everyone, true);
    int[] all = IntStream.range(0, n).toArray();
    HeldOutPredictions held =
        new HeldOutPredictions(
            all,
            List.of(
                known(new Prediction.Classes(good), everyone),
                known(new Prediction.Classes(bad), everyone)));

    double[] weights = new WeightSearch(target, 0, all, List.of(held)).weights();

    double best = Double.POSITIVE_INFINITY;
    double bestWeight = Double.NaN;
    for (int step = 0; step <= 10_000; step++) {
      double w = step / 10_000.0;
      double loss = 0;
      for (int i = 0; i < n; i++) {
        loss -= Math.log(w * good[i][labels[i]] + (1 - w) * bad[i][labels[i]]) / n;
      }
      if (loss < best) {
        best = loss;
        bestWeight = w;
      }
    }
    assertThat(bestWeight).isBetween(0.5, 0.999);
    assertThat(weights[0]).isCloseTo(bestWeight, within(2e-3));
    assertThat(weights[0] + weights[1]).isCloseTo(1, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(names = {"WEIGHTED", "STACKING"})
  void aPartThatOnlyMemorisesIsNotBelieved(Combiner combiner) {
    // part c has 60 columns of noise and 200 epochs to learn every training label by heart
    Cohort cohort = noisy(160, 60);
    int[] train = SmallCohort.range(0, 110);
    int[] test = SmallCohort.range(110, 160);
    PreparedCohort data = SmallCohort.prepared(cohort, train);
    double mean = logLoss(cohort, data, Combiner.MEAN, train, test);
    double fitted = logLoss(cohort, data, combiner, train, test);
    double memorised = logLoss(cohort, data, Combiner.MEAN, train, train);

    assertThat(memorised).as("the parts know their training rows by heart").isLessThan(0.45);
    assertThat(fitted).as("mean %f, seed %s", mean, SEED).isLessThan(mean).isLessThan(0.55);
  }

  @Test
  void theWeightOfAMemorisingPartIsSmall() {
    Cohort cohort = noisy(160, 60);
    int[] train = SmallCohort.range(0, 110);
    PreparedCohort data = SmallCohort.prepared(cohort, train);
    try (NetworkFit fit = fit(data, Combiner.WEIGHTED, train)) {
      double[] weights =
          ((LateCombiner.Weighted) fit.network().members().get(0).combiner()).weights().get(0);
      assertThat(weights[0]).as("informative part, seed %s", SEED).isGreaterThan(0.6);
      assertThat(weights[2]).as("memorising part, seed %s", SEED).isLessThan(0.2);
      assertThat(fit.choices()).containsOnlyKeys("weight a", "weight b", "weight c");
    }
  }

  @ParameterizedTest
  @EnumSource(Combiner.class)
  void whoLacksEveryModalityGetsThePriorOfAllTrainingSubjects(Combiner combiner) {
    Cohort cohort = SmallCohort.of(70, List.of(Kind.CLASSIFICATION), 5, 4);
    int[] train = SmallCohort.range(0, 60);
    PreparedCohort data = SmallCohort.prepared(cohort, train);
    double[] all = shares(cohort, train);
    double[] ofFirst =
        shares(
            cohort, Arrays.stream(train).filter(s -> cohort.modalities().get(0).has(s)).toArray());
    ModelSpec model = SmallCohort.model(Strategy.LATE, combiner, Kind.CLASSIFICATION);
    TrainingSpec training = new TrainingSpec(2, 16, 1e-2, 1e-2, 0.05, 1, 20, 0.2, 7, 1);
    try (NetworkFit fit =
        new NetworkTrainer("test", model, training, Progress.SILENT).fit(data, train, null, SEED)) {
      double[] nobody =
          ((Prediction.Classes) fit.network().predict(data, new int[] {67}).predictions().get(0))
              .probabilities()[0];

      assertThat(nobody).containsExactly(all, within(1e-6));
      assertThat(Math.abs(ofFirst[1] - all[1])).as("owners of the first differ").isGreaterThan(.01);
    }
  }

  private static double[] shares(Cohort cohort, int[] subjects) {
    int[] labels = ((Target.Classification) cohort.targets().get(0)).labels();
    double[] shares = new double[3];
    for (int subject : subjects) {
      shares[labels[subject]] += 1.0 / subjects.length;
    }
    return shares;
  }

  @ParameterizedTest
  @EnumSource(Combiner.class)
  void theSameSeedGivesTheSameBits(Combiner combiner) {
    Cohort cohort = SmallCohort.of(60, List.of(Kind.COX), 3, 4);
    int[] train = SmallCohort.range(0, 45);
    PreparedCohort data = SmallCohort.prepared(cohort, train);
    List<double[][]> rows = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      ModelSpec model = SmallCohort.model(Strategy.LATE, combiner, Kind.COX);
      TrainingSpec training = new TrainingSpec(2, 16, 1e-2, 1e-2, 0.05, 1, 20, 0.2, 7, 1);
      try (NetworkFit fit =
          new NetworkTrainer("test", model, training, Progress.SILENT)
              .fit(data, train, null, SEED)) {
        rows.add(
            SmallCohort.rows(
                fit.network().predict(data, SmallCohort.range(0, 60)).predictions().get(0)));
      }
    }
    assertThat(rows.get(0)).isDeepEqualTo(rows.get(1));
  }

  private static double[] sure(int label, double probability) {
    return label == 1
        ? new double[] {1 - probability, probability}
        : new double[] {probability, 1 - probability};
  }

  private static NetworkPart.Known known(Prediction prediction, boolean[] known) {
    return new NetworkPart.Known(List.of(prediction), known);
  }

  private static double logLoss(
      Cohort cohort, PreparedCohort data, Combiner combiner, int[] train, int[] judged) {
    try (NetworkFit fit = fit(data, combiner, train)) {
      Prediction.Classes predicted =
          (Prediction.Classes) fit.network().predict(data, judged).predictions().get(0);
      int[] labels = ((Target.Classification) cohort.targets().get(0)).labels();
      double loss = 0;
      for (int i = 0; i < judged.length; i++) {
        loss -= Math.log(predicted.probabilities()[i][labels[judged[i]]]) / judged.length;
      }
      return loss;
    }
  }

  private static NetworkFit fit(PreparedCohort data, Combiner combiner, int[] train) {
    ModelSpec model = SmallCohort.model(Strategy.LATE, combiner, Kind.CLASSIFICATION);
    TrainingSpec training = new TrainingSpec(60, 32, 1e-2, 0, 0.05, 1, 0, 0, 7, 1);
    return new NetworkTrainer("test", model, training, Progress.SILENT)
        .fit(data, train, null, SEED);
  }

  /** Modality a says the class in one column; b is one column of noise, c many. */
  private static Cohort noisy(int subjects, int columns) {
    SplittableRandom random = new SplittableRandom(8);
    int[] labels = new int[subjects];
    float[] a = new float[subjects];
    float[] b = new float[subjects];
    float[] c = new float[subjects * columns];
    int[] rowOf = SmallCohort.range(0, subjects);
    for (int i = 0; i < subjects; i++) {
      labels[i] = random.nextInt(2);
      a[i] = (float) (labels[i] * 2.4 - 1.2 + random.nextGaussian());
      b[i] = (float) random.nextGaussian();
      for (int j = 0; j < columns; j++) {
        c[i * columns + j] = (float) random.nextGaussian();
      }
    }
    List<CohortModality> modalities =
        List.of(
            new CohortModality("a", TableData.ofNumbers(subjects, names("a", 1), a), rowOf),
            new CohortModality("b", TableData.ofNumbers(subjects, names("b", 1), b), rowOf),
            new CohortModality("c", TableData.ofNumbers(subjects, names("c", columns), c), rowOf));
    Target target =
        new Target.Classification(
            Target.schema("classification", TargetType.CLASSIFICATION, "no", "yes"), labels);
    List<String> ids = IntStream.range(0, subjects).mapToObj(i -> "s" + i).toList();
    return new Cohort(ids, List.of(target), Map.of(), modalities);
  }

  private static List<String> names(String modality, int columns) {
    return IntStream.range(0, columns).mapToObj(j -> modality + j).toList();
  }
}
