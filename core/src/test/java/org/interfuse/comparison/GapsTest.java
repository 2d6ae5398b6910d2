package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interfuse.comparison.HandMade.baseline;
import static org.interfuse.comparison.HandMade.failed;
import static org.interfuse.comparison.HandMade.network;
import static org.interfuse.comparison.HandMade.prevalence;
import static org.interfuse.comparison.HandMade.scored;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.TableData;
import org.interfuse.target.Target;
import org.junit.jupiter.api.Test;

/** What a verdict cannot rest on because it was not there. */
class GapsTest {
  private static final Target CLASS = HandMade.classes(new int[50]);

  private static CohortModality modality(String name) {
    int[] rows = new int[50];
    Arrays.setAll(rows, i -> i);
    return new CohortModality(name, TableData.ofNumbers(50, List.of("x"), new float[50]), rows);
  }

  @SuppressWarnings("NullAway") // an array of a record may be null; its class file does not say so
  private static Protocol protocol(String... modalities) {
    List<String> ids = java.util.stream.IntStream.range(0, 50).mapToObj(i -> "s" + i).toList();
    List<CohortModality> all = Arrays.stream(modalities).map(GapsTest::modality).toList();
    return new Protocol(
        new Cohort(ids, List.of(CLASS), Map.of(), all),
        HandMade.split(50, 5, 1),
        List.of(),
        null,
        1,
        HandMade.SEED,
        0.95);
  }

  private static CandidateResult good(String name) {
    return scored(name, CLASS, 0.9, 0.91, 0.9, 0.89, 0.9);
  }

  private static CandidateResult bad(String name) {
    return scored(name, CLASS, 0.5, 0.5, 0.51, 0.5, 0.49);
  }

  private static Gaps gaps(Protocol protocol, CandidateSpec[] specs, CandidateResult... results) {
    ComparisonSpec spec = HandMade.spec(0.02, specs);
    ComparisonResult result = new ComparisonResult(protocol, List.of(results));
    return Gaps.of(result, spec, Roles.of(result, spec, CLASS));
  }

  private static CandidateSpec[] of(CandidateSpec... specs) {
    return specs;
  }

  @Test
  void prevalenceAndOneOfTwoModalitiesAreNotEnough() {
    Gaps gaps =
        gaps(
            protocol("left", "right"),
            of(network("fused"), prevalence("prevalence"), network("only left")),
            good("fused"),
            bad("prevalence"),
            bad("only left"));

    assertThat(gaps).isEqualTo(new Gaps(List.of("right"), true, List.of()));
    assertThat(gaps.text())
        .isEqualTo(
            "nothing was compared with right alone: add {strategy: unimodal, modality: right}; no"
                + " baseline reads features: add {baseline: linear}");
  }

  @Test
  void nothingIsMissingWhereAllIsThere() {
    CandidateSpec[] specs =
        of(network("fused"), baseline("linear"), network("only left"), network("only right"));

    assertThat(
            gaps(
                protocol("left", "right"),
                specs,
                good("fused"),
                bad("linear"),
                bad("only left"),
                bad("only right")))
        .isEqualTo(Gaps.NONE);
    assertThat(
            gaps(
                protocol("left", "right"),
                specs,
                good("fused"),
                failed("linear"),
                bad("only left"),
                failed("only right")))
        .isEqualTo(new Gaps(List.of(), true, List.of("linear", "only right")));
  }

  @Test
  void aPrimaryOfOneModalityIsThatModality() {
    assertThat(
            gaps(
                protocol("left", "right"),
                of(network("only left"), baseline("linear"), network("only right")),
                good("only left"),
                bad("linear"),
                bad("only right")))
        .isEqualTo(Gaps.NONE);
  }

  @Test
  void aStudyOfOneModalityHasNoneToLeaveAlone() {
    assertThat(
            gaps(
                protocol("left"),
                of(network("fused"), baseline("linear")),
                good("fused"),
                bad("linear")))
        .isEqualTo(Gaps.NONE);
  }

  @Test
  void theVerdictOfAComparisonLooksAtThem() {
    Protocol protocol = protocol("left", "right");
    ComparisonSpec spec = HandMade.spec(0.02, network("fused"), prevalence("prevalence"));
    ComparisonResult result =
        new ComparisonResult(protocol, List.of(good("fused"), bad("prevalence")));
    List<Contrast> contrasts = Contrasts.of(result, spec);

    OverallVerdict verdict =
        OverallVerdict.of(
            Roles.of(result, spec, CLASS).metric(),
            "fused",
            spec.margin().of(CLASS),
            Gaps.of(result, spec, Roles.of(result, spec, CLASS)),
            contrasts);

    assertThat(contrasts.get(0).verdict()).isEqualTo(Verdict.BETTER);
    assertThat(verdict.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict.sentence())
        .contains("it is better than prevalence (the best baseline)")
        .contains("nothing was compared with left and right alone");
  }
}
