package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.interfuse.baseline.Linear;
import org.junit.jupiter.api.Test;

/** Who is examined where a study names nobody. */
final class ExaminationTest {
  private static final CandidateSpec ELSEWHERE = new PredictionsCandidate("theirs", "theirs.csv");
  private static final CandidateSpec EARLY = linear("early", Linear.Merge.EARLY);
  private static final CandidateSpec LATE = linear("late", Linear.Merge.LATE);
  private static final List<CandidateSpec> ALL = List.of(ELSEWHERE, EARLY, LATE);

  private static CandidateSpec linear(String name, Linear.Merge merge) {
    return new BaselineCandidate(name, new Linear(merge, List.of(0.1), 0, Linear.Rule.MINIMUM, 1));
  }

  @Test
  void thePrimaryAndTheLinearModelThatMergesLate() {
    assertThat(Examination.standard("early", ALL, false)).containsExactly("early", "late");
    assertThat(Examination.standard("late", ALL, false)).containsExactly("late");
  }

  @Test
  void whatWasFittedElsewhereIsSkipped() {
    assertThat(Examination.standard("theirs", ALL, false)).containsExactly("late");
  }

  @Test
  void whereAvailabilityIsStatedEverybodyWhoIsFittedHere() {
    assertThat(Examination.standard("late", ALL, true)).containsExactly("late", "early");
  }

  @Test
  void theReportSaysWhyAPrimaryFromElsewhereIsSkipped() {
    Examination examination =
        new Examination(List.of("late"), Deployment.UNKNOWN, List.of(), List.of("theirs"));

    assertThat(MissingReport.notes("theirs", examination))
        .containsExactly(
            "theirs was fitted elsewhere: it can neither be predicted again with modalities masked"
                + " away nor fitted again without one.");
    assertThat(MissingReport.notes("late", examination)).isEmpty();
  }
}
