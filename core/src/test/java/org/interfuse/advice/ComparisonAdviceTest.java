package org.interfuse.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Cohort;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.Deployment;
import org.interfuse.comparison.HandMade;
import org.interfuse.comparison.MaskedMetrics;
import org.interfuse.comparison.MetricResult;
import org.interfuse.comparison.MissingModalities;
import org.interfuse.comparison.MissingReport;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.Outcome;
import org.interfuse.comparison.PredictionsCandidate;
import org.interfuse.comparison.Protocol;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.evaluation.Intervals;
import org.interfuse.evaluation.Metrics;
import org.interfuse.model.Combiner;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.TablePreprocessing;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.training.PlantedCohort;
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

  @Test
  void nothingIsRecommendedThatIsNotShownToBeatPrevalence() {
    Advice advice =
        advice(
            List.of(GATED, HandMade.prevalence("prevalence")),
            scored("gated", .40, .52, .38, .5, .405),
            scored("prevalence", .5, .5, .5, .5, .5));

    assertThat(advice.recommended()).isNull();
    assertThat(advice.best()).isNotNull();
    assertThat(advice.sentences().get(0))
        .startsWith(
            "Nothing is worth deploying yet: gated is not shown to be better than prevalence"
                + " (difference -0.059 [-0.");
    assertThat(advice.sentences())
        .contains(
            "gated has the highest figure; no other lies within one standard error of it or the margin.");
  }

  @Test
  void whereNobodyKnowsNothingTheTrainingPriorIsTheReference() {
    Advice advice = advice(List.of(GATED), scored("gated", .40, .52, .38, .5, .405));

    assertThat(advice.recommended()).isNull();
    assertThat(advice.sentences().get(0))
        .contains("better than knowing nothing (difference -0.059");
    assertThat(advice(List.of(GATED), scored("gated", HIGH)).recommended()).isNotNull();
  }

  /**
   * On all test subjects the modality alone is far better; reweighted, the two are alike. Figures
   * of one and tests of the other would call the network worse.
   */
  @Test
  void figuresErrorsAndTestsAreAllReweightedToTheStatedAvailability() {
    Protocol protocol = planted();
    CandidateResult gated = masked("gated", .5, .75, .77, .76, .78, .765);
    CandidateResult only = masked("only image", .9, .76, .78, .75, .77, .79);

    Advice advice = deployed(protocol, List.of(figureOf(gated), figureOf(only)), gated, only);

    assertThat(advice.level()).extracting(Contender::name).containsExactly("gated", "only image");
    // .6 of the figure with everything and .4 of that without: by hand .1 less than the former
    assertThat(advice.level().get(0).metric()).isCloseTo(.765 - .4 * .1, within(1e-9));
    assertThat(advice.sentences())
        .anyMatch(
            one ->
                one.startsWith(
                        "Figures are reweighted to the stated availability (left for 60 %): gated "
                            + metric()
                            + " 0.725 [")
                    && one.contains("], only image " + metric() + " 0.730 ["));
    Evidence gain =
        advice.evidence().stream()
            .filter(one -> one.rule().equals("fusion-not-shown"))
            .findFirst()
            .orElseThrow();
    assertThat(gain.says()).contains("-0.005 [");
  }

  @Test
  void whereAFigureIsNotReweightedAllAreOfAllTestSubjectsAndItSaysSo() {
    CandidateResult gated = masked("gated", .5, .75, .77, .76, .78, .765);
    CandidateResult only = masked("only image", .9, .76, .78, .75, .77, .79);

    Advice advice = deployed(planted(), List.of(figureOf(gated)), gated, only);

    assertThat(advice.level()).extracting(Contender::name).containsExactly("only image");
    assertThat(advice.sentences())
        .contains(
            "Figures are of all test subjects, not reweighted to the stated availability (left for"
                + " 60 %), as that figure is not known of only image: only image "
                + metric()
                + " 0.900 [0.900, 0.900].");
  }

  @Test
  void everyMeasureIsComputedButThoseThatAreDeclaredNotToBe() {
    CandidateResult late = masked("late", .7, .7, .72, .71, .7, .73);
    CandidateResult gated = masked("gated", .8, .75, .77, .76, .78, .765);
    CandidateResult only = masked("only left", .6, .66, .68, .65, .67, .69);
    NetworkCandidate network = (NetworkCandidate) GATED;
    CandidateSpec merged =
        new NetworkCandidate(
            "late",
            new ModelSpec(
                Strategy.LATE,
                null,
                8,
                "linear",
                network.model().fusion(),
                Combiner.MEAN,
                new MlpEncoder.Spec(),
                0,
                List.of(),
                Map.of(),
                Map.of()),
            network.training());

    Advice advice =
        ComparisonAdvice.of(
            new ComparisonResult(planted(), List.of(gated, late, only)),
            new ComparisonSpec(
                "gated", .02, 1, List.of(GATED, merged, HandMade.network("only left"))),
            new Deployment(Map.of("left", .6), Map.of("left", "one", "right", "two"), null),
            new MissingReport(
                List.of(figureOf(gated), figureOf(late), figureOf(only)),
                List.of(),
                List.of(),
                List.of()));

    List<String> never =
        Rules.load().stream().filter(rule -> rule.never() != null).map(Rule::name).toList();
    assertThat(advice.evidence().stream().filter(one -> !one.measured()).map(Evidence::rule))
        .containsExactlyElementsOf(never);
    // 48 training subjects and 480 parameters; columns are 4, 6 and 5
    assertThat(value(advice, "large-network")).isCloseTo(.1, within(1e-9));
    assertThat(value(advice, "widths-apart")).isCloseTo(6 / 4.0, within(1e-9));
    assertThat(value(advice, "few-subjects")).isCloseTo(48 / 15.0, within(1e-9));
    assertThat(value(advice, "several-owners")).isEqualTo(2);
    assertThat(value(advice, "rarely-available")).isEqualTo(.6);
    long lacking =
        Arrays.stream(planted().cohort().presence())
            .filter(row -> !(row[0] && row[1] && row[2]))
            .count();
    assertThat(value(advice, "incomplete-subjects")).isCloseTo(lacking / 60.0, within(1e-9));
  }

  private static double value(Advice advice, String rule) {
    return advice.evidence().stream()
        .filter(one -> one.rule().equals(rule))
        .mapToDouble(Evidence::value)
        .findFirst()
        .orElseThrow();
  }

  @SuppressWarnings("NullAway") // an array of a record may be null; its class file does not say so
  private static Protocol planted() {
    Cohort cohort = PlantedCohort.of(60, .2, 3);
    return new Protocol(
        cohort,
        HandMade.split(60, 5, 1),
        cohort.modalities().stream()
            .<PreprocessingSpec>map(modality -> new TablePreprocessing())
            .toList(),
        null,
        1,
        HandMade.SEED,
        .95);
  }

  /** With everything the figure of its fold, without the first modality .1 less. */
  private static CandidateResult masked(String name, double onAll, double... whole) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int fold = 0; fold < whole.length; fold++) {
      double[] deployed = new double[8];
      Arrays.fill(deployed, Double.NaN);
      deployed[6] = whole[fold] - .1;
      deployed[7] = whole[fold];
      double[] none = new double[8];
      outcomes.add(
          new Outcome(
              fold,
              0,
              List.of(),
              new boolean[0],
              List.of(),
              480,
              1,
              Map.of(),
              List.of(new MaskedMetrics(none, none, none, deployed, 1, List.of())),
              1,
              1));
    }
    CandidateResult scored = scored(name, onAll, onAll, onAll, onAll, onAll);
    return new CandidateResult(name, scored.metrics(), outcomes, List.of());
  }

  /** What a report says of the expected figure, by hand. */
  private static MissingModalities figureOf(CandidateResult candidate) {
    double[] expected =
        candidate.outcomes().stream()
            .map(outcome -> outcome.masked().get(0).deployed())
            .mapToDouble(one -> .6 * one[7] + .4 * one[6])
            .toArray();
    return new MissingModalities(
        candidate.name(),
        "class",
        metric(),
        List.of(),
        new MissingModalities.Deployed(
            Map.of("left", .6),
            new MissingModalities.Cell(
                48,
                false,
                5,
                Intervals.overFolds(expected, new double[] {.25, .25, .25, .25, .25}, .95))),
        0,
        List.of());
  }

  private static Advice deployed(
      Protocol protocol, List<MissingModalities> missing, CandidateResult... results) {
    return ComparisonAdvice.of(
        new ComparisonResult(protocol, List.of(results)),
        new ComparisonSpec("gated", .02, 1, List.of(GATED, ONLY)),
        new Deployment(Map.of("left", .6), Map.of(), null),
        new MissingReport(missing, List.of(), List.of(), List.of()));
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
