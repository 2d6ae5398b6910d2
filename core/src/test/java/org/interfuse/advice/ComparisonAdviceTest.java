package org.interfuse.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.Deployment;
import org.interfuse.comparison.HandMade;
import org.interfuse.comparison.MetricResult;
import org.interfuse.comparison.MissingReport;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.PredictionsCandidate;
import org.interfuse.comparison.Protocol;
import org.interfuse.evaluation.Intervals;
import org.interfuse.evaluation.Metrics;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.junit.jupiter.api.Test;

/** Who competes for the advice of a comparison, by figures made by hand over five folds. */
class ComparisonAdviceTest {
  private static final Target TARGET = HandMade.classes(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
  private static final Target SECOND =
      new Target.Classification(
          Target.schema("other", TargetType.CLASSIFICATION, "no", "yes"), new int[10]);
  private static final CandidateSpec GATED = HandMade.network("gated");
  private static final CandidateSpec ONLY = HandMade.network("only image");
  private static final double[] HIGH = {.75, .77, .76, .78, .765};
  private static final double[] NOISY = {.2, 1, .3, 1, .545};

  @Test
  void aCandidateWhoseFoldsSpreadWidelyIsNotLevelForThat() {
    Advice advice =
        advice(List.of(GATED, ONLY), scored("gated", HIGH), scored("only image", NOISY));

    assertThat(advice.level().get(0).name()).isEqualTo("gated");
    assertThat(advice.level()).extracting(Contender::name).containsExactly("gated");
    assertThat(advice.target()).isEqualTo("class");
    // by hand: s² of HIGH is 1.25e-4, ratio of test to training subjects 2/8
    assertThat(advice.level().get(0).standardError())
        .isCloseTo(Math.sqrt(1.25e-4 * (1 / 5.0 + 0.25)), within(1e-9));
  }

  @Test
  void whoDoesNotCompeteIsNamedWithTheReason() {
    NetworkCandidate network = (NetworkCandidate) GATED;
    CandidateSpec one = varied(network, "gated, dropout=0.1, width=8");
    CandidateSpec two = varied(network, "gated, dropout=0.2, width=8");
    CandidateSpec primary = varied(network, "gated");
    Advice advice =
        advice(
            List.of(
                primary,
                one,
                two,
                HandMade.network("late"),
                HandMade.prevalence("prevalence"),
                new PredictionsCandidate("theirs", "theirs.csv")),
            scored("gated", HIGH),
            scored(one.name(), .99, .99, .98, .99, .99),
            scored(two.name(), .5, .5, .5, .5, .5),
            HandMade.failed("late"),
            scored("prevalence", .5, .5, .5, .5, .5),
            scored("theirs", .9, .91, .9, .91, .9));

    assertThat(advice.level().get(0).name()).as("the primary competes").isEqualTo("gated");
    assertThat(advice.notConsidered())
        .containsExactly(
            "gated, dropout=0.1, width=8 · gated, dropout=0.2, width=8: a variation"
                + " (comparison.vary), which is exploration.",
            "late: a fit failed.",
            "prevalence: uses no modality's values.",
            "theirs: made elsewhere, so its strategy is not known.");
    assertThat(advice.sentences())
        .contains(
            "theirs, made elsewhere, has a better figure (%s 0.904) than every candidate that was considered."
                .formatted(metric()));
  }

  @Test
  void anImportedCandidateThatIsNotAboveIsNotSpokenOf() {
    Advice advice =
        advice(
            List.of(GATED, new PredictionsCandidate("theirs", "theirs.csv")),
            scored("gated", HIGH),
            scored("theirs", .7, .7, .7, .7, .7));

    assertThat(advice.sentences()).noneMatch(sentence -> sentence.contains("theirs"));
  }

  @Test
  void ofSeveralTargetsItSaysForWhichItIs() {
    Advice advice =
        advice(
            HandMade.protocol(HandMade.split(10, 5, 1), null, Map.of(), TARGET, SECOND),
            List.of(GATED),
            scored("gated", HIGH));

    assertThat(advice.sentences())
        .contains(
            "This is for target class, the first of 2; another may speak for something else.");
  }

  private static CandidateSpec varied(NetworkCandidate network, String name) {
    return new NetworkCandidate(
        name, network.model(), network.training(), Map.of("model.width", "8"));
  }

  private static String metric() {
    return Metrics.primary(TARGET.schema()).name();
  }

  private static Advice advice(List<CandidateSpec> specs, CandidateResult... results) {
    return advice(
        HandMade.protocol(HandMade.split(10, 5, 1), null, Map.of(), TARGET), specs, results);
  }

  private static Advice advice(
      Protocol protocol, List<CandidateSpec> specs, CandidateResult... results) {
    return ComparisonAdvice.of(
        new ComparisonResult(protocol, List.of(results)),
        new ComparisonSpec(specs.get(0).name(), .02, 1, specs),
        Deployment.UNKNOWN,
        new MissingReport(List.of(), List.of(), List.of(), List.of()));
  }

  private static CandidateResult scored(String name, double... perFold) {
    double[] ratios = {.25, .25, .25, .25, .25};
    return new CandidateResult(
        name,
        List.of(
            new MetricResult(
                "class",
                metric(),
                perFold,
                Intervals.overFolds(perFold, ratios, .95).within(0, 1))),
        List.of(),
        List.of());
  }
}
