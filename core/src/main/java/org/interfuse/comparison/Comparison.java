package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.progress.Progress;
import org.interfuse.tensor.Torch;
import org.jspecify.annotations.Nullable;

/**
 * Fits every candidate on every fold, side by side, each with the libtorch threads that its
 * training asks for; small networks of one candidate at once ({@link FitGroups}). Each fit draws
 * its random numbers from its own key, so the order in which fits end changes nothing (law 6).
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
    List<PlannedFit> fits = fits();
    PreparedFolds folds = new PreparedFolds(protocol, fits.size() / foldCount());
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try (Progress.Task task = progress.start("comparing", fits.size())) {
      Running all =
          new Running(
              protocol, imported, examination, tuning, folds, new FitCounter(task), log, store);
      List<List<PlannedFit>> groups = FitGroups.of(fits, all::rule);
      CompletionService<Map<PlannedFit, Attempt>> running = new ExecutorCompletionService<>(pool);
      groups.forEach(group -> running.submit(() -> all.run(group)));
      return collect(fits, awaitAll(running, groups.size()));
    } finally {
      stop(pool);
    }
  }

  /** Waits for every fit, or for the first that finds its state cannot be kept. */
  private static Map<PlannedFit, Attempt> awaitAll(
      CompletionService<Map<PlannedFit, Attempt>> running, int groups) {
    Map<PlannedFit, Attempt> attempts = new IdentityHashMap<>();
    for (int i = 0; i < groups; i++) {
      try {
        attempts.putAll(running.take().get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof StorageException storage) {
          throw storage;
        }
        throw new IllegalStateException("a fit ended without an outcome", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    return attempts;
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
  private List<PlannedFit> fits() {
    List<PlannedFit> fits = new ArrayList<>();
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

  private void add(
      List<PlannedFit> fits, CandidateSpec candidate, @Nullable Refit refit, int fold) {
    int seeds = candidate instanceof NetworkCandidate ? protocol.seeds() : 1;
    for (int seed = 0; seed < seeds; seed++) {
      fits.add(new PlannedFit(candidate, refit, fold, seed));
    }
  }

  private ComparisonResult collect(List<PlannedFit> fits, Map<PlannedFit, Attempt> attempts) {
    Map<CandidateSpec, List<Outcome>> outcomes = new IdentityHashMap<>();
    Map<CandidateSpec, List<String>> failures = new IdentityHashMap<>();
    for (PlannedFit fit : fits) {
      List<Outcome> own = outcomes.computeIfAbsent(fit.candidate(), c -> new ArrayList<>());
      List<String> failed = failures.computeIfAbsent(fit.candidate(), c -> new ArrayList<>());
      Attempt attempt = Objects.requireNonNull(attempts.get(fit));
      if (attempt.outcome() != null) {
        own.add(attempt.outcome());
      } else {
        failed.add(failure(fit, Objects.requireNonNull(attempt.failure())));
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
  private String failure(PlannedFit fit, Throwable cause) {
    if (cause instanceof FindingsException findings) {
      return String.valueOf(findings.getMessage());
    }
    String where =
        "%s, %s".formatted(fit.candidate().name(), protocol.split().folds().get(fit.fold()).name());
    if (!(cause instanceof RuntimeException)) {
      throw new IllegalStateException(where + " failed", cause);
    }
    LOG.log(System.Logger.Level.ERROR, where + " failed", cause);
    return "%s: unexpected %s".formatted(where, cause);
  }
}
