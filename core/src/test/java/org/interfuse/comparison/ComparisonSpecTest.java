package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.interfuse.baseline.Prevalence;
import org.junit.jupiter.api.Test;

class ComparisonSpecTest {
  private static ComparisonSpec spec(String primary, double margin, int seeds, String... names) {
    List<CandidateSpec> candidates =
        Arrays.stream(names)
            .<CandidateSpec>map(name -> new BaselineCandidate(name, new Prevalence()))
            .toList();
    return new ComparisonSpec(primary, margin, seeds, candidates);
  }

  @Test
  void candidatesAreFoundByName() {
    ComparisonSpec spec = spec("one", 0, 1, "one", "two");

    assertThat(spec.candidate("two").name()).isEqualTo("two");
    assertThatThrownBy(() -> spec.candidate("three")).hasMessage("no candidate named 'three'");
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> spec("one", -0.01, 1, "one"))
        .hasMessage("margin: expected 0 or more, but it is -0.01");
    assertThatThrownBy(() -> spec("one", Double.NaN, 1, "one"))
        .hasMessage("margin: expected 0 or more, but it is NaN");
    assertThatThrownBy(() -> spec("one", 0, 0, "one"))
        .hasMessage("seeds: expected 1 or more, but it is 0");
    assertThatThrownBy(() -> spec("three", 0, 1, "one", "two"))
        .hasMessage("primary: expected the name of a candidate, but it is three");
    assertThatThrownBy(() -> spec("one", 0, 1, "one", "one"))
        .hasMessage("candidates: expected distinct names");
    List<CandidateSpec> one = List.of(new BaselineCandidate("one", new Prevalence()));
    assertThatThrownBy(
            () -> new ComparisonSpec("one", 0, 1, one, List.of("one", "two"), Refits.NONE))
        .hasMessage("examine: expected names of candidates, but one is two");
  }

  @Test
  void nothingIsSpentHereOnWhatWasMadeElsewhere() {
    PredictionsCandidate elsewhere = new PredictionsCandidate("theirs", "theirs.csv");

    assertThat(Budget.of(elsewhere, Tuning.NONE, 1)).isEqualTo("none: made elsewhere");
  }
}
