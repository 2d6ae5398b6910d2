package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.interfuse.baseline.Prevalence;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.tensor.Seed;
import org.interfuse.training.Checkpoints;
import org.interfuse.training.EpochRecord;
import org.interfuse.training.Replicas;
import org.interfuse.training.TrainingSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fits of a comparison that are made at once are the fits that would be made alone. */
final class FitGroupsTest {
  private static final int SUBJECTS = 60;
  private static final int FOLDS = 3;
  private static final int SEEDS = 2;
  private static final Seed SEED = new Seed(29);

  @TempDir private Path folder;

  private static TrainingSpec training(int ensemble) {
    return new TrainingSpec(6, 16, 1e-2, 1e-2, 0.05, 1, 3, 0.2, 7, ensemble);
  }

  private static NetworkCandidate candidate(Strategy strategy, int ensemble) {
    return new NetworkCandidate(
        "it", SmallCohort.model(strategy, Kind.CLASSIFICATION), training(ensemble));
  }

  @SuppressWarnings("NullAway") // an array of a record may be null; its class file does not say so
  private static Protocol protocol() {
    Cohort cohort = SmallCohort.of(SUBJECTS, List.of(Kind.CLASSIFICATION), 1, 5);
    List<Fold> folds = new ArrayList<>();
    for (int k = 0; k < FOLDS; k++) {
      int fold = k;
      int[] test = IntStream.range(0, SUBJECTS).filter(s -> s % FOLDS == fold).toArray();
      int[] train = IntStream.range(0, SUBJECTS).filter(s -> s % FOLDS != fold).toArray();
      folds.add(new Fold("fold " + k, 0, train, test));
    }
    return new Protocol(
        cohort, new Split("three", folds), SmallCohort.preprocessing(), null, SEEDS, SEED, 0.95);
  }

  /** Keeps finished fits in memory and checkpoints, after every epoch, in files. */
  private static final class Store implements FitStore {
    private final Map<FitKey, Outcome> kept = new ConcurrentHashMap<>();
    private final Path folder;

    Store(Path folder) {
      this.folder = folder;
    }

    @Override
    public Optional<Outcome> find(FitKey key) {
      return Optional.ofNullable(kept.get(key));
    }

    @Override
    public void keep(FitKey key, Outcome outcome) {
      kept.put(key, outcome);
    }

    @Override
    public Checkpoints checkpoints(FitKey key) {
      String name = "%d %d".formatted(key.fold(), key.seed());
      return new Checkpoints(folder.resolve(name), Duration.ZERO);
    }
  }

  /** Counts epochs, and is cancelled in one. */
  private static final class Cancelling implements FitLog {
    private final int last;
    private final List<Fit> epochs = Collections.synchronizedList(new ArrayList<>());

    Cancelling(int last) {
      this.last = last;
    }

    @Override
    public void epoch(Fit fit, String part, EpochRecord epoch) {
      epochs.add(fit);
      if (epoch.epoch() > last) {
        throw new CancellationException("the test has ended it");
      }
    }

    @Override
    public void fitted(Fit fit, Outcome outcome) {}

    @Override
    public void failed(Fit fit, String message) {
      throw new AssertionError(message);
    }
  }

  private static List<Outcome> run(NetworkCandidate candidate, FitLog log, FitStore store) {
    return new Comparison(protocol(), List.of(candidate), 2)
        .run(Progress.SILENT, log, store)
        .candidates()
        .get(0)
        .outcomes();
  }

  @ParameterizedTest(name = "{0}, seed 29")
  @EnumSource(Strategy.class)
  void agreesWithFitsMadeAlone(Strategy strategy) {
    for (int ensemble : new int[] {1, 3}) {
      NetworkCandidate candidate = candidate(strategy, ensemble);
      Cancelling log = new Cancelling(99);
      List<Outcome> together = run(candidate, log, FitStore.NONE);
      assertThat(log.epochs.subList(0, FOLDS * SEEDS * ensemble).stream().distinct())
          .as("all fits have their first epoch before any has its second")
          .hasSize(FOLDS * SEEDS);
      assertThat(together).hasSize(FOLDS * SEEDS);
      for (Outcome outcome : together) {
        Outcome alone = alone(candidate, outcome.fold(), outcome.seed());
        assertThat(outcome.bestEpochs()).isEqualTo(alone.bestEpochs());
        assertThat(outcome.byPrior()).isEqualTo(alone.byPrior());
        assertThat(outcome.parameters()).isEqualTo(alone.parameters());
        assertThat(outcome.seconds()).isStrictlyBetween(0., 60.);
        double[][] one = ((Prediction.Classes) outcome.predictions().get(0)).probabilities();
        double[][] other = ((Prediction.Classes) alone.predictions().get(0)).probabilities();
        for (int i = 0; i < one.length; i++) {
          assertThat(one[i])
              .as("%s, fold %d, seed %d, %s", strategy, outcome.fold(), outcome.seed(), SEED)
              .containsExactly(other[i], within(1e-4));
        }
      }
    }
  }

  private static Outcome alone(NetworkCandidate candidate, int fold, int seed) {
    Protocol protocol = protocol();
    Fold division = protocol.split().folds().get(fold);
    PreparedCohort data =
        PreparedCohort.fit(
                protocol.cohort(), protocol.preprocessing(), division.train(), "modalities")
            .apply(protocol.cohort());
    CandidateFitter fitter =
        new CandidateFitter(
            null,
            SEED,
            Progress.SILENT,
            FitLog.NONE,
            FitStore.NONE,
            Examination.NONE,
            false,
            Tuning.NONE);
    return fitter.fit(candidate, new CandidateFitter.Place(data, division, fold, seed));
  }

  @Test
  void anInterruptedGroupGoesOnToTheSameBits() {
    NetworkCandidate candidate = candidate(Strategy.INTERMEDIATE, 2);
    List<Outcome> expected = run(candidate, FitLog.NONE, FitStore.NONE);
    Store store = new Store(folder);

    assertThatThrownBy(() -> run(candidate, new Cancelling(3), store))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("the test has ended it");
    assertThat(store.kept).isEmpty();
    Cancelling log = new Cancelling(99);
    assertSameBits(run(candidate, log, store), expected);
    assertThat(store.kept).hasSize(FOLDS * SEEDS);

    store.kept.remove(new FitKey("it", 1, 0)); // killed while it kept the outcomes
    assertSameBits(run(candidate, FitLog.NONE, store), expected);
    assertThat(run(candidate, new Cancelling(0), store)).hasSize(FOLDS * SEEDS);
  }

  private static void assertSameBits(List<Outcome> outcomes, List<Outcome> expected) {
    for (int i = 0; i < expected.size(); i++) {
      Outcome one = outcomes.get(i);
      Outcome other = expected.get(i);
      assertThat(one.bestEpochs()).isEqualTo(other.bestEpochs());
      assertThat(((Prediction.Classes) one.predictions().get(0)).probabilities())
          .isDeepEqualTo(((Prediction.Classes) other.predictions().get(0)).probabilities());
    }
  }

  @Test
  void whereOneFailsEachIsMadeByItself() {
    NetworkCandidate wild =
        new NetworkCandidate(
            "it",
            SmallCohort.model(Strategy.INTERMEDIATE, Kind.CLASSIFICATION),
            new TrainingSpec(5, 16, 1e30, 0, 0, 0, 0, 0.2, 7, 1));
    CandidateResult result =
        new Comparison(protocol(), List.of(wild), 1).run(Progress.SILENT).candidates().get(0);
    assertThat(result.failures()).isNotEmpty();
    assertThat(result.failures()).hasSize(FOLDS * SEEDS - result.outcomes().size());
    assertThat(result.failures().get(0)).startsWith("training of it, fold 0");
  }

  @Test
  void groupsAreAsLargeAsTheRuleAllows() {
    NetworkCandidate network = candidate(Strategy.EARLY, 1);
    CandidateSpec baseline = new BaselineCandidate("base", new Prevalence());
    List<PlannedFit> fits = new ArrayList<>();
    for (int fold = 0; fold < 3; fold++) {
      for (int seed = 0; seed < 2; seed++) {
        fits.add(new PlannedFit(network, null, fold, seed));
      }
      fits.add(new PlannedFit(baseline, null, fold, 0));
    }
    assertThat(sizes(fits, new FitGroups.Rule(1, true))).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(sizes(fits, new FitGroups.Rule(7, true))).containsExactly(6, 1, 1, 1);
    assertThat(sizes(fits, new FitGroups.Rule(4, true))).containsExactly(4, 1, 1, 2, 1);
    assertThat(sizes(fits, new FitGroups.Rule(6, false))).containsExactly(2, 1, 2, 1, 2, 1);
    assertThat(Replicas.fitsAtOnce(1, 9_000)).isEqualTo(25);
    assertThat(Replicas.fitsAtOnce(5, 9_000)).isEqualTo(5);
    assertThat(Replicas.fitsAtOnce(5, 60_000)).isEqualTo(3);
    assertThat(Replicas.fitsAtOnce(5, 200_000)).isEqualTo(1);
    assertThat(Replicas.fitsAtOnce(40, 10)).isEqualTo(1);
  }

  private static List<Integer> sizes(List<PlannedFit> fits, FitGroups.Rule rule) {
    List<List<PlannedFit>> groups =
        FitGroups.of(
            fits, fit -> fit.candidate() instanceof NetworkCandidate ? rule : FitGroups.Rule.ALONE);
    assertThat(groups.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(fits);
    return groups.stream().map(List::size).toList();
  }
}
