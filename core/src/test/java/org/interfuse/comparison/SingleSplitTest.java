package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.interfuse.baseline.FittedBaseline;
import org.interfuse.baseline.Linear;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Resamples;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Intervals on a single split against a bootstrap of the root mean squared error written out here,
 * from predictions for cohorts whose tables really lack rows; only the draws are given. Seed 31.
 */
final class SingleSplitTest {
  private static final Seed SEED = new Seed(31);
  private static final List<String> MODALITIES = List.of("a", "b", "c");
  private static final Linear LINEAR =
      new Linear(Linear.Merge.LATE, List.of(0.1), 0, Linear.Rule.MINIMUM, 1);
  private static final Cohort COHORT = SmallCohort.of(147, List.of(Kind.REGRESSION), 3, 6);
  private static final Fold FOLD =
      new Fold(
          "one",
          0,
          IntStream.range(0, 147).filter(s -> s / 7 % 2 == 0).toArray(),
          IntStream.range(0, 147).filter(s -> s / 7 % 2 == 1).toArray());

  /** Squared errors of every test subject, by what it is left with. */
  private static final double[][] SQUARES = new double[8][];

  /** By the modality that was never collected. */
  private static final double[][] NEVER = new double[3][];

  @BeforeAll
  static void fit() {
    FittedCohort fitted = SmallCohort.fitted(COHORT, FOLD.train());
    Target target = COHORT.targets().get(0);
    FittedBaseline fit = LINEAR.fit(fitted.apply(COHORT), target, FOLD.train(), null, SEED);
    for (int left = 0; left < 8; left++) {
      boolean[] flags = {(left & 1) > 0, (left & 2) > 0, (left & 4) > 0};
      SQUARES[left] =
          squares(fit.predict(fitted.apply(LackingCohorts.rewritten(COHORT, flags)), FOLD.test()));
    }
    for (int m = 0; m < 3; m++) {
      int gone = m;
      Cohort lacking = LackingCohorts.without(COHORT, MODALITIES.get(m));
      FittedCohort prepared =
          PreparedCohort.fit(
              lacking,
              IntStream.range(0, 3)
                  .filter(other -> other != gone)
                  .mapToObj(SmallCohort.preprocessing()::get)
                  .toList(),
              FOLD.train(),
              "modalities");
      FittedBaseline again = LINEAR.fit(prepared.apply(lacking), target, FOLD.train(), null, SEED);
      NEVER[m] = squares(again.predict(prepared.apply(lacking), FOLD.test()));
    }
  }

  /** Of the mean of the training subjects. */
  private static double[] priorSquares() {
    double[] truth = ((Target.Regression) COHORT.targets().get(0)).values();
    double mean = IntStream.of(FOLD.train()).mapToDouble(i -> truth[i]).average().orElseThrow();
    return IntStream.of(FOLD.test()).mapToDouble(i -> Math.pow(mean - truth[i], 2)).toArray();
  }

  private static double[] squares(Prediction prediction) {
    double[] truth = ((Target.Regression) COHORT.targets().get(0)).values();
    double[] predicted = ((Prediction.Values) prediction).values();
    return IntStream.range(0, predicted.length)
        .mapToDouble(i -> Math.pow(predicted[i] - truth[FOLD.test()[i]], 2))
        .toArray();
  }

  /** Two by two, or each subject on its own. */
  private static Protocol protocol(boolean grouped) {
    return new Protocol(
        COHORT,
        new Split("one", List.of(FOLD)),
        SmallCohort.preprocessing(),
        IntStream.range(0, COHORT.size()).map(s -> grouped ? s / 2 : s).toArray(),
        1,
        SEED,
        0.95);
  }

  @ParameterizedTest(name = "subjects in groups: {0}, seed 31")
  @ValueSource(booleans = {false, true})
  void everyFigureHasTheBootstrapsInterval(boolean grouped) {
    Protocol protocol = protocol(grouped);
    Deployment deployment = new Deployment(Map.of("a", 0.6), Map.of(), null);
    ComparisonSpec spec =
        new ComparisonSpec(
            "linear",
            0,
            1,
            List.of(new BaselineCandidate("linear", LINEAR)),
            List.of("linear"),
            Refits.SUBSETS);
    Examination examination = Examination.of(spec, deployment, MODALITIES);
    ComparisonResult result =
        new Comparison(protocol, spec.candidates(), 1, examination).run(Progress.SILENT);
    MissingReport report = MissingReport.of(result, "linear", examination, 5);
    Naive naive = new Naive(protocol);

    MissingModalities missing = report.missing().get(0);
    for (MissingModalities.Pattern pattern : missing.patterns()) {
      int bits = bits(pattern.modalities());
      naive.requireSame(
          Objects.requireNonNull(pattern.induced()).estimate(),
          drawn -> error(SQUARES[bits], drawn, own -> (own & bits) == bits));
    }
    naive.requireSame(
        Objects.requireNonNull(missing.deployment()).cell().estimate(),
        drawn ->
            0.6 * error(SQUARES[7], drawn, own -> (own & 1) == 1)
                + 0.4 * error(SQUARES[6], drawn, own -> (own & 1) == 1));
    DeployedFigures deployed = new DeployedFigures(protocol, 0, deployment, 0);
    CandidateResult linear = result.candidate("linear").orElseThrow();
    CandidateResult prior = PriorCandidate.of("prior", protocol, deployment);
    assertThat(deployed.figure(linear))
        .isEqualTo(Objects.requireNonNull(missing.deployment()).cell().estimate());
    naive.requireSame(
        deployed.between(linear, prior).difference(),
        drawn ->
            error(priorSquares(), drawn, own -> (own & 1) == 1)
                - 0.6 * error(SQUARES[7], drawn, own -> (own & 1) == 1)
                - 0.4 * error(SQUARES[6], drawn, own -> (own & 1) == 1));
    naive.requireSame(
        missing.degradation().get(1).mean(),
        drawn ->
            (error(SQUARES[3], drawn, own -> own == 7)
                    + error(SQUARES[5], drawn, own -> own == 7)
                    + error(SQUARES[6], drawn, own -> own == 7))
                / 3);
    Reliance reliance = report.reliance().get(0);
    naive.requireSame(reliance.full(), drawn -> error(SQUARES[7], drawn, own -> true));
    naive.requireSame(reliance.modalities().get(1).shapley(), SingleSplitTest::shapleyOfB);
    naive.requireSame(reliance.pairs().get(0).interaction(), SingleSplitTest::interactionOfAB);
    ModalityValue value = report.value().get(0);
    for (int m = 0; m < 3; m++) {
      int gone = m;
      naive.requireSame(
          value.without().get(m).difference(),
          drawn -> error(NEVER[gone], drawn, own -> true) - error(SQUARES[7], drawn, own -> true));
    }
    assertThat(value.shapley()).allMatch(one -> one.shapley().hasInterval());
  }

  @Test
  void whatIsKeptForItIsKeptOfASingleSplitAlone() {
    Examination examination = new Examination(List.of("linear"), Deployment.UNKNOWN, List.of());
    List<CandidateSpec> linear = List.of(new BaselineCandidate("linear", LINEAR));
    Protocol folds = MissingReportTest.protocol(COHORT, 3);

    assertThat(masked(protocol(false), linear, examination).predictions()).hasSize(8);
    assertThat(masked(folds, linear, examination).predictions()).isEmpty();
  }

  private static MaskedMetrics masked(
      Protocol protocol, List<CandidateSpec> candidates, Examination examination) {
    return new Comparison(protocol, candidates, 1, examination)
        .run(Progress.SILENT)
        .candidates()
        .get(0)
        .outcomes()
        .get(0)
        .masked()
        .get(0);
  }

  /** Of sets, less error than the prior: +b −∅, +b −a, +b −c, +b −ac over 1/3, 1/6, 1/6, 1/3. */
  private static double shapleyOfB(int[] drawn) {
    return (worth(2, drawn) - worth(0, drawn)) / 3
        + (worth(3, drawn) - worth(1, drawn)) / 6
        + (worth(6, drawn) - worth(4, drawn)) / 6
        + (worth(7, drawn) - worth(5, drawn)) / 3;
  }

  private static double interactionOfAB(int[] drawn) {
    return (worth(3, drawn) - worth(1, drawn) - worth(2, drawn) + worth(0, drawn)) / 2
        + (worth(7, drawn) - worth(5, drawn) - worth(6, drawn) + worth(4, drawn)) / 2;
  }

  private static double worth(int set, int[] drawn) {
    return -error(SQUARES[set], drawn, own -> true);
  }

  private static double error(double[] squares, int[] drawn, IntPredicate asked) {
    double sum = 0;
    int count = 0;
    for (int place : drawn) {
      if (asked.test(own(FOLD.test()[place]))) {
        sum += squares[place];
        count++;
      }
    }
    return Math.sqrt(sum / count);
  }

  private static int own(int subject) {
    return IntStream.range(0, 3)
        .map(m -> COHORT.modalities().get(m).has(subject) ? 1 << m : 0)
        .sum();
  }

  private static int bits(List<String> modalities) {
    return modalities.stream().mapToInt(name -> 1 << MODALITIES.indexOf(name)).sum();
  }

  private record Naive(Protocol protocol) {
    void requireSame(Estimate estimate, ToDoubleFunction<int[]> figure) {
      int[] test = FOLD.test();
      int[] groups = Objects.requireNonNull(protocol.groups());
      Resamples given =
          Resamples.of(
              COHORT.targets().get(0).select(test),
              Arrays.stream(test).map(s -> groups[s]).toArray(),
              estimate.count(),
              SEED.at("contrast"));
      double[] values =
          IntStream.range(0, estimate.count())
              .mapToDouble(r -> figure.applyAsDouble(given.inside(r)))
              .sorted()
              .toArray();
      assertThat(estimate.count()).isGreaterThanOrEqualTo(1000);
      int[] everybody = IntStream.range(0, test.length).toArray();
      assertThat(estimate.value()).isCloseTo(figure.applyAsDouble(everybody), within(1e-9));
      assertThat(estimate.lower()).isCloseTo(quantile(values, 0.025), within(1e-9));
      assertThat(estimate.upper()).isCloseTo(quantile(values, 0.975), within(1e-9));
      assertThat(estimate.upper()).isGreaterThan(estimate.lower());
    }

    private static double quantile(double[] sorted, double share) {
      double place = share * (sorted.length - 1);
      int below = (int) place;
      return sorted[below]
          + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
    }
  }
}
