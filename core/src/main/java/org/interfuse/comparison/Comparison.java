package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.interfuse.cohort.Fold;
import org.interfuse.finding.FindingsException;
import org.interfuse.progress.Progress;
import org.interfuse.tensor.Torch;

/**
 * Fits every candidate on every fold, side by side on the cores there are, one libtorch thread
 * each. Each fit draws its random numbers from its own key, so the order in which fits end changes
 * nothing (law 6).
 */
public final class Comparison {
  private final Protocol protocol;
  private final List<CandidateSpec> candidates;
  private final int workers;

  /**
   * A comparison.
   *
   * @param workers fits that run at once, 1 or more
   */
  public Comparison(Protocol protocol, List<CandidateSpec> candidates, int workers) {
    this.protocol = protocol;
    this.candidates = List.copyOf(candidates);
    this.workers = workers;
  }

  /** Runs all fits. A candidate that fails is reported as failed; the others go on. */
  public ComparisonResult run(Progress progress) {
    return run(progress, FitLog.NONE);
  }

  /** Runs all fits and keeps a log. */
  public ComparisonResult run(Progress progress, FitLog log) {
    Torch.load();
    List<Fit> fits = fits();
    PreparedFolds folds = new PreparedFolds(protocol, fits.size() / foldCount());
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try (Progress.Task task = progress.start("comparing", fits.size())) {
      FitCounter counter = new FitCounter(task);
      List<Future<Outcome>> futures = new ArrayList<>();
      for (Fit fit : fits) {
        futures.add(pool.submit(() -> run(fit, folds, counter, log)));
      }
      return collect(fits, futures);
    } finally {
      pool.shutdownNow();
    }
  }

  private int foldCount() {
    return protocol.split().folds().size();
  }

  /** All fits, fold by fold, so that a fold's preparation need not be kept for long. */
  private List<Fit> fits() {
    List<Fit> fits = new ArrayList<>();
    for (int fold = 0; fold < foldCount(); fold++) {
      for (int c = 0; c < candidates.size(); c++) {
        int seeds = candidates.get(c) instanceof NetworkCandidate ? protocol.seeds() : 1;
        for (int seed = 0; seed < seeds; seed++) {
          fits.add(new Fit(c, fold, seed));
        }
      }
    }
    return fits;
  }

  private Outcome run(Fit fit, PreparedFolds folds, FitCounter counter, FitLog log) {
    Fold fold = protocol.split().folds().get(fit.fold);
    CandidateSpec candidate = candidates.get(fit.candidate);
    Torch.threads(threads(candidate));
    FitLog.Fit logged = new FitLog.Fit(candidate.name(), fold, fit.seed);
    try {
      Outcome outcome =
          new CandidateFitter(protocol.groups(), protocol.seed(), counter, log)
              .fit(candidate, folds.take(fit.fold), fold, fit.fold, fit.seed);
      log.fitted(logged, outcome);
      return outcome;
    } catch (FindingsException e) {
      log.failed(logged, String.valueOf(e.getMessage()));
      throw e;
    } finally {
      folds.giveBack(fit.fold);
      counter.done();
    }
  }

  private static int threads(CandidateSpec candidate) {
    return candidate instanceof NetworkCandidate network ? network.training().threads() : 1;
  }

  private ComparisonResult collect(List<Fit> fits, List<Future<Outcome>> futures) {
    List<List<Outcome>> outcomes = new ArrayList<>();
    List<List<String>> failures = new ArrayList<>();
    for (int c = 0; c < candidates.size(); c++) {
      outcomes.add(new ArrayList<>());
      failures.add(new ArrayList<>());
    }
    for (int i = 0; i < fits.size(); i++) {
      int candidate = fits.get(i).candidate;
      try {
        outcomes.get(candidate).add(futures.get(i).get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof FindingsException)) {
          throw new IllegalStateException(
              candidates.get(candidate).name() + " failed", e.getCause());
        }
        failures.get(candidate).add(String.valueOf(e.getCause().getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    List<CandidateResult> results = new ArrayList<>();
    for (int c = 0; c < candidates.size(); c++) {
      results.add(
          CandidateResult.of(candidates.get(c).name(), protocol, outcomes.get(c), failures.get(c)));
    }
    return new ComparisonResult(protocol, results);
  }

  private record Fit(int candidate, int fold, int seed) {}
}
