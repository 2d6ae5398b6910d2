package org.interfuse.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.interfuse.evaluation.Estimate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdvisorTest {
  private static final Contender SINGLE =
      new Contender("unimodal rna", Approach.UNIMODAL, true, .80, .005, 1, 2, Double.NaN);
  private static final Contender RIDGE =
      new Contender("linear (late)", Approach.LATE, false, .86, .005, .1, .004, Double.NaN);
  private static final Contender LATE =
      new Contender("late", Approach.LATE, true, .865, .005, 2, 5, Double.NaN);
  private static final Contender EARLY =
      new Contender("early", Approach.EARLY, true, .862, .005, 1, 120, Double.NaN);
  private static final Contender GATED =
      new Contender("gated", Approach.INTERMEDIATE, true, .87, .005, 3, 6, Double.NaN);
  private static final List<Contender> ALL = List.of(SINGLE, RIDGE, LATE, EARLY, GATED);

  private static final Differences NOTHING_SHOWN = (first, second) -> difference(false);

  private final Advisor advisor = new Advisor(Rules.load(), .02, null, null);

  @Test
  void theSimplestOfThoseThatAreLevelIsTakenWhereNoRuleSpeaks() {
    Advice advice = advisor.advise(field(ALL), Map.of(), NOTHING_SHOWN);

    assertThat(advice.recommended()).isEqualTo(RIDGE);
    assertThat(advice.best()).isEqualTo(GATED);
    assertThat(advice.level()).containsExactly(RIDGE, LATE, EARLY, GATED);
    assertThat(advice.sentences())
        .containsExactly(
            "Deploy linear (late) (predictions merged).",
            "gated has the highest figure; within one standard error of it or the margin lie:"
                + " linear (late), late, early.",
            "Nothing measured speaks for a more complex one, so the simplest is taken.");
    assertThat(advice.changes())
        .containsExactly(
            "the widest modality reduced to fewer than 10 columns for each of the narrowest: then"
                + " early.",
            "the best fused network shown to be above the best late candidate: then gated.",
            "more subjects or more repeats, if they showed gated to be better than linear (late) by"
                + " more than the margin: then gated.");
  }

  @Test
  void rulesDecideAmongThoseThatAreLevel() {
    Advice advice =
        advisor.advise(
            field(ALL),
            Map.of(
                Measure.INTERACTION_GAIN,
                Measured.lowerEndOf(new Estimate(.03, .004, .056, .95, 5))),
            NOTHING_SHOWN);

    assertThat(advice.recommended()).isEqualTo(GATED);
    assertThat(advice.sentences())
        .contains(
            "For it: the best fused network stands above the best late candidate by +0.030"
                + " [+0.004, +0.056].");
    assertThat(advice.changes())
        .contains("a late candidate level with the best fused network: then linear (late).");
  }

  @Test
  void noRuleCanLiftACandidateThatIsNotLevel() {
    Advice advice =
        advisor.advise(
            field(List.of(SINGLE, GATED)),
            Map.of(Measure.FUSION_GAIN, Measured.of(-.01)),
            NOTHING_SHOWN);

    assertThat(advice.recommended()).isEqualTo(GATED);
    assertThat(advice.level()).containsExactly(GATED);
  }

  @Test
  void aCandidateShownToBeWorseIsNotLevelHoweverSmallTheDifference() {
    Advice advice =
        advisor.advise(
            field(List.of(RIDGE, GATED)),
            Map.of(),
            (best, other) -> difference(other.equals("linear (late)")));

    assertThat(advice.recommended()).isEqualTo(GATED);
  }

  @Test
  void oneStandardErrorOfTheBestReachesFartherThanTheMargin() {
    Contender unsure =
        new Contender("gated", Approach.INTERMEDIATE, true, .87, .08, 3, 6, Double.NaN);

    Advice advice = advisor.advise(field(List.of(SINGLE, unsure)), Map.of(), NOTHING_SHOWN);

    assertThat(advice.recommended()).isEqualTo(SINGLE);
  }

  /** A rule that takes the error of the other, or of the difference, recommends the noise. */
  @Test
  void aNoisyCandidateIsNotLevelForItsNoise() {
    Contender noisy =
        new Contender("unimodal image", Approach.UNIMODAL, true, .609, .3, 1, 1, Double.NaN);
    Contender sure =
        new Contender("gated", Approach.INTERMEDIATE, true, .765, .04, 3, 6, Double.NaN);

    Advice advice = advisor.advise(field(List.of(noisy, sure)), Map.of(), NOTHING_SHOWN);

    assertThat(advice.recommended()).isEqualTo(sure);
    assertThat(advice.level()).containsExactly(sure);
    assertThat(advice.sentences())
        .contains(
            "gated has the highest figure; no other lies within one standard error of it or the"
                + " margin.");
  }

  @Test
  void whereTheDesignGivesNoErrorTheMarginDecides() {
    Contender best =
        new Contender("gated", Approach.INTERMEDIATE, true, .87, Double.NaN, 3, 6, Double.NaN);

    assertThat(advisor.advise(field(List.of(RIDGE, best)), Map.of(), NOTHING_SHOWN).level())
        .containsExactly(RIDGE, best);
    assertThat(advisor.advise(field(List.of(SINGLE, best)), Map.of(), NOTHING_SHOWN).level())
        .containsExactly(best);
  }

  @Test
  void whatIsTooSlowIsExcludedWithTheFigure() {
    Advice advice =
        new Advisor(Rules.load(), .02, 2.5, null).advise(field(ALL), Map.of(), NOTHING_SHOWN);

    assertThat(advice.best()).isEqualTo(LATE);
    assertThat(advice.excluded())
        .containsExactly("gated takes 3.0 ms for a subject; the study allows 2.5 ms.");
  }

  @Test
  void whatIsTooLargeIsExcludedWithTheFigure() {
    Advice advice =
        new Advisor(Rules.load(), .02, 2.5, 5.0).advise(field(ALL), Map.of(), NOTHING_SHOWN);

    assertThat(advice.best()).isEqualTo(LATE);
    assertThat(advice.excluded())
        .containsExactly(
            "early holds 120 MB to predict; the study allows 5.0 MB.",
            "gated takes 3.0 ms for a subject; the study allows 2.5 ms.",
            "gated holds 6 MB to predict; the study allows 5.0 MB.");
  }

  @Test
  void whatIsNotKnownExcludesNobody() {
    Contender unknown =
        new Contender("late", Approach.LATE, true, .865, .005, Double.NaN, Double.NaN, Double.NaN);

    assertThat(
            new Advisor(Rules.load(), .02, 1.0, 1.0)
                .advise(field(List.of(unknown)), Map.of(), NOTHING_SHOWN)
                .recommended())
        .isEqualTo(unknown);
  }

  @Test
  void nothingIsRecommendedWhereNothingCanBeDeployed() {
    Advice advice =
        new Advisor(Rules.load(), .02, .01, null).advise(field(ALL), Map.of(), NOTHING_SHOWN);

    assertThat(advice.recommended()).isNull();
    assertThat(advice.sentences())
        .containsExactly("No candidate can be deployed within the limits that the study states.");
  }

  @Test
  void everyRuleIsEvidenceWhetherItHoldsIsKnownOrNot() {
    Advice advice =
        advisor.advise(
            field(ALL),
            Map.of(Measure.WIDTH_RATIO, Measured.of(5000), Measure.OWNERS, Measured.of(1)),
            NOTHING_SHOWN);

    assertThat(advice.evidence())
        .extracting(Evidence::rule)
        .containsExactlyElementsOf(Rules.load().stream().map(Rule::name).toList());
    assertThat(advice.evidence().stream().filter(Evidence::measured).map(Evidence::rule))
        .containsExactly("widths-apart", "widths-alike", "several-owners");
    assertThat(advice.evidence().stream().filter(Evidence::holds).map(Evidence::rule))
        .containsExactly("widths-apart");
    assertThat(advice.evidence().get(0).says())
        .startsWith("the widest modality has 5,000 columns for each of the narrowest");
    assertThat(says(advice, "order-in-time"))
        .isEqualTo("not measured: no source gives values an order in time.");
    assertThat(says(advice, "rarely-available"))
        .isEqualTo("not measured: the study states no deployment.available.");
  }

  @Test
  void aMeasureThatIsNotANumberSpeaksForNothing() {
    Advice advice =
        advisor.advise(field(ALL), Map.of(Measure.FUSION_GAIN, Measured.unknown()), NOTHING_SHOWN);

    assertThat(advice.evidence()).noneMatch(Evidence::holds).noneMatch(Evidence::measured);
  }

  /** A gated AUROC of .441 beside a prevalence of .5 must not read "Deploy gated". */
  @Test
  void nothingIsWorthDeployingWhereNothingBeatsTheReference() {
    Differences below =
        (first, second) -> new Difference(new Estimate(-.059, -.2, .082, .95, 5), false);

    Advice advice = advisor.advise(beside(ALL, "prevalence"), Map.of(), below);

    assertThat(advice.recommended()).isNull();
    assertThat(advice.best()).isEqualTo(GATED);
    assertThat(advice.sentences())
        .containsExactly(
            "Nothing is worth deploying yet: linear (late) is not shown to be better than prevalence"
                + " (difference -0.059 [-0.200, +0.082]).",
            "gated has the highest figure; within one standard error of it or the margin lie:"
                + " linear (late), late, early.");
    assertThat(advice.changes())
        .containsExactly(
            "more subjects or more repeats, if they showed linear (late) to be better than"
                + " prevalence by more than the margin: then linear (late).");
    Advice more =
        advisor.advise(
            beside(ALL, "prevalence"), Map.of(), (a, b) -> difference(a.equals("linear (late)")));
    assertThat(more.recommended()).as("what the change says").isEqualTo(RIDGE);
  }

  @Test
  void ofThoseThatAreLevelOnlyOneShownToBeatTheReferenceIsRecommended() {
    Advice advice =
        advisor.advise(
            beside(ALL, "prevalence"),
            Map.of(),
            (first, second) -> difference(first.equals("late") && second.equals("prevalence")));

    assertThat(advice.recommended()).isEqualTo(LATE);
    assertThat(advice.level()).containsExactly(LATE, RIDGE, EARLY, GATED);
    assertThat(advice.sentences())
        .contains(
            "Not shown to be better than prevalence, and so out: linear (late), early, gated.");
  }

  /** Every rule is turned round by hand: the list holds just those that change who is first. */
  @Test
  void whatWouldChangeItIsListedAndNothingElseIs() {
    Random random = new Random(17);
    int listed = 0;
    for (int trial = 0; trial < 300; trial++) {
      Map<Measure, Measured> measures = drawn(random);
      Field field = field(random.nextBoolean() ? ALL : List.of(EARLY, GATED, attention()));
      Advice advice = advisor.advise(field, measures, NOTHING_SHOWN);
      List<String> expected = new ArrayList<>();
      for (Rule rule : Rules.load()) {
        turned(rule, field, measures, advice).ifPresent(expected::add);
      }
      assertThat(advice.changes().stream().filter(one -> !one.startsWith("more subjects")))
          .as("seed 17, trial %d: %s", trial, measures)
          .containsExactlyElementsOf(expected);
      listed += expected.size();
    }
    assertThat(listed).isGreaterThan(100);
  }

  private Optional<String> turned(
      Rule rule, Field field, Map<Measure, Measured> measures, Advice advice) {
    if (rule.never() != null) {
      return Optional.empty();
    }
    Measured now = measures.getOrDefault(rule.measure(), Measured.unknown());
    boolean holds = rule.holds(now.value());
    Double from = rule.atLeast();
    Double under = rule.below();
    double across = 0;
    if (from != null) {
      across = holds ? from - 1e-9 : from;
    } else if (under != null) {
      across = holds ? under : under - 1e-9;
    }
    Map<Measure, Measured> other = new EnumMap<>(Measure.class);
    other.putAll(measures);
    other.put(rule.measure(), Measured.of(across));
    Contender then = advisor.advise(field, other, NOTHING_SHOWN).recommended();
    return then == null || then.equals(advice.recommended())
        ? Optional.empty()
        : Optional.of((holds ? rule.ends() : rule.begins()) + ": then " + then.name() + ".");
  }

  private static Map<Measure, Measured> drawn(Random random) {
    Map<Measure, Measured> measures = new EnumMap<>(Measure.class);
    double[] around = {-.5, .005, .05, .5, .95, 1, 2, 5, 20, 500};
    for (Measure measure : Measure.values()) {
      if (measure != Measure.MODALITIES_IN_TIME && random.nextInt(3) > 0) {
        measures.put(measure, Measured.of(around[random.nextInt(around.length)]));
      }
    }
    return measures;
  }

  @Test
  void withOneThatIsLevelItSaysWhichMeasurementWouldChangeIt() {
    Field field = field(List.of(SINGLE, GATED));

    Advice advice = advisor.advise(field, Map.of(), NOTHING_SHOWN);

    assertThat(advice.changes())
        .containsExactly(
            "more subjects or more repeats, if they showed unimodal rna to be level with gated: then"
                + " unimodal rna.");
    Contender higher =
        new Contender("unimodal rna", Approach.UNIMODAL, true, .86, .005, 1, 2, Double.NaN);
    assertThat(advisor.advise(field(List.of(higher, GATED)), Map.of(), NOTHING_SHOWN).recommended())
        .as("what the change says")
        .isEqualTo(higher);
  }

  @Test
  void aNetworkIsJudgedByItsOwnSize() {
    Contender small = new Contender("small", Approach.ATTENTION, true, .87, .005, 3, 6, .5);
    Contender large = new Contender("large", Approach.ATTENTION, true, .871, .005, 3, 6, 1 / 320.0);
    Map<Measure, Measured> measures =
        Map.of(Measure.SUBJECTS_PER_PARAMETER, Measured.of(1 / 320.0));

    Advice advice = advisor.advise(field(List.of(small, large)), measures, NOTHING_SHOWN);

    assertThat(advice.recommended()).isEqualTo(small);
    assertThat(advice.standings())
        .containsExactly(new Standing(small, 0, 0), new Standing(large, 0, 1));
    assertThat(says(advice, "large-network"))
        .isEqualTo(
            "there are 320 parameters for each training subject, so such a network rests on its"
                + " regularisation.");
  }

  @Test
  void memoryDecidesByOrderOfMagnitudeAmongEqualsAndTimeWhereItIsLimited() {
    Contender heavy = new Contender("a", Approach.LATE, true, .87, .005, 1, 80, Double.NaN);
    Contender light = new Contender("b", Approach.LATE, true, .869, .005, 30, 5, Double.NaN);
    Contender quick = new Contender("c", Approach.LATE, true, .868, .005, 2, 7, Double.NaN);
    Field field = field(List.of(heavy, light, quick));

    assertThat(advisor.advise(field, Map.of(), NOTHING_SHOWN).level())
        .containsExactly(light, quick, heavy);
    assertThat(
            new Advisor(Rules.load(), .02, 50.0, null)
                .advise(field, Map.of(), NOTHING_SHOWN)
                .level())
        .containsExactly(quick, light, heavy);
  }

  @Test
  void everyLineEndsWithAFullStop() {
    Map<Measure, Measured> measures = new EnumMap<>(Measure.class);
    measures.put(Measure.SHARE_INCOMPLETE, Measured.of(.153));
    measures.put(Measure.LEAST_AVAILABLE, Measured.of(.6));
    Advice advice =
        new Advisor(Rules.load(), .02, 2.5, null).advise(field(ALL), measures, NOTHING_SHOWN);

    assertThat(advice.sentences()).allMatch(line -> line.endsWith("."));
    assertThat(advice.excluded()).isNotEmpty().allMatch(line -> line.endsWith("."));
    assertThat(advice.changes()).isNotEmpty().allMatch(line -> line.endsWith("."));
    assertThat(advice.evidence()).allMatch(one -> one.says().isEmpty() || one.says().endsWith("."));
    assertThat(says(advice, "incomplete-subjects"))
        .isEqualTo("15 % of subjects lack a modality, which merged inputs can only fill in.");
    assertThat(says(advice, "rarely-available"))
        .isEqualTo("where it will be used, a modality is available for 60 % of subjects only.");
  }

  private static Contender attention() {
    return new Contender("transformer", Approach.ATTENTION, true, .871, .005, 5, 9, Double.NaN);
  }

  private static String says(Advice advice, String rule) {
    return advice.evidence().stream()
        .filter(one -> one.rule().equals(rule))
        .map(Evidence::says)
        .findFirst()
        .orElseThrow();
  }

  private static Difference difference(boolean better) {
    return new Difference(new Estimate(.01, -.02, .04, .95, 5), better);
  }

  private static Field field(List<Contender> contenders) {
    return beside(contenders, null);
  }

  private static Field beside(List<Contender> contenders, @Nullable String reference) {
    return new Field("class", contenders, reference, List.of(), List.of());
  }
}
