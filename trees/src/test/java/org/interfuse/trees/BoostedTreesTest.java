package org.interfuse.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import org.interfuse.SharedData;
import org.interfuse.baseline.BaselineSpec;
import org.interfuse.baseline.Cohorts;
import org.interfuse.baseline.FittedBaseline;
import org.interfuse.baseline.Linear.Merge;
import org.interfuse.cohort.CohortModality;
import org.interfuse.evaluation.Metrics;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Boosted trees against the formulas, and against another program on real data. */
class BoostedTreesTest {
  private static final int SUBJECTS = 60;
  private static final double RATE = 0.3;
  private static final double LAMBDA = 1;
  private static final Seed SEED = new Seed(7);

  @Test
  void isFoundByName() {
    assertThat(ServiceLoader.load(BaselineSpec.class).stream().map(found -> found.get().type()))
        .contains("boosted-trees", "linear");
  }

  /**
   * One round of stumps, computed by trying every split of every column with the missing on either
   * side: leaves −G/(H + λ), the split of largest Σ G²/(H + λ) (Chen and Guestrin 2016, eq. 5–7).
   */
  @ParameterizedTest(name = "{0}, seed 19")
  @EnumSource(
      value = TargetType.class,
      names = {"CLASSIFICATION", "REGRESSION", "SURVIVAL"})
  void oneRoundOfStumpsIsThePapers(TargetType type) {
    Stumps stumps = Stumps.of(type, 19);
    BoostedTrees one = new BoostedTrees(Merge.EARLY, List.of(1), List.of(1), List.of(RATE));
    int[] all = Cohorts.range(0, SUBJECTS);
    FittedBaseline fitted = one.fit(stumps.data, stumps.target, all, SEED);
    Prediction found = fitted.predict(stumps.data, all);
    double[] scores = stumps.scores();
    for (int i = 0; i < SUBJECTS; i++) {
      if (found instanceof Prediction.Classes classes) {
        assertThat(classes.probabilities()[i][1])
            .isCloseTo(1 / (1 + Math.exp(-scores[i])), within(1e-5));
      } else if (found instanceof Prediction.Values values) {
        assertThat(values.values()[i]).isCloseTo(scores[i], within(1e-4));
      } else if (found instanceof Prediction.Survival survival) {
        assertThat(survival.survival()[i])
            .usingComparatorWithPrecision(1e-5)
            .containsExactly(stumps.curve(scores, i, survival.times()));
      }
    }
  }

  @Test
  void choosesAmongWhatItIsGiven() {
    Stumps stumps = Stumps.of(TargetType.CLASSIFICATION, 19);
    BoostedTrees few = new BoostedTrees(Merge.LATE, List.of(2, 5), List.of(3), List.of(0.1));
    int[] all = Cohorts.range(0, SUBJECTS);
    assertThat(few.fit(stumps.data, stumps.target, all, SEED).describe())
        .containsEntry("merge", "late")
        .containsOnlyKeys("merge", "trees first", "trees second")
        .extractingByKey("trees first")
        .asString()
        .matches("[25] of depth 3 at rate 0\\.1");
  }

  @Test
  void groupsAreNotDividedBetweenInnerFolds() {
    Stumps stumps = Stumps.of(TargetType.CLASSIFICATION, 19);
    int[] all = Cohorts.range(0, SUBJECTS);
    int[] one = new int[SUBJECTS]; // a single group leaves nothing to hold out
    BoostedTrees trees = new BoostedTrees();
    assertThat(trees.fit(stumps.data, stumps.target, all, one, SEED).describe())
        .containsEntry("trees all", "10 of depth 2 at rate 0.05");
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> new BoostedTrees(Merge.EARLY, List.of(0), List.of(2), List.of(0.1)))
        .hasMessage("rounds: expected values of 1 or more, but one is 0");
    assertThatThrownBy(() -> new BoostedTrees(Merge.EARLY, List.of(1), List.of(13), List.of(0.1)))
        .hasMessage("depth: expected values from 1 to 12, but one is 13");
    assertThatThrownBy(() -> new BoostedTrees(Merge.EARLY, List.of(1), List.of(2), List.of(0.0)))
        .hasMessage("learning_rate: expected values above 0 and at most 1, but one is 0.0");
    assertThatThrownBy(() -> new BoostedTrees(Merge.EARLY, List.of(), List.of(2), List.of(0.1)))
        .hasMessage("rounds: expected at least one value");
    assertThat(
            new BoostedTrees(Merge.EARLY, List.of(30, 10, 30), List.of(2), List.of(0.1)).rounds())
        .containsExactly(10, 30);
  }

  /** scikit-learn: benchmarks/peers/trees/rosmap_hist_gradient_boosting.py, the same grid. */
  @ParameterizedTest(name = "rosmap, {0}, seed 7")
  @EnumSource(Merge.class)
  void isAsGoodAsScikitLearnOnRosmap(Merge merge) {
    Path folder = SharedData.folder("rosmap");
    CohortModality[] modalities = new CohortModality[3];
    for (int m = 0; m < 3; m++) {
      modalities[m] =
          Cohorts.complete(
              "view" + (m + 1),
              Cohorts.stack(
                  Cohorts.numbers(folder.resolve((m + 1) + "_tr.csv"), 0),
                  Cohorts.numbers(folder.resolve((m + 1) + "_te.csv"), 0)));
    }
    float[][] first = Cohorts.numbers(folder.resolve("labels_tr.csv"), 0);
    float[][] labels = Cohorts.stack(first, Cohorts.numbers(folder.resolve("labels_te.csv"), 0));
    int[] classes = Arrays.stream(labels).mapToInt(row -> (int) row[0]).toArray();
    Target target = Cohorts.classes(classes, "control", "case");
    int[] train = Cohorts.range(0, first.length);
    int[] test = Cohorts.range(first.length, classes.length);
    PreparedCohort data = Cohorts.prepared(Cohorts.cohort(classes.length, modalities), train);

    Prediction predicted =
        new BoostedTrees(merge).fit(data, target, train, SEED).predict(data, test);

    double area =
        Metrics.primary(target.schema())
            .compute(target.select(test), predicted, target.select(train));
    double peer = merge == Merge.EARLY ? PEER_EARLY : PEER_LATE;
    assertThat(area).as("AUROC").isCloseTo(peer, within(0.04)); // the data set's noise
  }

  private static final double PEER_EARLY = 0.840;
  private static final double PEER_LATE = 0.871;

  /** Two modalities of two columns, the second missing for every third subject. */
  private record Stumps(PreparedCohort data, Target target, double[][] columns) {
    static Stumps of(TargetType type, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      float[][] first = new float[SUBJECTS][2];
      float[][] second = new float[SUBJECTS - SUBJECTS / 3][2];
      int[] rowOf = new int[SUBJECTS];
      double[] signal = new double[SUBJECTS];
      int row = 0;
      for (int i = 0; i < SUBJECTS; i++) {
        first[i] = new float[] {random.nextInt(9), (float) random.nextDouble()};
        rowOf[i] = i % 3 == 0 ? -1 : row++;
        signal[i] = random.nextDouble() + (i % 3 == 0 ? 0.8 : 0);
        if (rowOf[i] >= 0) {
          second[rowOf[i]] = new float[] {(float) random.nextDouble(), random.nextInt(5)};
          signal[i] += second[rowOf[i]][0];
        }
      }
      PreparedCohort data =
          Cohorts.prepared(
              Cohorts.cohort(
                  SUBJECTS,
                  Cohorts.complete("first", first),
                  Cohorts.partial("second", second, rowOf)),
              Cohorts.range(0, SUBJECTS));
      return new Stumps(data, target(type, signal, random), columns(data));
    }

    private static Target target(TargetType type, double[] signal, SplittableRandom random) {
      return switch (type) {
        case CLASSIFICATION ->
            Cohorts.classes(
                Arrays.stream(signal).mapToInt(s -> s > 1.1 ? 1 : 0).toArray(), "low", "high");
        case REGRESSION ->
            new Target.Regression(
                Target.schema("value", type), Arrays.stream(signal).map(s -> 50 + 9 * s).toArray());
        default -> {
          boolean[] events = new boolean[SUBJECTS];
          for (int i = 0; i < SUBJECTS; i++) {
            events[i] = random.nextInt(3) > 0;
          }
          double[] times = Arrays.stream(signal).map(s -> Math.ceil(20 * Math.exp(-s))).toArray();
          yield new Target.Survival(Target.schema("life", type), times, events);
        }
      };
    }

    /** [column][subject], NaN where a modality is missing. */
    private static double[][] columns(PreparedCohort data) {
      int width = data.features().stream().mapToInt(f -> f.shape().numericWidth()).sum();
      double[][] columns = new double[width][SUBJECTS];
      int at = 0;
      for (int m = 0; m < 2; m++) {
        int own = data.features().get(m).shape().numericWidth();
        for (int i = 0; i < SUBJECTS; i++) {
          int row = data.cohort().modalities().get(m).rowOf()[i];
          for (int j = 0; j < own; j++) {
            columns[at + j][i] =
                row < 0 ? Double.NaN : data.features().get(m).table().numeric()[row * own + j];
          }
        }
        at += own;
      }
      return columns;
    }

    double[] scores() {
      double[] gradient = new double[SUBJECTS];
      double[] curvature = new double[SUBJECTS];
      double start = 0;
      double scale = 1;
      if (target instanceof Target.Classification classes) {
        double share = (Arrays.stream(classes.labels()).sum() + 0.5) / (SUBJECTS + 1);
        start = Math.log(share / (1 - share));
        for (int i = 0; i < SUBJECTS; i++) {
          gradient[i] = share - classes.labels()[i];
          curvature[i] = share * (1 - share);
        }
      } else if (target instanceof Target.Regression numbers) {
        double mean = Arrays.stream(numbers.values()).average().orElseThrow();
        double variance =
            Arrays.stream(numbers.values())
                .map(y -> (y - mean) * (y - mean))
                .average()
                .orElseThrow();
        start = mean;
        scale = Math.sqrt(variance);
        for (int i = 0; i < SUBJECTS; i++) {
          gradient[i] = (mean - numbers.values()[i]) / scale;
          curvature[i] = 1;
        }
      } else {
        partialLikelihood((Target.Survival) target, gradient, curvature);
      }
      return leaves(gradient, curvature, start, scale);
    }

    /** Derivatives of the negative log partial likelihood of Breslow at scores of 0. */
    private static void partialLikelihood(
        Target.Survival survival, double[] gradient, double[] curvature) {
      for (int i = 0; i < SUBJECTS; i++) {
        gradient[i] = survival.events()[i] ? -1 : 0;
        for (int k = 0; k < SUBJECTS; k++) {
          if (survival.events()[k] && survival.times()[k] <= survival.times()[i]) {
            double atRisk = atRisk(survival, survival.times()[k]);
            gradient[i] += 1 / atRisk;
            curvature[i] += 1 / atRisk - 1 / (atRisk * atRisk);
          }
        }
      }
    }

    private static double atRisk(Target.Survival survival, double time) {
      return Arrays.stream(survival.times()).filter(t -> t >= time).count();
    }

    private double[] leaves(double[] g, double[] h, double start, double scale) {
      double best = 0;
      double[] scores = new double[SUBJECTS];
      for (double[] column : columns) {
        for (double cut : column) {
          for (boolean missingLeft : new boolean[] {true, false}) {
            double[] sums = new double[4];
            for (int i = 0; i < SUBJECTS; i++) {
              int side = left(column[i], cut, missingLeft) ? 0 : 2;
              sums[side] += g[i];
              sums[side + 1] += h[i];
            }
            boolean split = sums[1] >= 1 && sums[3] >= 1; // least weight of a leaf
            double gain = worth(sums[0], sums[1]) + worth(sums[2], sums[3]);
            gain -= worth(sums[0] + sums[2], sums[1] + sums[3]);
            if (split && gain > best + 1e-9) {
              best = gain;
              for (int i = 0; i < SUBJECTS; i++) {
                int side = left(column[i], cut, missingLeft) ? 0 : 2;
                scores[i] = start - scale * RATE * sums[side] / (sums[side + 1] + LAMBDA);
              }
            }
          }
        }
      }
      return scores;
    }

    private static boolean left(double value, double cut, boolean missingLeft) {
      return Double.isNaN(value) ? missingLeft : value < cut;
    }

    private static double worth(double gradient, double curvature) {
      return gradient * gradient / (curvature + LAMBDA);
    }

    /** S(t) = exp(−Σ_{events until t} exp η / Σ_{at risk} exp η). */
    double[] curve(double[] scores, int subject, double[] times) {
      Target.Survival survival = (Target.Survival) target;
      return Arrays.stream(times)
          .map(time -> Math.exp(-hazard(survival, scores, time) * Math.exp(scores[subject])))
          .toArray();
    }

    private static double hazard(Target.Survival survival, double[] scores, double time) {
      double sum = 0;
      for (int k = 0; k < SUBJECTS; k++) {
        if (survival.events()[k] && survival.times()[k] <= time) {
          double atRisk = 0;
          for (int j = 0; j < SUBJECTS; j++) {
            atRisk += survival.times()[j] >= survival.times()[k] ? Math.exp(scores[j]) : 0;
          }
          sum += 1 / atRisk;
        }
      }
      return sum;
    }
  }
}
