package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.interfuse.baseline.Linear;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;

class PreparedFoldsTest {
  private static final CandidateSpec ANY = new BaselineCandidate("linear", new Linear());

  @SuppressWarnings("NullAway") // an array of a record may be null; its class file does not say so
  private static PreparedFolds folds(int uses, int... train) {
    Cohort cohort = SmallCohort.of(21, Kind.REGRESSION, 4);
    Fold fold = new Fold("fold 1", 0, train, SmallCohort.range(0, 7));
    return new PreparedFolds(
        new Protocol(
            cohort,
            new Split("one", List.of(fold)),
            SmallCohort.preprocessing(),
            null,
            1,
            new Seed(1),
            0.95),
        uses);
  }

  @Test
  void aFoldIsPreparedOnceAndForgottenAfterItsLastUse() {
    PreparedFolds folds = folds(2, SmallCohort.range(7, 21));
    List<? extends Prepared> first = folds.take(0, ANY).features();

    folds.giveBack(0);
    List<? extends Prepared> again = folds.take(0, ANY).features();
    folds.giveBack(0);
    List<? extends Prepared> anew = folds.take(0, ANY).features();

    for (int m = 0; m < first.size(); m++) {
      assertThat(again.get(m)).as("one use is left").isSameAs(first.get(m));
      assertThat(anew.get(m)).as("forgotten").isNotSameAs(first.get(m));
    }
  }

  @Test
  void whatCannotBeFittedIsSaidWithTheFold() {
    // subject 7 has the first of the three modalities alone
    assertThatThrownBy(() -> folds(1, 7).take(0, ANY))
        .isInstanceOf(FindingsException.class)
        .hasMessage(
            "fold 1, modalities.b: at least one training subject must have it; found none of 1.");
  }
}
