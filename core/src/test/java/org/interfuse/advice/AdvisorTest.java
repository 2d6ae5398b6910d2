package org.interfuse.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdvisorTest {
  private static final Contender SINGLE =
      new Contender("unimodal rna", Approach.UNIMODAL, true, .80, 1);
  private static final Contender RIDGE =
      new Contender("linear (late)", Approach.LATE, false, .86, .1);
  private static final Contender LATE = new Contender("late", Approach.LATE, true, .865, 2);
  private static final Contender EARLY = new Contender("early", Approach.EARLY, true, .862, 1);
  private static final Contender GATED =
      new Contender("gated", Approach.INTERMEDIATE, true, .87, 3);
  private static final List<Contender> ALL = List.of(SINGLE, RIDGE, LATE, EARLY, GATED);

  private final Advisor advisor = new Advisor(Rules.load(), .02, null);

  @Test
  void theSimplestOfThoseThatAreLevelIsTakenWhereNoRuleSpeaks() {
    Advice advice = advisor.advise(ALL, Map.of(), AdvisorTest::gap);

    assertThat(advice.recommended()).isEqualTo(RIDGE);
    assertThat(advice.best()).isEqualTo(GATED);
    assertThat(advice.level()).containsExactly(RIDGE, LATE, EARLY, GATED);
    assertThat(advice.sentences())
        .containsExactly(
            "Deploy linear (late) (predictions merged).",
            "gated has the highest figure; within one standard error or the margin of it lie:"
                + " linear (late), late, early.",
            "Nothing measured speaks for a more complex one, so the simplest is taken.");
    assertThat(advice.changes())
        .containsExactly(
            "more subjects or more repeats, if they showed gated to be better than linear (late) by"
                + " more than the margin");
  }

  @Test
  void rulesDecideAmongThoseThatAreLevel() {
    Advice advice = advisor.advise(ALL, Map.of(Measure.INTERACTION_GAIN, .004), AdvisorTest::gap);

    assertThat(advice.recommended()).isEqualTo(GATED);
    assertThat(advice.sentences())
        .contains(
            "For it: the best fused network stands above the best late candidate, the interval of"
                + " the difference from 4.0e-03 up");
    assertThat(advice.changes()).contains("a late candidate level with the best fused network");
  }

  @Test
  void noRuleCanLiftACandidateThatIsNotLevel() {
    Advice advice =
        advisor.advise(List.of(SINGLE, GATED), Map.of(Measure.FUSION_GAIN, -.01), AdvisorTest::gap);

    assertThat(advice.recommended()).isEqualTo(GATED);
    assertThat(advice.level()).containsExactly(GATED);
  }

  @Test
  void aCandidateShownToBeWorseIsNotLevelHoweverSmallTheDifference() {
    Advice advice =
        advisor.advise(
            List.of(RIDGE, GATED),
            Map.of(),
            (a, b) -> new Gap(a.metric() - b.metric(), .1, b.equals(RIDGE)));

    assertThat(advice.recommended()).isEqualTo(GATED);
  }

  @Test
  void oneStandardErrorReachesFartherThanTheMargin() {
    Advice advice =
        advisor.advise(
            List.of(SINGLE, GATED),
            Map.of(),
            (a, b) -> new Gap(a.metric() - b.metric(), .08, false));

    assertThat(advice.recommended()).isEqualTo(SINGLE);
  }

  @Test
  void whatIsTooSlowIsExcludedWithTheFigure() {
    Advice advice = new Advisor(Rules.load(), .02, 2.5).advise(ALL, Map.of(), AdvisorTest::gap);

    assertThat(advice.best()).isEqualTo(LATE);
    assertThat(advice.excluded())
        .containsExactly("gated takes 3.0 ms for a subject; the study allows 2.5 ms");
  }

  @Test
  void nothingIsRecommendedWhereNothingCanBeDeployed() {
    Advice advice = new Advisor(Rules.load(), .02, .01).advise(ALL, Map.of(), AdvisorTest::gap);

    assertThat(advice.recommended()).isNull();
    assertThat(advice.sentences())
        .containsExactly("No candidate can be deployed within the limits that the study states.");
  }

  @Test
  void everyRuleWhoseMeasureIsKnownIsEvidenceWhetherItHoldsOrNot() {
    Advice advice =
        advisor.advise(
            ALL, Map.of(Measure.WIDTH_RATIO, 5000.0, Measure.OWNERS, 1.0), AdvisorTest::gap);

    assertThat(advice.evidence())
        .extracting(Evidence::rule)
        .containsExactly("widths-apart", "widths-alike", "several-owners");
    assertThat(advice.evidence()).extracting(Evidence::holds).containsExactly(true, false, false);
    assertThat(advice.evidence().get(0).says())
        .startsWith("the widest modality has 5,000 columns for each of the narrowest");
  }

  @Test
  void aMeasureThatIsNotANumberSpeaksForNothing() {
    Advice advice = advisor.advise(ALL, Map.of(Measure.FUSION_GAIN, Double.NaN), AdvisorTest::gap);

    assertThat(advice.evidence()).extracting(Evidence::holds).containsExactly(false);
  }

  private static Gap gap(Contender first, Contender second) {
    return new Gap(first.metric() - second.metric(), .005, false);
  }
}
