package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.interfuse.baseline.Linear;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.encoder.LinearEncoder;
import org.interfuse.evaluation.Estimate;
import org.interfuse.fusion.FilmFusion;
import org.interfuse.fusion.GatedFusion;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.training.TrainingSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fitting the primary again as if modalities had never been collected. */
final class RefitTest {
  private static final List<String> MODALITIES = List.of("a", "b", "c");
  private static final int SUBJECTS = 63;
  private static final TrainingSpec SHORT =
      new TrainingSpec(3, 16, 1e-2, 1e-2, 0.05, 1, 3, 0.2, 7, 1);
  private static final Linear LINEAR =
      new Linear(Linear.Merge.LATE, List.of(0.1), 0, Linear.Rule.MINIMUM, 1);

  private static NetworkCandidate network(String name, Strategy strategy) {
    return new NetworkCandidate(name, SmallCohort.model(strategy, Kind.REGRESSION), SHORT);
  }

  private static ComparisonSpec spec(Refits value, CandidateSpec... candidates) {
    return new ComparisonSpec(candidates[0].name(), 0, 1, List.of(candidates), List.of(), value);
  }

  private static ComparisonResult run(Cohort cohort, ComparisonSpec spec) {
    List<String> modalities = cohort.modalities().stream().map(one -> one.name()).toList();
    return new Comparison(
            MissingReportTest.protocol(cohort, 3),
            spec.candidates(),
            2,
            Examination.of(spec, Deployment.UNKNOWN, modalities))
        .run(Progress.SILENT);
  }

  @Test
  void withoutEachModalityOneAtATime() {
    List<Refit> refits =
        RefitPlan.of(spec(Refits.EACH, network("gated", Strategy.INTERMEDIATE)), MODALITIES);

    assertThat(refits)
        .extracting(Refit::modalities)
        .containsExactly(List.of("b", "c"), List.of("a", "c"), List.of("a", "b"));
    assertThat(refits)
        .extracting(refit -> refit.candidate().name())
        .containsExactly("gated without a", "gated without b", "gated without c");
    NetworkCandidate first = (NetworkCandidate) refits.get(0).candidate();
    assertThat(first.model().strategy()).isEqualTo(Strategy.INTERMEDIATE);
    assertThat(first.model().encoders())
        .extracting(ModalityEncoder::modality)
        .containsExactly("b", "c");
    assertThat(first.training()).isEqualTo(SHORT);
  }

  @Test
  void withEverySetOfModalities() {
    List<Refit> refits =
        RefitPlan.of(spec(Refits.SUBSETS, network("gated", Strategy.INTERMEDIATE)), MODALITIES);

    assertThat(refits)
        .extracting(Refit::modalities)
        .containsExactly(
            List.of("a"),
            List.of("b"),
            List.of("a", "b"),
            List.of("c"),
            List.of("a", "c"),
            List.of("b", "c"));
  }

  @Test
  void whatIsEqualToAUnimodalCandidateIsNotFittedAgain() {
    CandidateSpec primary = network("gated", Strategy.INTERMEDIATE);
    CandidateSpec equal = network("only a", Strategy.UNIMODAL);
    ModelSpec model = ((NetworkCandidate) equal).model();
    ModelSpec other =
        new ModelSpec(
            model.strategy(),
            "b",
            model.width(),
            model.projection(),
            model.fusion(),
            model.combiner(),
            model.early(),
            model.modalityDropout(),
            List.of(
                model.encoders().get(0),
                new ModalityEncoder("b", new LinearEncoder.Spec(), null),
                model.encoders().get(2)),
            model.heads(),
            model.targetWeights());
    CandidateSpec different = new NetworkCandidate("only b", other, SHORT);

    List<Refit> refits = RefitPlan.of(spec(Refits.SUBSETS, primary, equal, different), MODALITIES);

    assertThat(refits.get(0).shared()).isTrue();
    assertThat(refits.get(0).candidate()).isSameAs(equal);
    assertThat(refits.subList(1, 6)).allMatch(refit -> !refit.shared());
    assertThat(((NetworkCandidate) refits.get(1).candidate()).model().strategy())
        .isEqualTo(Strategy.UNIMODAL);
    // early reads even a single modality as merged
    List<Refit> early =
        RefitPlan.of(spec(Refits.SUBSETS, network("early", Strategy.EARLY), equal), MODALITIES);
    assertThat(early).allMatch(refit -> !refit.shared());
    assertThat(((NetworkCandidate) early.get(0).candidate()).model().strategy())
        .isEqualTo(Strategy.EARLY);
  }

  @Test
  void aPrimaryOfOneModalityIsNotFittedAgain() {
    ComparisonSpec alone = spec(Refits.EACH, network("only a", Strategy.UNIMODAL));
    ComparisonSpec fused = spec(Refits.EACH, network("gated", Strategy.INTERMEDIATE));
    ComparisonSpec none = spec(Refits.NONE, network("gated", Strategy.INTERMEDIATE));

    assertThat(RefitPlan.of(alone, MODALITIES)).isEmpty();
    assertThat(RefitPlan.of(fused, List.of("a"))).isEmpty();
    assertThat(RefitPlan.of(none, MODALITIES)).isEmpty();
  }

  @Test
  void aRefitHasNoOtherCandidatesName() {
    List<Refit> refits =
        RefitPlan.of(
            spec(
                Refits.EACH,
                network("gated", Strategy.INTERMEDIATE),
                network("gated without b", Strategy.EARLY)),
            MODALITIES);

    assertThat(refits.get(1).candidate().name()).isEqualTo("gated without b (refitted)");
  }

  /** A refit under the same name on a cohort that never had the modality has the same bits. */
  @ParameterizedTest(name = "{0}, seed 31")
  @EnumSource(
      value = Strategy.class,
      names = {"EARLY", "INTERMEDIATE", "LATE"})
  void aRefitIsAFitOnACohortThatNeverHadTheModality(Strategy strategy) {
    Cohort cohort = SmallCohort.of(SUBJECTS, List.of(Kind.REGRESSION), 3, 6);
    ComparisonSpec spec = spec(Refits.EACH, network("it", strategy));
    RefitResult refit = run(cohort, spec).refits().get(1);

    CandidateSpec truly =
        new NetworkCandidate(
            "it without b", ((NetworkCandidate) refit.refit().candidate()).model(), SHORT);
    CandidateResult expected =
        run(LackingCohorts.without(cohort, "b"), spec(Refits.NONE, truly)).candidates().get(0);

    assertThat(refit.result().failures()).isEmpty();
    for (int fold = 0; fold < 3; fold++) {
      Outcome one = refit.result().outcomes().get(fold);
      Outcome other = expected.outcomes().get(fold);
      assertThat(Arrays.deepToString(SmallCohort.rows(one.predictions().get(0))))
          .isEqualTo(Arrays.deepToString(SmallCohort.rows(other.predictions().get(0))));
      assertThat(one.byPrior()).isEqualTo(other.byPrior());
    }
  }

  @Test
  void valueIsThePairedLossAndSharesSumToTheGain() {
    Cohort cohort = SmallCohort.of(SUBJECTS, List.of(Kind.REGRESSION), 3, 6);
    ComparisonSpec spec = spec(Refits.SUBSETS, new BaselineCandidate("linear", LINEAR));
    ComparisonResult result = run(cohort, spec);
    Examination examination = Examination.of(spec, Deployment.UNKNOWN, MODALITIES);
    MissingReport report = MissingReport.of(result, "linear", examination, 10);
    ModalityValue value = report.value().get(0);

    assertThat(report.missing()).isEmpty();
    double[] full = perFold(result.candidates().get(0));
    for (int m = 0; m < 3; m++) {
      ModalityValue.Without without = value.without().get(m);
      Cohort lacking = LackingCohorts.without(cohort, MODALITIES.get(m));
      double[] left = perFold(run(lacking, spec(Refits.NONE, spec.candidates().get(0))));
      // rmse is better where it is lower
      requireMean(without.difference(), fold -> left[fold] - full[fold]);
      assertThat(without.modality()).isEqualTo(MODALITIES.get(m));
      assertThat(without.refit()).isEqualTo("linear without " + MODALITIES.get(m));
    }
    double[] empty = new double[3];
    for (int fold = 0; fold < 3; fold++) {
      empty[fold] = rootMeanSquareOfTheMean(result.protocol(), fold);
    }
    double sum = value.shapley().stream().mapToDouble(one -> one.shapley().value()).sum();
    double gain = Arrays.stream(empty).sum() / 3 - Arrays.stream(full).sum() / 3;
    assertThat(sum).as("efficiency").isCloseTo(gain, within(1e-9));
    assertThat(value.subsets()).hasSize(6);
    assertThat(value.full().value()).isCloseTo(Arrays.stream(full).sum() / 3, within(1e-12));
  }

  @Test
  void aRefitThatFailsLeavesItsValueOpen() {
    Cohort cohort = SmallCohort.of(SUBJECTS, List.of(Kind.REGRESSION), 3, 6);
    ModelSpec model =
        SmallCohort.model(Strategy.INTERMEDIATE, new GatedFusion.Spec(), List.of(Kind.REGRESSION));
    ModelSpec film =
        new ModelSpec(
            model.strategy(),
            null,
            model.width(),
            model.projection(),
            new FilmFusion.Spec("b"),
            model.combiner(),
            model.early(),
            model.modalityDropout(),
            model.encoders(),
            model.heads(),
            model.targetWeights());
    ComparisonSpec spec = spec(Refits.EACH, new NetworkCandidate("film", film, SHORT));
    ComparisonResult result = run(cohort, spec);
    ModalityValue value =
        MissingReport.of(result, "film", Examination.of(spec, Deployment.UNKNOWN, MODALITIES), 10)
            .value()
            .get(0);

    assertThat(result.candidates().get(0).failures()).isEmpty();
    assertThat(value.without().get(0).difference().value()).isFinite();
    assertThat(value.without().get(1).difference().value()).isNaN();
    assertThat(value.subsets().get(1).failures()).isNotEmpty();
    assertThat(value.shapley()).isEmpty();
  }

  private static double[] perFold(ComparisonResult result) {
    return perFold(result.candidates().get(0));
  }

  private static double[] perFold(CandidateResult result) {
    return result.metric("regression", "rmse").orElseThrow().perFold();
  }

  private static double rootMeanSquareOfTheMean(Protocol protocol, int fold) {
    Fold division = protocol.split().folds().get(fold);
    Target target = protocol.cohort().targets().get(0);
    double[] values = ((Target.Regression) target).values();
    double mean =
        Arrays.stream(division.train()).mapToDouble(s -> values[s]).average().orElseThrow();
    double squares =
        Arrays.stream(division.test())
            .mapToDouble(s -> (values[s] - mean) * (values[s] - mean))
            .average()
            .orElseThrow();
    return Math.sqrt(squares);
  }

  private static void requireMean(Estimate estimate, IntFunction<Double> difference) {
    List<Double> values = new ArrayList<>();
    for (int fold = 0; fold < 3; fold++) {
      values.add(Objects.requireNonNull(difference.apply(fold)));
    }
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    double half = 4.302652729911275 * Math.sqrt(squares / 2 * (1 / 3.0 + 0.5));
    assertThat(estimate.value()).isCloseTo(mean, within(1e-10));
    assertThat(estimate.lower()).isCloseTo(mean - half, within(1e-9));
    assertThat(estimate.upper()).isCloseTo(mean + half, within(1e-9));
  }
}
