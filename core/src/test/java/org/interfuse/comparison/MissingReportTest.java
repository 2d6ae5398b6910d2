package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.interfuse.baseline.FittedBaseline;
import org.interfuse.baseline.Linear;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The report against plain loops over predictions for cohorts whose tables really lack rows. Three
 * modalities; subjects go through all seven patterns in turn, so that 4 of 7 have each, 2 of 7 each
 * pair, 1 of 7 all.
 */
final class MissingReportTest {
  private static final Seed SEED = new Seed(31);
  private static final int SUBJECTS = 147;
  private static final String NAME = "linear";
  private static final Linear LINEAR =
      new Linear(Linear.Merge.LATE, List.of(0.1), 0, Linear.Rule.MINIMUM, 1);
  private static final Deployment DEPLOYMENT =
      new Deployment(Map.of("a", 0.6, "c", 0.25), Map.of(), null);

  @ParameterizedTest(name = "{0}, seed 31")
  @EnumSource(names = {"CLASSIFICATION", "REGRESSION", "COX"})
  void figuresAreThoseOfPlainLoops(Kind kind) {
    Cohort cohort = SmallCohort.of(SUBJECTS, List.of(kind), 3, 6);
    Protocol protocol = protocol(cohort, 3);
    MissingReport report = report(protocol, DEPLOYMENT, 2); // none is rarer
    Naive naive = new Naive(protocol);
    MissingModalities missing = report.missing().get(0);

    assertThat(missing.patterns())
        .extracting(MissingModalities.Pattern::modalities)
        .containsExactly(
            List.of("a", "b", "c"),
            List.of("a", "b"),
            List.of("a", "c"),
            List.of("b", "c"),
            List.of("a"),
            List.of("b"),
            List.of("c"));
    for (MissingModalities.Pattern pattern : missing.patterns()) {
      int bits = bits(pattern.modalities());
      naive.requireSame(pattern.induced(), bits, own -> (own & bits) == bits);
      naive.requireTogether(pattern.found(), own -> own == bits);
    }
    MissingModalities.Deployed deployed = Objects.requireNonNull(missing.deployment());
    assertThat(deployed.available()).isEqualTo(DEPLOYMENT.available());
    naive.requireSame(
        deployed.cell().estimate(),
        fold -> {
          double sum = 0;
          for (int set : new int[] {0, 1, 4, 5}) { // of a and c
            double probability = ((set & 1) > 0 ? 0.6 : 0.4) * ((set & 4) > 0 ? 0.25 : 0.75);
            sum += probability * naive.metric(fold, set | 2, own -> (own & 5) == 5);
          }
          return sum;
        });
    requireDegradation(missing, naive);
    requireReliance(report.reliance().get(0), naive);
  }

  private static void requireDegradation(MissingModalities missing, Naive naive) {
    assertThat(missing.completeSubjects()).isEqualTo(naive.count(own -> own == 7));
    assertThat(missing.degradation())
        .extracting(MissingModalities.Degradation::present)
        .containsExactly(3, 2, 1);
    int[][] patterns = {{7}, {3, 5, 6}, {1, 2, 4}};
    for (int i = 0; i < patterns.length; i++) {
      int[] own = patterns[i];
      MissingModalities.Degradation point = missing.degradation().get(i);
      naive.requireSame(
          point.mean(),
          fold ->
              Arrays.stream(own)
                  .mapToDouble(p -> naive.metric(fold, p, has -> has == 7))
                  .average()
                  .orElseThrow());
      double worst = naive.turned(naive.mean(own[0], has -> has == 7));
      for (int pattern : own) {
        worst = Math.min(worst, naive.turned(naive.mean(pattern, has -> has == 7)));
      }
      assertThat(naive.turned(point.lowest().value())).isCloseTo(worst, within(1e-12));
      assertThat(naive.mean(bits(point.worst()), has -> has == 7))
          .isCloseTo(point.lowest().value(), within(1e-12));
    }
  }

  private static void requireReliance(Reliance reliance, Naive naive) {
    IntPredicate everybody = own -> true;
    naive.requireSame(reliance.full(), fold -> naive.metric(fold, 7, everybody));
    naive.requireSame(reliance.empty(), fold -> naive.metric(fold, 0, everybody));
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    double sum = 0;
    for (int m = 0; m < 3; m++) {
      int player = m;
      Estimate share = reliance.modalities().get(m).shapley();
      naive.requireSame(
          share,
          fold -> {
            double gain = 0;
            for (int[] order : orders) {
              int before = 0;
              for (int i = 0; order[i] != player; i++) {
                before |= 1 << order[i];
              }
              gain +=
                  naive.metric(fold, before | 1 << player, everybody)
                      - naive.metric(fold, before, everybody);
            }
            return naive.turned(gain / orders.length);
          });
      sum += share.value();
    }
    assertThat(reliance.modalities())
        .extracting(Reliance.OfModality::modality)
        .containsExactly("a", "b", "c");
    assertThat(sum)
        .as("efficiency")
        .isCloseTo(naive.turned(reliance.full().value() - reliance.empty().value()), within(1e-12));
    Reliance.OfPair pair = reliance.pairs().get(1);
    assertThat(List.of(pair.first(), pair.second())).containsExactly("a", "c");
    naive.requireSame(
        pair.interaction(),
        fold -> {
          double without =
              naive.metric(fold, 5, everybody)
                  - naive.metric(fold, 1, everybody)
                  - naive.metric(fold, 4, everybody)
                  + naive.metric(fold, 0, everybody);
          double with =
              naive.metric(fold, 7, everybody)
                  - naive.metric(fold, 3, everybody)
                  - naive.metric(fold, 6, everybody)
                  + naive.metric(fold, 2, everybody);
          return naive.turned((without + with) / 2);
        });
  }

  @Test
  void cellsOfFewSubjectsAreNotShown() {
    Cohort cohort = SmallCohort.of(63, List.of(Kind.REGRESSION), 3, 6);
    MissingReport report = report(protocol(cohort, 3), DEPLOYMENT, 10);
    MissingModalities missing = report.missing().get(0);

    // 8 subjects have everything, about 17 a pair, about 34 each
    assertThat(missing.patterns())
        .allSatisfy(pattern -> assertThat(pattern.found()).isNull())
        .filteredOn(pattern -> pattern.induced() == null)
        .extracting(MissingModalities.Pattern::modalities)
        .containsExactly(List.of("a", "b", "c"));
    assertThat(missing.completeSubjects()).isZero();
    assertThat(missing.degradation()).isEmpty();
    assertThat(report(protocol(cohort, 3), DEPLOYMENT, 18).missing().get(0).deployment()).isNull();
    assertThat(report(protocol(cohort, 3), Deployment.UNKNOWN, 1).missing().get(0).deployment())
        .isNull();
    assertThat(report(protocol(cohort, 3), DEPLOYMENT, 64).isEmpty()).isTrue();
  }

  private static MissingReport report(Protocol protocol, Deployment deployment, int smallest) {
    Examination examination = new Examination(List.of(NAME), deployment, List.of());
    ComparisonResult result =
        new Comparison(protocol, List.of(new BaselineCandidate(NAME, LINEAR)), 1, examination)
            .run(Progress.SILENT);
    return MissingReport.of(result, NAME, examination, smallest);
  }

  private static int bits(List<String> modalities) {
    return modalities.stream().mapToInt(name -> 1 << "abc".indexOf(name)).sum();
  }

  static Protocol protocol(Cohort cohort, int count) {
    List<Fold> folds = new ArrayList<>();
    for (int f = 0; f < count; f++) {
      int own = f;
      int[] all = SmallCohort.range(0, cohort.size());
      // blocks of seven stay together, so that every fold has every pattern
      folds.add(
          new Fold(
              "fold " + (f + 1),
              0,
              Arrays.stream(all).filter(s -> s / 7 % count != own).toArray(),
              Arrays.stream(all).filter(s -> s / 7 % count == own).toArray()));
    }
    return new Protocol(
        cohort,
        new Split(count + " folds", folds),
        SmallCohort.preprocessing().subList(0, cohort.modalities().size()),
        SmallCohort.range(0, cohort.size()),
        1,
        SEED,
        0.95);
  }

  /** Fits once a fold and predicts for cohorts whose tables lack rows; nothing is masked. */
  private static final class Naive {
    private final Protocol protocol;
    private final Target target;
    private final Metric metric;
    private final Map<List<Integer>, Prediction> predictions = new LinkedHashMap<>();

    Naive(Protocol protocol) {
      this.protocol = protocol;
      this.target = protocol.cohort().targets().get(0);
      this.metric = Metrics.primary(target.schema());
      for (int f = 0; f < protocol.split().folds().size(); f++) {
        Fold fold = protocol.split().folds().get(f);
        Cohort cohort = protocol.cohort();
        FittedCohort fitted = SmallCohort.fitted(cohort, fold.train());
        FittedBaseline fit =
            LINEAR.fit(fitted.apply(cohort), target, fold.train(), protocol.groups(), SEED);
        for (int pattern = 0; pattern < 8; pattern++) {
          boolean[] left = {(pattern & 1) > 0, (pattern & 2) > 0, (pattern & 4) > 0};
          predictions.put(
              List.of(f, pattern),
              fit.predict(fitted.apply(LackingCohorts.rewritten(cohort, left)), fold.test()));
        }
      }
    }

    /** Of those test subjects whose own pattern is asked for, left with a pattern. */
    double metric(int fold, int pattern, IntPredicate asked) {
      Fold division = protocol.split().folds().get(fold);
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < division.test().length; i++) {
        if (asked.test(own(division.test()[i]))) {
          places.add(i);
        }
      }
      int[] chosen = places.stream().mapToInt(Integer::intValue).toArray();
      int[] subjects = Arrays.stream(chosen).map(i -> division.test()[i]).toArray();
      Prediction prediction = Objects.requireNonNull(predictions.get(List.of(fold, pattern)));
      return metric.compute(
          target.select(subjects), prediction.select(chosen), target.select(division.train()));
    }

    double mean(int pattern, IntPredicate asked) {
      return perFold(fold -> metric(fold, pattern, asked)).stream()
          .mapToDouble(Double::doubleValue)
          .average()
          .orElseThrow();
    }

    double turned(double value) {
      return metric.higherIsBetter() ? value : -value;
    }

    private int own(int subject) {
      int own = 0;
      for (int m = 0; m < 3; m++) {
        own |= protocol.cohort().modalities().get(m).has(subject) ? 1 << m : 0;
      }
      return own;
    }

    int count(IntPredicate asked) {
      int count = 0;
      for (int subject = 0; subject < target.size(); subject++) {
        count += asked.test(own(subject)) ? 1 : 0;
      }
      return count;
    }

    void requireSame(
        MissingModalities.@org.jspecify.annotations.Nullable Cell cell,
        int pattern,
        IntPredicate asked) {
      assertThat(Objects.requireNonNull(cell).subjects()).isEqualTo(count(asked));
      requireSame(cell.estimate(), fold -> metric(fold, pattern, asked));
    }

    /** Every pair within a fold counts the same; of three classes each against the rest. */
    private double classes(IntPredicate asked) {
      int[] labels = ((Target.Classification) target).labels();
      double sum = 0;
      double all = 0;
      for (int fold = 0; fold < 3; fold++) {
        int[] test = protocol.split().folds().get(fold).test();
        Prediction prediction = Objects.requireNonNull(predictions.get(List.of(fold, 7)));
        double[][] scores = ((Prediction.Classes) prediction).probabilities();
        double areas = 0;
        int areaCount = 0;
        double compared = 0;
        for (int k = 0; k < 3; k++) {
          double right = 0;
          int pairs = 0;
          for (int i = 0; i < test.length; i++) {
            for (int j = 0; j < test.length; j++) {
              boolean both = asked.test(own(test[i])) && asked.test(own(test[j]));
              if (both && labels[test[i]] == k && labels[test[j]] != k) {
                right += order(scores[i][k], scores[j][k]);
                pairs++;
              }
            }
          }
          areas += pairs > 0 ? right / pairs : 0;
          areaCount += pairs > 0 ? 1 : 0;
          compared += pairs;
        }
        sum += compared * areas / areaCount;
        all += compared;
      }
      return sum / all;
    }

    /** Every pair within a fold, or every squared error, counts the same. */
    void requireTogether(
        MissingModalities.@org.jspecify.annotations.Nullable Cell cell, IntPredicate asked) {
      double sum = 0;
      double all = 0;
      for (int fold = 0; fold < 3; fold++) {
        int[] test = protocol.split().folds().get(fold).test();
        Prediction prediction = Objects.requireNonNull(predictions.get(List.of(fold, 7)));
        for (int i = 0; i < test.length; i++) {
          for (int j = 0; j < test.length; j++) {
            if (asked.test(own(test[i])) && asked.test(own(test[j]))) {
              double score = score(prediction, test, i, j);
              sum += Double.isNaN(score) ? 0 : score;
              all += Double.isNaN(score) ? 0 : 1;
            }
          }
        }
      }
      double value = target instanceof Target.Regression ? Math.sqrt(sum / all) : sum / all;
      value = target instanceof Target.Classification ? classes(asked) : value;
      Estimate estimate = Objects.requireNonNull(cell).estimate();
      assertThat(cell.subjects()).isEqualTo(count(asked));
      assertThat(cell.folds()).isEqualTo(3);
      assertThat(estimate.value()).isCloseTo(value, within(1e-10));
      assertThat(estimate.lower()).isLessThan(estimate.upper());
      assertThat(estimate.value()).isBetween(estimate.lower(), estimate.upper());
    }

    /** Of a pair whether it is in order, of one subject its squared error; NaN of all else. */
    private double score(Prediction prediction, int[] test, int i, int j) {
      if (prediction instanceof Prediction.Values values) {
        double truth = ((Target.Regression) target).values()[test[i]];
        return i == j ? Math.pow(values.values()[i] - truth, 2) : Double.NaN;
      }
      if (prediction instanceof Prediction.Survival survival) {
        Target.Survival truth = (Target.Survival) target;
        boolean earlier = truth.times()[test[i]] < truth.times()[test[j]];
        boolean tied = truth.times()[test[i]] == truth.times()[test[j]] && !truth.events()[test[j]];
        return truth.events()[test[i]] && (earlier || tied)
            ? order(survival.risk()[i], survival.risk()[j])
            : Double.NaN;
      }
      return Double.NaN;
    }

    private static double order(double higher, double lower) {
      return higher > lower ? 1 : higher == lower ? 0.5 : 0;
    }

    /** Mean over folds, and the interval of Nadeau and Bengio with t of 2 degrees of freedom. */
    void requireSame(Estimate estimate, IntFunction<Double> figure) {
      List<Double> values = perFold(figure);
      double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
      double half = 4.302652729911275 * Math.sqrt(squares / 2 * (1 / 3.0 + 0.5));
      assertThat(estimate.value()).isCloseTo(mean, within(1e-10));
      if (estimate.upper() == metric.highest()) {
        assertThat(mean + half).as("cut to the range").isGreaterThanOrEqualTo(metric.highest());
      } else {
        assertThat(estimate.upper()).isCloseTo(mean + half, within(1e-9));
      }
      assertThat(estimate.count()).isEqualTo(3);
    }

    private List<Double> perFold(IntFunction<Double> figure) {
      List<Double> values = new ArrayList<>();
      for (int fold = 0; fold < protocol.split().folds().size(); fold++) {
        values.add(figure.apply(fold));
      }
      return values;
    }
  }
}
