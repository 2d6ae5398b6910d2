package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.interfuse.cohort.Fold;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.tensor.Precision;
import org.interfuse.tensor.Torch;
import org.jspecify.annotations.Nullable;

/**
 * Fits every candidate on every fold, side by side, each with the libtorch threads that its
 * training asks for. Each fit draws its random numbers from its own key, so the order in which fits
 * end changes nothing (law 6).
 */
public final class Comparison {
  private static final System.Logger LOG = System.getLogger(Comparison.class.getName());

  private final Protocol protocol;
  private final List<CandidateSpec> candidates;
  private final ImportedPredictions imported;
  private final int workers;
  private final Examination examination;
  private final Tuning tuning;

  /**
   * A comparison of candidates that are all fitted here.
   *
   * @param workers fits that run at once, 1 or more
   */
  public Comparison(Protocol protocol, List<CandidateSpec> candidates, int workers) {
    this(protocol, candidates, workers, Examination.NONE);
  }

  /** A comparison of candidates fitted here that also asks about missing modalities. */
  public Comparison(
      Protocol protocol, List<CandidateSpec> candidates, int workers, Examination examination) {
    this(protocol, candidates, ImportedPredictions.NONE, workers, examination);
  }

  /**
   * A comparison.
   *
   * @param imported predictions of every {@link PredictionsCandidate}
   * @param workers fits that run at once, 1 or more
   */
  public Comparison(
      Protocol protocol,
      List<CandidateSpec> candidates,
      ImportedPredictions imported,
      int workers,
      Examination examination) {
    this(protocol, candidates, imported, workers, examination, Tuning.NONE);
  }

  private Comparison(
      Protocol protocol,
      List<CandidateSpec> candidates,
      ImportedPredictions imported,
      int workers,
      Examination examination,
      Tuning tuning) {
    this.protocol = protocol;
    this.candidates = List.copyOf(candidates);
    this.imported = imported;
    this.workers = workers;
    this.examination = examination;
    this.tuning = tuning;
  }

  /** The same whose networks are tuned; refits of the primary are not. */
  public Comparison tuned(Tuning tuning) {
    return new Comparison(protocol, candidates, imported, workers, examination, tuning);
  }

  /** Runs all fits. A candidate that fails is reported as failed; the others go on. */
  public ComparisonResult run(Progress progress) {
    return run(progress, FitLog.NONE, FitStore.NONE);
  }

  /**
   * Runs the fits that are not finished already.
   *
   * @param log receives what fits say
   * @param store knows the finished fits, and keeps those that finish
   * @throws StorageException if a state or the log cannot be kept; fits under way are ended
   */
  public ComparisonResult run(Progress progress, FitLog log, FitStore store) {
    Torch.load();
    List<Fit> fits = fits();
    PreparedFolds folds = new PreparedFolds(protocol, fits.size() / foldCount());
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try (Progress.Task task = progress.start("comparing", fits.size())) {
      FitCounter counter = new FitCounter(task);
      CompletionService<Outcome> running = new ExecutorCompletionService<>(pool);
      List<Future<Outcome>> futures = new ArrayList<>();
      for (Fit fit : fits) {
        futures.add(running.submit(() -> run(fit, folds, counter, log, store)));
      }
      awaitAll(running, fits.size());
      return collect(fits, futures);
    } finally {
      stop(pool);
    }
  }

  /** Waits for every fit, or for the first that finds its state cannot be kept. */
  private static void awaitAll(CompletionService<Outcome> running, int count) {
    for (int i = 0; i < count; i++) {
      try {
        running.take().get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof StorageException storage) {
          throw storage;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  /** Waits for fits that still run: none may go on in native code after this method. */
  private static void stop(ExecutorService pool) {
    pool.shutdownNow();
    boolean interrupted = false;
    while (!pool.isTerminated()) {
      try {
        pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private int foldCount() {
    return protocol.split().folds().size();
  }

  /** All fits, fold by fold, so that a fold's preparation need not be kept for long. */
  private List<Fit> fits() {
    List<Fit> fits = new ArrayList<>();
    for (int fold = 0; fold < foldCount(); fold++) {
      for (CandidateSpec candidate : candidates) {
        add(fits, candidate, null, fold);
      }
      for (Refit refit : examination.refits()) {
        if (!refit.shared()) {
          add(fits, refit.candidate(), refit, fold);
        }
      }
    }
    return fits;
  }

  private void add(List<Fit> fits, CandidateSpec candidate, @Nullable Refit refit, int fold) {
    int seeds = candidate instanceof NetworkCandidate ? protocol.seeds() : 1;
    for (int seed = 0; seed < seeds; seed++) {
      fits.add(new Fit(candidate, refit, fold, seed));
    }
  }

  private Outcome run(
      Fit fit, PreparedFolds folds, FitCounter counter, FitLog log, FitStore store) {
    CandidateSpec candidate = fit.candidate;
    FitKey key = new FitKey(candidate.name(), fit.fold, fit.seed);
    Fold fold = protocol.split().folds().get(fit.fold);
    FitLog.Fit logged = new FitLog.Fit(candidate.name(), fold, fit.seed);
    try {
      if (candidate instanceof PredictionsCandidate elsewhere) {
        return imported.outcome(elsewhere, fit.fold, fold);
      }
      Optional<Outcome> finished = store.find(key);
      if (finished.isPresent()) {
        return finished.get();
      }
      Torch.threads(threads(candidate));
      Outcome outcome = fitted(fit, fold, folds, counter, log, store);
      store.keep(key, outcome);
      log.fitted(logged, outcome);
      return outcome;
    } catch (StorageException e) {
      throw e; // ends the run: no fault of this fit, and the log may be as full
    } catch (RuntimeException e) {
      log.failed(logged, String.valueOf(e.getMessage()));
      throw e;
    } finally {
      folds.giveBack(fit.fold);
      counter.done();
    }
  }

  private Outcome fitted(
      Fit fit, Fold fold, PreparedFolds folds, FitCounter counter, FitLog log, FitStore store) {
    CandidateFitter fitter =
        new CandidateFitter(
            protocol.groups(),
            protocol.seed(),
            counter,
            log,
            store,
            examination,
            foldCount() == 1,
            tuning);
    try (Precision.Use precision = precision(fit.candidate)) {
      return fitter.fit(fit.candidate, fit.data(folds.take(fit.fold)), fold, fit.fold, fit.seed);
    }
  }

  /** For networks alone: the others multiply no tensors. */
  private static Precision.@Nullable Use precision(CandidateSpec candidate) {
    return candidate instanceof NetworkCandidate network
        ? network.training().precision().use()
        : null;
  }

  private static int threads(CandidateSpec candidate) {
    return candidate instanceof NetworkCandidate network ? network.training().threads() : 1;
  }

  private ComparisonResult collect(List<Fit> fits, List<Future<Outcome>> futures) {
    Map<CandidateSpec, List<Outcome>> outcomes = new IdentityHashMap<>();
    Map<CandidateSpec, List<String>> failures = new IdentityHashMap<>();
    for (int i = 0; i < fits.size(); i++) {
      CandidateSpec candidate = fits.get(i).candidate;
      List<Outcome> own = outcomes.computeIfAbsent(candidate, c -> new ArrayList<>());
      List<String> failed = failures.computeIfAbsent(candidate, c -> new ArrayList<>());
      try {
        own.add(futures.get(i).get());
      } catch (ExecutionException e) {
        failed.add(failure(fits.get(i), Objects.requireNonNullElse(e.getCause(), e)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    Function<CandidateSpec, CandidateResult> result =
        candidate ->
            CandidateResult.of(
                candidate.name(),
                protocol,
                outcomes.getOrDefault(candidate, List.of()),
                failures.getOrDefault(candidate, List.of()));
    return new ComparisonResult(
        protocol,
        candidates.stream().map(result).toList(),
        examination.refits().stream()
            .map(refit -> new RefitResult(refit, result.apply(refit.candidate())))
            .toList());
  }

  /** What is wrong, in the words of a finding; anything else is our fault and logged whole. */
  private String failure(Fit fit, Throwable cause) {
    if (cause instanceof FindingsException findings) {
      return String.valueOf(findings.getMessage());
    }
    String where =
        "%s, %s".formatted(fit.candidate.name(), protocol.split().folds().get(fit.fold).name());
    if (!(cause instanceof RuntimeException)) {
      throw new IllegalStateException(where + " failed", cause);
    }
    LOG.log(System.Logger.Level.ERROR, where + " failed", cause);
    return "%s: unexpected %s".formatted(where, cause);
  }

  /** One fit; of a refit, on the modalities that it keeps. */
  private record Fit(CandidateSpec candidate, @Nullable Refit refit, int fold, int seed) {
    PreparedCohort data(PreparedCohort all) {
      return refit == null ? all : all.keeping(refit.kept(all.cohort()));
    }
  }
}
