package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.evaluation.Metric;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.progress.Progress;
import org.interfuse.tensor.Seed;
import org.interfuse.training.EpochRecord;
import org.interfuse.training.TrainingSpec;
import org.junit.jupiter.api.Test;

/** What a network's fits say while they run. */
class NetworkCandidateTest {
  private static final TrainingSpec TWO_EPOCHS =
      new TrainingSpec(2, 16, 1e-2, 1e-2, 0.05, 1, 0, 0, 7, 1);

  @SuppressWarnings("NullAway") // an array of a record may be null; its class file does not say so
  private static Protocol protocol() {
    Cohort cohort = SmallCohort.of(28, Kind.REGRESSION, 3);
    Fold fold = new Fold("only", 0, SmallCohort.range(7, 28), SmallCohort.range(0, 7));
    return new Protocol(
        cohort,
        new Split("one", List.of(fold)),
        SmallCohort.preprocessing(),
        null,
        2,
        new Seed(6),
        0.95);
  }

  private static final class Epochs implements FitLog {
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void epoch(Fit fit, String part, EpochRecord epoch) {
      said.add(
          "%s, %s, seed %d: %d"
              .formatted(fit.candidate(), fit.fold().name(), fit.seed(), epoch.epoch()));
    }

    @Override
    public void fitted(Fit fit, Outcome outcome) {}

    @Override
    public void failed(Fit fit, String message) {}
  }

  @Test
  void everyEpochOfEverySeedIsLogged() {
    Epochs log = new Epochs();
    NetworkCandidate network =
        new NetworkCandidate(
            "early", SmallCohort.model(Strategy.EARLY, Kind.REGRESSION), TWO_EPOCHS);

    ComparisonResult result =
        new Comparison(protocol(), List.of(network), 1).run(Progress.SILENT, log, FitStore.NONE);

    assertThat(log.said)
        .containsExactly(
            "early, only, seed 0: 1",
            "early, only, seed 1: 1",
            "early, only, seed 0: 2",
            "early, only, seed 1: 2");
    CandidateResult candidate = result.candidates().get(0);
    assertThat(candidate.outcomes()).extracting(Outcome::seed).containsExactly(0, 1);
    assertThat(candidate.outcomes())
        .allSatisfy(fit -> assertThat(fit.seconds()).isStrictlyBetween(0., 60.));
    assertThat(candidate.parameters()).isPositive();
    assertThat(result.metrics(result.protocol().cohort().targets().get(0)))
        .extracting(Metric::name)
        .containsExactly("rmse", "mae", "pearson", "r2", "spearman");
  }
}
