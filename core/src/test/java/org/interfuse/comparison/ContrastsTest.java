package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.interfuse.comparison.HandMade.baseline;
import static org.interfuse.comparison.HandMade.failed;
import static org.interfuse.comparison.HandMade.network;
import static org.interfuse.comparison.HandMade.predicting;
import static org.interfuse.comparison.HandMade.probabilities;
import static org.interfuse.comparison.HandMade.protocol;
import static org.interfuse.comparison.HandMade.scored;
import static org.interfuse.comparison.HandMade.spec;
import static org.interfuse.comparison.HandMade.split;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.interfuse.comparison.Contrast.Against;
import org.interfuse.evaluation.CorrelatedTTest;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metrics;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.junit.jupiter.api.Test;

/** Who is compared with whom, in which direction, and what follows. */
class ContrastsTest {
  private static final Target CLASS = HandMade.classes(new int[50]);
  private static final Protocol FIVE = protocol(split(50, 5, 1), null, Map.of(), CLASS);

  private static double[] about(double level, double... changes) {
    return Arrays.stream(changes).map(change -> level + change).toArray();
  }

  private static final CandidateResult FUSED =
      scored("fused", CLASS, about(0.9, 0.003, -0.002, 0, 0.001, -0.001));
  private static final CandidateResult WEAK =
      scored("weak", CLASS, about(0.7, -0.002, 0.003, 0.001, 0, -0.001));
  private static final CandidateResult STRONG =
      scored("strong", CLASS, about(0.8, 0.001, -0.002, 0.002, 0, 0));
  private static final CandidateResult ALONE =
      scored("only left", CLASS, about(0.6, 0.02, -0.01, 0, 0.01, -0.03));
  private static final CandidateResult OTHER =
      scored("other", CLASS, about(0.901, 0.001, -0.001, 0.002, 0, 0.001));

  private static final ComparisonSpec SPEC =
      spec(
          0.02,
          network("fused"),
          baseline("weak"),
          baseline("strong"),
          network("only left"),
          network("other"));

  private static ComparisonResult result(CandidateResult... candidates) {
    return new ComparisonResult(FIVE, List.of(candidates));
  }

  @Test
  void thePrimaryIsHeldToTheBestBaselineAndEachModality() {
    List<Contrast> contrasts = Contrasts.of(result(FUSED, WEAK, STRONG, ALONE, OTHER), SPEC);

    assertThat(contrasts)
        .extracting(c -> c.first() + " / " + c.second() + " / " + c.against())
        .containsExactly(
            "fused / strong / BEST_BASELINE",
            "fused / only left / SINGLE_MODALITY",
            "fused / weak / OTHER",
            "fused / other / OTHER",
            "only left / strong / OTHER",
            "other / strong / OTHER");
    assertThat(contrasts)
        .extracting(Contrast::verdict)
        .containsExactly(
            Verdict.BETTER,
            Verdict.BETTER,
            Verdict.BETTER,
            Verdict.PRACTICALLY_EQUAL,
            Verdict.WORSE,
            Verdict.BETTER);
    Contrast first = contrasts.get(0);
    assertThat(first.difference().value()).isCloseTo(0.1, within(1e-3));
    assertThat(first.adjustedP()).as("confirmatory").isEqualTo(first.p());
    assertThat(contrasts.get(3).adjustedP())
        .as("the largest of four exploratory ones is not multiplied")
        .isEqualTo(contrasts.get(3).p());
    assertThat(contrasts.get(2).adjustedP()).isGreaterThan(contrasts.get(2).p());
  }

  @Test
  void whereLowerIsBetterTheDifferenceIsTurned() {
    Target dose =
        new Target.Regression(Target.schema("dose", TargetType.REGRESSION), new double[50]);
    Protocol protocol = protocol(split(50, 5, 1), null, Map.of(), dose);
    ComparisonResult result =
        new ComparisonResult(
            protocol,
            List.of(
                scored("fused", dose, 1, 1.1, 1, 0.9, 1),
                scored("good", dose, 2, 2.1, 2.1, 2, 2),
                scored("bad", dose, 3, 3, 3.1, 3, 3)));

    List<Contrast> contrasts =
        Contrasts.of(result, spec(0.1, network("fused"), baseline("good"), baseline("bad")));

    assertThat(contrasts.get(0).second()).as("the lowest error").isEqualTo("good");
    assertThat(contrasts.get(0).difference().value()).isCloseTo(1.04, within(1e-12));
    assertThat(contrasts.get(0).verdict()).isEqualTo(Verdict.BETTER);
    assertThat(contrasts.get(0).metric()).isEqualTo("rmse");
  }

  @Test
  void aFailedCandidateIsNamedAndCannotBeJudged() {
    Contrast contrast =
        Contrasts.of(result(FUSED, WEAK, failed("strong"), failed("only left"), OTHER), SPEC)
            .stream()
            .filter(c -> c.second().equals("only left"))
            .findFirst()
            .orElseThrow();

    assertThat(contrast.note()).isEqualTo("only left failed");
    assertThat(contrast.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(contrast.p()).isNaN();
    assertThat(contrast.dropped()).isEqualTo(5);
    assertThat(
            Contrasts.of(result(FUSED, WEAK, failed("strong"), ALONE, OTHER), SPEC).get(0).second())
        .as("a baseline that failed is not the best")
        .isEqualTo("weak");
  }

  @Test
  void whatCannotBeTestedSaysSo() {
    double nan = Double.NaN;
    ComparisonSpec spec = spec(0.02, network("fused"), baseline("weak"));

    assertThat(only(spec, FUSED, scored("weak", CLASS, 0.5, nan, nan, nan, nan)).note())
        .isEqualTo("fewer than two folds have both figures");
    assertThat(only(spec, FUSED, scored("weak", CLASS, FUSED.metrics().get(0).perFold())).note())
        .isEqualTo("the same figure on every fold");
    Contrast constant =
        only(
            spec, scored("fused", CLASS, 1, 1, 1, 1, 1), scored("weak", CLASS, .5, .5, .5, .5, .5));
    assertThat(constant.note())
        .isEqualTo("the same difference on every fold, so its variance cannot be judged");
    assertThat(constant.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(constant.p()).isNaN();
    assertThat(only(spec, FUSED, WEAK).note()).isEmpty();
  }

  private static Contrast only(ComparisonSpec spec, CandidateResult... candidates) {
    return Contrasts.of(result(candidates), spec).get(0);
  }

  @Test
  void aSingleSplitIsJudgedByItsBootstrapAndByDeLong() {
    SplittableRandom random = new SplittableRandom(31);
    int[] labels = random.ints(120, 0, 2).toArray();
    Target target = HandMade.classes(labels);
    double[] good = Arrays.stream(labels).mapToDouble(y -> y + random.nextDouble()).toArray();
    double[] noise = random.doubles(120).toArray();
    Protocol single =
        protocol(
            new org.interfuse.cohort.Split("one", split(120, 2, 1).folds().subList(0, 1)),
            null,
            Map.of(),
            target);
    ComparisonSpec spec = spec(0.02, network("fused"), baseline("weak"), network("other"));

    List<Contrast> contrasts =
        Contrasts.of(
            new ComparisonResult(
                single,
                List.of(
                    predicting("fused", single, probabilities(good)),
                    predicting("weak", single, probabilities(noise)),
                    predicting("other", single, probabilities(good)))),
            spec);

    Contrast better = contrasts.get(0);
    assertThat(better.method()).isEqualTo(Contrast.Method.DELONG);
    assertThat(better.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(better.p()).isLessThan(1e-6);
    assertThat(better.posterior().defined()).isFalse();
    assertThat(better.difference().lower()).isGreaterThan(0.02);
    Contrast equal = contrasts.get(1);
    assertThat(equal.verdict()).isEqualTo(Verdict.PRACTICALLY_EQUAL);
    assertThat(equal.p()).isEqualTo(1);
  }

  @Test
  void whereSubjectsComeInGroupsDeLongIsNotUsed() {
    int[] labels = new SplittableRandom(5).ints(40, 0, 2).toArray();
    double[] scores = new SplittableRandom(6).doubles(40).toArray();
    double[] others = new SplittableRandom(7).doubles(40).toArray();
    int[] groups = new int[40];
    Arrays.setAll(groups, i -> i / 4);
    Protocol single =
        protocol(
            new org.interfuse.cohort.Split("one", split(40, 2, 1).folds().subList(0, 1)),
            groups,
            Map.of(),
            HandMade.classes(labels));

    Contrast contrast =
        Contrasts.of(
                new ComparisonResult(
                    single,
                    List.of(
                        predicting("fused", single, probabilities(scores)),
                        predicting("weak", single, probabilities(others)))),
                spec(0.02, network("fused"), baseline("weak")))
            .get(0);

    assertThat(contrast.method()).isEqualTo(Contrast.Method.PAIRED_BOOTSTRAP);
    assertThat(contrast.against()).isEqualTo(Against.BEST_BASELINE);
    assertThat(contrast.p()).isBetween(2 / 2001.0, 1.0);
  }

  /** More rows of the same people are no more people: a bootstrap of rows would say they are. */
  @Test
  void repeatingEverySubjectOfAGroupTellsNothingNew() {
    Estimate once = repeated(1, true);
    Estimate fourTimes = repeated(4, true);
    Estimate asIfIndependent = repeated(4, false);

    double width = once.upper() - once.lower();
    assertThat(fourTimes.value()).isCloseTo(once.value(), within(1e-12));
    assertThat((fourTimes.upper() - fourTimes.lower()) / width).isBetween(0.9, 1.1);
    assertThat((asIfIndependent.upper() - asIfIndependent.lower()) / width).isBetween(0.4, 0.6);
  }

  /** The paired bootstrap on 40 people of a test part, each there so many times. */
  private static Estimate repeated(int times, boolean grouped) {
    int people = 60;
    int[] labels = new SplittableRandom(5).ints(people, 0, 2).toArray();
    double[] noise = new SplittableRandom(6).doubles(people).toArray();
    double[] others = new SplittableRandom(7).doubles(people).toArray();
    int size = people * times;
    int[] classes = new int[size];
    int[] groups = new int[size];
    double[] good = new double[size];
    double[] bad = new double[size];
    for (int i = 0; i < size; i++) {
      groups[i] = i / times;
      classes[i] = labels[groups[i]];
      good[i] = (classes[i] + 2 * noise[groups[i]]) / 3;
      bad[i] = others[groups[i]];
    }
    int[] train = java.util.stream.IntStream.range(0, 20 * times).toArray();
    int[] test = java.util.stream.IntStream.range(20 * times, size).toArray();
    Protocol single =
        protocol(
            new org.interfuse.cohort.Split(
                "one", List.of(new org.interfuse.cohort.Fold("one", 0, train, test))),
            grouped ? groups : null,
            Map.of(),
            HandMade.classes(classes));
    return Contrasts.of(
            new ComparisonResult(
                single,
                List.of(
                    predicting("fused", single, probabilities(good)),
                    predicting("weak", single, probabilities(bad)))),
            spec(0.02, network("fused"), baseline("weak")))
        .get(0)
        .difference();
  }

  @Test
  void theOverallVerdictIsThatOfTheWeakestPlannedComparison() {
    assertThat(overall(Verdict.BETTER, Verdict.BETTER).sentence())
        .isEqualTo(
            "Yes: fused is better than a (the best baseline) and b, by more than 0.02 AUROC.");
    assertThat(overall(Verdict.BETTER, Verdict.WORSE).sentence())
        .isEqualTo("No: fused is worse than b, by more than 0.02 AUROC.");
    assertThat(overall(Verdict.BETTER, Verdict.PRACTICALLY_EQUAL).sentence())
        .isEqualTo(
            "No: fused is practically equal to b, the difference is within 0.02 AUROC; it is better"
                + " than a (the best baseline).");
    assertThat(overall(Verdict.CANNOT_TELL, Verdict.PRACTICALLY_EQUAL).sentence())
        .isEqualTo(
            "These data cannot tell whether fused is better than a (the best baseline), by more"
                + " than 0.02 AUROC; it is practically equal to b.");
    assertThat(overall(Verdict.WORSE, Verdict.CANNOT_TELL).verdict()).isEqualTo(Verdict.WORSE);
    assertThat(overall(Verdict.CANNOT_TELL, Verdict.BETTER).verdict())
        .isEqualTo(Verdict.CANNOT_TELL);
    assertThat(overall().sentence())
        .isEqualTo(
            "Nothing can be said of fused: there is no baseline and no single modality beside it.");
  }

  @Test
  void anExploratoryDifferenceNeedsItsAdjustedPToo() {
    Contrast worse = exploratory(Verdict.WORSE, 0.03);

    assertThat(worse.adjusted(0.316).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(worse.adjusted(0.05).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(worse.adjusted(Double.NaN).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(worse.adjusted(0.049).verdict()).isEqualTo(Verdict.WORSE);
    assertThat(exploratory(Verdict.BETTER, 0.03).adjusted(0.06).verdict())
        .isEqualTo(Verdict.CANNOT_TELL);
    assertThat(exploratory(Verdict.PRACTICALLY_EQUAL, 0.9).adjusted(1).verdict())
        .as("no claim of a difference")
        .isEqualTo(Verdict.PRACTICALLY_EQUAL);
  }

  private static Contrast exploratory(Verdict verdict, double p) {
    return new Contrast(
        "class",
        "auroc",
        "fused",
        "other",
        Against.OTHER,
        Contrast.Method.CORRECTED_T,
        new Estimate(0, Double.NaN, Double.NaN, 0.95, 5),
        p,
        p,
        new CorrelatedTTest(0.96, 0.04, 0),
        0.96,
        verdict,
        5,
        0,
        "");
  }

  @Test
  void whoIsBetterWithoutHavingBeenPlannedIsNamed() {
    ComparisonResult result =
        result(scored("fused", CLASS, ALONE.metrics().get(0).perFold()), WEAK, OTHER);
    ComparisonSpec spec =
        spec(0.02, network("fused"), baseline("weak"), new PredictionsCandidate("other", "o.csv"));
    List<Contrast> contrasts = Contrasts.of(result, spec);

    assertThat(contrasts.get(1).adjustedP()).isLessThan(0.05);
    assertThat(
            OverallVerdict.of(
                    Metrics.primary(CLASS.schema()),
                    "fused",
                    spec.margin().of(CLASS),
                    Gaps.NONE,
                    contrasts)
                .sentence())
        .isEqualTo(
            "No: fused is worse than weak (the best baseline), by more than 0.02 AUROC; other is"
                + " better (exploratory).");
  }

  @Test
  void predictionsMadeElsewhereCountAsWhatTheyAreDeclaredToBe() {
    ComparisonResult result = result(FUSED, WEAK, STRONG, OTHER);
    CandidateSpec[] own = {network("fused"), baseline("weak")};

    assertThat(
            planned(
                result,
                spec(
                    0.02,
                    own[0],
                    own[1],
                    new PredictionsCandidate("strong", "s.csv", true, null),
                    new PredictionsCandidate("other", "o.csv", false, "left"))))
        .containsExactly("strong BEST_BASELINE", "other SINGLE_MODALITY");
    assertThat(
            planned(
                result,
                spec(
                    0.02,
                    own[0],
                    own[1],
                    new PredictionsCandidate("strong", "s.csv"),
                    new PredictionsCandidate("other", "o.csv"))))
        .as("without a declaration they are exploratory")
        .containsExactly("weak BEST_BASELINE");
  }

  private static List<String> planned(ComparisonResult result, ComparisonSpec spec) {
    return Contrasts.of(result, spec).stream()
        .filter(Contrast::confirmatory)
        .map(contrast -> contrast.second() + " " + contrast.against())
        .toList();
  }

  @Test
  void betterNeedsEverythingThatShouldBeBeaten() {
    Gaps gaps = new Gaps(List.of("clinical", "rna"), true, List.of());

    OverallVerdict verdict = overall(gaps, 0, Verdict.BETTER);

    assertThat(verdict.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict.sentence())
        .isEqualTo(
            "These data cannot tell whether fused is worth it: it is better than a (the best"
                + " baseline), by more than 0.02 AUROC, but nothing was compared with clinical and"
                + " rna alone: add {strategy: unimodal, modality: clinical} and {strategy:"
                + " unimodal, modality: rna}; no baseline reads features: add {baseline: linear}.");
    assertThat(overall(gaps, 0.99, Verdict.WORSE).verdict())
        .as("worse than one is no better for others")
        .isEqualTo(Verdict.WORSE);
    assertThat(overall(gaps, 0, Verdict.PRACTICALLY_EQUAL).verdict())
        .isEqualTo(Verdict.PRACTICALLY_EQUAL);
    Gaps failed = new Gaps(List.of(), false, List.of("boosted-trees"));
    assertThat(overall(failed, 0, Verdict.BETTER, Verdict.BETTER).sentence())
        .endsWith(", but boosted-trees failed.");
    assertThat(overall(failed, 0, Verdict.BETTER, Verdict.CANNOT_TELL).sentence())
        .endsWith("; boosted-trees failed.");
  }

  @Test
  void worseThanOneOfSeveralNeedsMoreTheMoreThereAre() {
    assertThat(overall(Gaps.NONE, 0.95, Verdict.WORSE).verdict()).isEqualTo(Verdict.WORSE);
    assertThat(overall(Gaps.NONE, 0.974, Verdict.BETTER, Verdict.WORSE).sentence())
        .isEqualTo(
            "These data cannot tell whether fused is better than b, by more than 0.02 AUROC; it is"
                + " better than a (the best baseline); it looks worse than b, but not surely so for"
                + " one of 2 planned comparisons.");
    assertThat(overall(Gaps.NONE, 0.976, Verdict.BETTER, Verdict.WORSE).verdict())
        .isEqualTo(Verdict.WORSE);
  }

  private static OverallVerdict overall(Verdict... verdicts) {
    return overall(Gaps.NONE, 0.99, verdicts);
  }

  private static OverallVerdict overall(Gaps gaps, double worse, Verdict... verdicts) {
    List<Contrast> contrasts = new java.util.ArrayList<>();
    for (int i = 0; i < verdicts.length; i++) {
      contrasts.add(
          new Contrast(
              "class",
              "auroc",
              "fused",
              String.valueOf((char) ('a' + i)),
              i == 0 ? Against.BEST_BASELINE : Against.SINGLE_MODALITY,
              Contrast.Method.CORRECTED_T,
              new Estimate(0, Double.NaN, Double.NaN, 0.95, 5),
              1,
              1,
              new CorrelatedTTest(0, 1, 0),
              worse,
              verdicts[i],
              5,
              0,
              ""));
    }
    return OverallVerdict.of(
        Metrics.primary(CLASS.schema()), "fused", Margin.written(0.02).of(CLASS), gaps, contrasts);
  }

  @Test
  void aVerdictNeedsNinetyFivePercent() {
    assertThat(Verdict.of(new CorrelatedTTest(0.01, 0.04, 0.95))).isEqualTo(Verdict.BETTER);
    assertThat(Verdict.of(new CorrelatedTTest(0.95, 0.04, 0.01))).isEqualTo(Verdict.WORSE);
    assertThat(Verdict.of(new CorrelatedTTest(0.01, 0.98, 0.01)))
        .isEqualTo(Verdict.PRACTICALLY_EQUAL);
    assertThat(Verdict.of(new CorrelatedTTest(0.03, 0.03, 0.94))).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(Verdict.of(new Estimate(0.03, 0.021, 0.04, 0.95, 9), 0.02))
        .isEqualTo(Verdict.BETTER);
    assertThat(Verdict.of(new Estimate(0.03, 0.02, 0.04, 0.95, 9), 0.02))
        .isEqualTo(Verdict.CANNOT_TELL);
    assertThat(Verdict.of(new Estimate(0, -0.02, 0.02, 0.95, 9), 0.02))
        .isEqualTo(Verdict.PRACTICALLY_EQUAL);
    assertThat(Verdict.of(new Estimate(-0.1, -0.2, -0.03, 0.95, 9), 0.02)).isEqualTo(Verdict.WORSE);
    assertThat(Verdict.of(new Estimate(0.1, Double.NaN, Double.NaN, 0.95, 9), 0.02))
        .isEqualTo(Verdict.CANNOT_TELL);
  }
}
