package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.interfuse.baseline.BaselineSpec;
import org.interfuse.baseline.FittedBaseline;
import org.interfuse.baseline.Prevalence;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.interfuse.training.Checkpoints;
import org.interfuse.training.EpochRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a comparison goes on, stops, and says what happens; without networks. */
final class ComparisonRunTest {
  private static final int SUBJECTS = 30;

  /** Two folds; the last two subjects have no modality. */
  @SuppressWarnings("NullAway") // an array of a record may be null; its class file does not say so
  private static Protocol protocol() {
    Cohort cohort = SmallCohort.of(SUBJECTS, List.of(Kind.REGRESSION), 2, 5);
    int[] even = Arrays.stream(SmallCohort.range(0, SUBJECTS)).filter(s -> s % 2 == 0).toArray();
    int[] odd = Arrays.stream(SmallCohort.range(0, SUBJECTS)).filter(s -> s % 2 == 1).toArray();
    return new Protocol(
        cohort,
        new Split("two", List.of(new Fold("even", 0, odd, even), new Fold("odd", 0, even, odd))),
        SmallCohort.preprocessing(),
        null,
        3,
        new Seed(2),
        0.95);
  }

  private static Comparison comparison(BaselineSpec baseline) {
    return new Comparison(protocol(), List.of(new BaselineCandidate("it", baseline)), 1);
  }

  /** Does something, then predicts the prevalence. */
  private record Acting(Supplier<String> action) implements BaselineSpec {
    @Override
    public String type() {
      return "acting";
    }

    @Override
    public boolean predicts(TargetType type) {
      return true;
    }

    @Override
    public FittedBaseline fit(
        PreparedCohort data, Target target, int[] train, int @Nullable [] groups, Seed seed) {
      String choice = action.get();
      FittedBaseline fitted = new Prevalence().fit(data, target, train, groups, seed);
      return new FittedBaseline() {
        @Override
        public Prediction predict(PreparedCohort cohort, int[] subjects) {
          return fitted.predict(cohort, subjects);
        }

        @Override
        public long bytes() {
          return fitted.bytes();
        }

        @Override
        public Map<String, String> describe() {
          return Map.of("choice", choice);
        }
      };
    }
  }

  private static final class Memory implements FitStore {
    private final Map<FitKey, Outcome> kept = new ConcurrentHashMap<>();

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
      return Checkpoints.none();
    }
  }

  private static final class Lines implements FitLog {
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void epoch(Fit fit, String part, EpochRecord epoch) {}

    @Override
    public void fitted(Fit fit, Outcome outcome) {
      said.add("%s, %s: %s".formatted(fit.candidate(), fit.fold().name(), outcome.choices()));
    }

    @Override
    public void failed(Fit fit, String message) {
      said.add("%s, %s failed: %s".formatted(fit.candidate(), fit.fold().name(), message));
    }
  }

  private static final class Steps implements Progress {
    private final List<String> shown = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Task start(String name, long steps) {
      shown.add("%s %d".formatted(name, steps));
      return new Task() {
        @Override
        public void step(long done, String detail) {
          shown.add(done + detail);
        }

        @Override
        public void close() {
          shown.add("closed");
        }
      };
    }

    @Override
    public void say(String line) {}
  }

  @Test
  void aBaselineIsFittedOnceAFoldHoweverManySeedsNetworksHave() {
    Lines log = new Lines();
    Steps steps = new Steps();

    ComparisonResult result = comparison(new Acting(() -> "ridge")).run(steps, log, FitStore.NONE);

    CandidateResult candidate = result.candidates().get(0);
    assertThat(candidate.outcomes()).extracting(Outcome::fold).containsExactly(0, 1);
    assertThat(candidate.outcomes().get(0).choices())
        .containsExactly(Map.entry("regression choice", "ridge"));
    assertThat(candidate.outcomes())
        .allSatisfy(fit -> assertThat(fit.seconds()).isStrictlyBetween(0., 60.));
    assertThat(log.said)
        .containsExactly(
            "it, even: {regression choice=ridge}", "it, odd: {regression choice=ridge}");
    assertThat(candidate.metrics())
        .extracting(MetricResult::metric)
        .containsExactly("rmse", "mae", "pearson", "r2", "spearman");
    assertThat(steps.shown).containsExactly("comparing 2", "1", "2", "closed");
  }

  @Test
  void whoHasNoModalityIsSaidToBePredictedByThePrior() {
    ComparisonResult result = comparison(new Prevalence()).run(Progress.SILENT);

    // the last of each half: subjects 28 and 29
    boolean[] expected = new boolean[SUBJECTS / 2];
    expected[SUBJECTS / 2 - 1] = true;
    assertThat(result.candidates().get(0).outcomes())
        .allSatisfy(outcome -> assertThat(outcome.byPrior()).isEqualTo(expected));
  }

  @Test
  void finishedFitsAreTakenFromTheStore() {
    Memory store = new Memory();
    Lines log = new Lines();
    ComparisonResult first = comparison(new Prevalence()).run(Progress.SILENT, FitLog.NONE, store);
    assertThat(store.kept.keySet())
        .containsExactlyInAnyOrder(new FitKey("it", 0, 0), new FitKey("it", 1, 0));

    store.kept.remove(new FitKey("it", 1, 0));
    Steps steps = new Steps();
    ComparisonResult second = comparison(new Prevalence()).run(steps, log, store);

    assertThat(log.said).singleElement().asString().startsWith("it, odd: ");
    assertThat(second.candidates().get(0).outcomes().get(0))
        .isSameAs(first.candidates().get(0).outcomes().get(0));
    assertThat(steps.shown).contains("2");
  }

  @Test
  void aFailureIsLoggedAndNotKept() {
    Memory store = new Memory();
    Lines log = new Lines();
    Acting failing =
        new Acting(
            () -> {
              throw new IllegalArgumentException("no solution");
            });

    ComparisonResult result = comparison(failing).run(Progress.SILENT, log, store);

    assertThat(result.candidates().get(0).failures())
        .containsExactly(
            "it, even: unexpected java.lang.IllegalArgumentException: no solution",
            "it, odd: unexpected java.lang.IllegalArgumentException: no solution");
    assertThat(log.said)
        .containsExactly("it, even failed: no solution", "it, odd failed: no solution");
    assertThat(store.kept).isEmpty();
    assertThat(result.candidates().get(0).metrics()).isEmpty();
  }

  @Test
  void aFindingIsReportedInItsOwnWords() {
    Acting failing =
        new Acting(
            () -> {
              throw new FindingsException(
                  Finding.of("fold even", "there must be two classes", "one"));
            });

    assertThat(comparison(failing).run(Progress.SILENT).candidates().get(0).failures())
        .containsOnly("fold even: there must be two classes; found one.");
  }

  @Test
  void anErrorOfTheMachineEndsTheComparison() {
    Acting failing =
        new Acting(
            () -> {
              throw new StackOverflowError();
            });

    assertThatThrownBy(() -> comparison(failing).run(Progress.SILENT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("it, even failed")
        .hasCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void aFitThatRunsIsWaitedForEvenWhenInterrupted() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    Acting slow =
        new Acting(
            () -> {
              running.countDown();
              awaitQuietly(mayEnd);
              ended.set(true);
              return "slow";
            });
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean endedBefore = new AtomicBoolean();
    AtomicBoolean stillInterrupted = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              try {
                comparison(slow).run(Progress.SILENT);
              } catch (IllegalStateException e) {
                thrown.set(e);
              }
              endedBefore.set(ended.get());
              stillInterrupted.set(Thread.currentThread().isInterrupted());
            },
            "caller");
    caller.start();
    assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();

    caller.interrupt();
    caller.join(200);
    assertThat(caller.isAlive()).as("waits for the fit").isTrue();
    mayEnd.countDown();
    caller.join(30_000);

    assertThat(thrown.get()).hasMessage("interrupted");
    assertThat(endedBefore).isTrue();
    assertThat(stillInterrupted).isTrue();
  }

  /** As native code does: without a look at interruptions. */
  private static void awaitQuietly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // goes on
      }
    }
  }
}
