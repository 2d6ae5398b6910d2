package org.interfuse.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

class AdvisorTest {
  private static final Contender SINGLE =
      new Contender("unimodal rna", Approach.UNIMODAL, true, .80, .005, 1, 2);
  private static final Contender RIDGE =
      new Contender("linear (late)", Approach.LATE, false, .86, .005, .1, .004);
  private static final Contender LATE =
      new Contender("late", Approach.LATE, true, .865, .005, 2, 5);
  private static final Contender EARLY =
      new Contender("early", Approach.EARLY, true, .862, .005, 1, 120);
  private static final Contender GATED =
      new Contender("gated", Approach.INTERMEDIATE, true, .87, .005, 3, 6);
  private static final List<Contender> ALL = List.of(SINGLE, RIDGE, LATE, EARLY, GATED);

  private static final BiPredicate<Contender, Contender> NOTHING_SHOWN = (best, other) -> false;

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
            "more subjects or more repeats, if they showed gated to be better than linear (late) by"
                + " more than the margin");
  }

  @Test
  void rulesDecideAmongThoseThatAreLevel() {
    Advice advice =
        advisor.advise(field(ALL), Map.of(Measure.INTERACTION_GAIN, .004), NOTHING_SHOWN);

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
        advisor.advise(
            field(List.of(SINGLE, GATED)), Map.of(Measure.FUSION_GAIN, -.01), NOTHING_SHOWN);

    assertThat(advice.recommended()).isEqualTo(GATED);
    assertThat(advice.level()).containsExactly(GATED);
  }

  @Test
  void aCandidateShownToBeWorseIsNotLevelHoweverSmallTheDifference() {
    Advice advice =
        advisor.advise(
            field(List.of(RIDGE, GATED)), Map.of(), (best, other) -> other.equals(RIDGE));

    assertThat(advice.recommended()).isEqualTo(GATED);
  }

  @Test
  void oneStandardErrorOfTheBestReachesFartherThanTheMargin() {
    Contender unsure = new Contender("gated", Approach.INTERMEDIATE, true, .87, .08, 3, 6);

    Advice advice = advisor.advise(field(List.of(SINGLE, unsure)), Map.of(), NOTHING_SHOWN);

    assertThat(advice.recommended()).isEqualTo(SINGLE);
  }

  /** A rule that takes the error of the other, or of the difference, recommends the noise. */
  @Test
  void aNoisyCandidateIsNotLevelForItsNoise() {
    Contender noisy = new Contender("unimodal image", Approach.UNIMODAL, true, .609, .3, 1, 1);
    Contender sure = new Contender("gated", Approach.INTERMEDIATE, true, .765, .04, 3, 6);

    Advice advice = advisor.advise(field(List.of(noisy, sure)), Map.of(), NOTHING_SHOWN);

    assertThat(advice.recommended()).isEqualTo(sure);
    assertThat(advice.level()).containsExactly(sure);
    assertThat(advice.sentences())
        .contains("No other candidate lies within one standard error of its figure or the margin.");
  }

  @Test
  void whereTheDesignGivesNoErrorTheMarginDecides() {
    Contender best = new Contender("gated", Approach.INTERMEDIATE, true, .87, Double.NaN, 3, 6);

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
        .containsExactly("gated takes 3.0 ms for a subject; the study allows 2.5 ms");
  }

  @Test
  void whatIsTooLargeIsExcludedWithTheFigure() {
    Advice advice =
        new Advisor(Rules.load(), .02, 2.5, 5.0).advise(field(ALL), Map.of(), NOTHING_SHOWN);

    assertThat(advice.best()).isEqualTo(LATE);
    assertThat(advice.excluded())
        .containsExactly(
            "early holds 120 MB to predict; the study allows 5.0 MB",
            "gated takes 3.0 ms for a subject; the study allows 2.5 ms",
            "gated holds 6 MB to predict; the study allows 5.0 MB");
  }

  @Test
  void whatIsNotKnownExcludesNobody() {
    Contender unknown =
        new Contender("late", Approach.LATE, true, .865, .005, Double.NaN, Double.NaN);

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
  void everyRuleWhoseMeasureIsKnownIsEvidenceWhetherItHoldsOrNot() {
    Advice advice =
        advisor.advise(
            field(ALL), Map.of(Measure.WIDTH_RATIO, 5000.0, Measure.OWNERS, 1.0), NOTHING_SHOWN);

    assertThat(advice.evidence())
        .extracting(Evidence::rule)
        .containsExactly("widths-apart", "widths-alike", "several-owners");
    assertThat(advice.evidence()).extracting(Evidence::holds).containsExactly(true, false, false);
    assertThat(advice.evidence().get(0).says())
        .startsWith("the widest modality has 5,000 columns for each of the narrowest");
  }

  @Test
  void aMeasureThatIsNotANumberSpeaksForNothing() {
    Advice advice =
        advisor.advise(field(ALL), Map.of(Measure.FUSION_GAIN, Double.NaN), NOTHING_SHOWN);

    assertThat(advice.evidence()).extracting(Evidence::holds).containsExactly(false);
  }

  private static Field field(List<Contender> contenders) {
    return new Field("class", contenders, List.of(), List.of());
  }
}
