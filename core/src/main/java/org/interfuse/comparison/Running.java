package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.interfuse.cohort.Fold;
import org.interfuse.finding.StorageException;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.tensor.Precision;
import org.interfuse.tensor.Torch;
import org.interfuse.training.Replicas;
import org.jspecify.annotations.Nullable;

/** The fits of a comparison while it runs. Its fits may run on several threads. */
record Running(
    Protocol protocol,
    ImportedPredictions imported,
    Examination examination,
    Tuning tuning,
    PreparedFolds folds,
    FitCounter counter,
    FitLog log,
    FitStore store) {

  /** What a candidate's first fit says of all: prepares its fold, unless nothing is left to do. */
  FitGroups.Rule rule(PlannedFit fit) {
    boolean tuned = tuning.of(fit.candidate().name()).size() > 1;
    if (!(fit.candidate() instanceof NetworkCandidate network) || tuned || isFinished(fit)) {
      return FitGroups.Rule.ALONE;
    }
    try {
      PreparedCohort prepared = taken(fit);
      int most = fitter().fitsAtOnce(network, place(fit, fit.data(prepared)));
      return new FitGroups.Rule(most, Replicas.acrossFolds(prepared));
    } catch (StorageException e) {
      throw e;
    } catch (RuntimeException e) {
      return FitGroups.Rule.ALONE; // the fits themselves will say what is wrong
    }
  }

  /** Whether all fits of its candidate are, or there is only one. */
  private boolean isFinished(PlannedFit first) {
    int count = protocol.split().folds().size();
    return (count == 1 && protocol.seeds() == 1)
        || IntStream.range(0, count * protocol.seeds())
            .mapToObj(i -> new FitKey(first.candidate().name(), i % count, i / count))
            .allMatch(key -> store.find(key).isPresent());
  }

  /** Makes the fits of a group, or takes them from the store. */
  Map<PlannedFit, Attempt> run(List<PlannedFit> group) {
    Map<PlannedFit, Attempt> attempts = new IdentityHashMap<>();
    if (group.size() > 1) {
      Optional<List<Outcome>> outcomes = atOnce(group);
      for (int i = 0; outcomes.isPresent() && i < group.size(); i++) {
        attempts.put(group.get(i), Attempt.of(outcomes.get().get(i)));
        done(group.get(i));
      }
    }
    if (attempts.isEmpty()) {
      group.forEach(fit -> attempts.put(fit, alone(fit)));
    }
    return attempts;
  }

  private void done(PlannedFit fit) {
    folds.giveBack(fit.fold());
    counter.done();
  }

  private Attempt alone(PlannedFit fit) {
    try {
      return Attempt.of(outcome(fit));
    } catch (StorageException e) {
      throw e; // ends the run: no fault of this fit, and the log may be as full
    } catch (RuntimeException e) {
      log.failed(logged(fit), String.valueOf(e.getMessage()));
      return Attempt.failed(e);
    } catch (Error e) {
      return Attempt.failed(e);
    } finally {
      done(fit);
    }
  }

  private Outcome outcome(PlannedFit fit) {
    if (fit.candidate() instanceof PredictionsCandidate elsewhere) {
      return imported.outcome(elsewhere, fit.fold(), fold(fit));
    }
    Optional<Outcome> finished = store.find(fit.key());
    if (finished.isPresent()) {
      return finished.get();
    }
    Torch.threads(threads(fit.candidate()));
    Outcome outcome;
    try (Precision.Use precision = precision(fit.candidate())) {
      outcome = fitter().fit(fit.candidate(), place(fit, fit.data(taken(fit))));
    }
    keep(fit, outcome);
    return outcome;
  }

  private void keep(PlannedFit fit, Outcome outcome) {
    store.keep(fit.key(), outcome);
    log.fitted(logged(fit), outcome);
  }

  /**
   * All of a group, or none: where one is not finished they are made anew with the company that
   * they have, so that each has the bits of a run that was never interrupted. Empty where one
   * fails: then each is made by itself, so that the others go on and it says what is wrong in its
   * own words.
   */
  private Optional<List<Outcome>> atOnce(List<PlannedFit> group) {
    List<Optional<Outcome>> kept = group.stream().map(fit -> store.find(fit.key())).toList();
    if (kept.stream().allMatch(Optional::isPresent)) {
      return Optional.of(kept.stream().map(Optional::orElseThrow).toList());
    }
    List<Outcome> outcomes;
    try {
      outcomes = new ArrayList<>(fitted(group));
    } catch (StorageException | CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      return Optional.empty();
    }
    for (int i = group.size() - 1; i >= 0; i--) { // the first has the checkpoint of all
      if (kept.get(i).isPresent()) {
        outcomes.set(i, kept.get(i).orElseThrow());
      } else {
        keep(group.get(i), outcomes.get(i));
      }
    }
    return Optional.of(outcomes);
  }

  private List<Outcome> fitted(List<PlannedFit> group) {
    NetworkCandidate candidate = (NetworkCandidate) group.get(0).candidate();
    Torch.threads(threads(candidate));
    List<CandidateFitter.Place> places =
        IntStream.range(0, group.size())
            .mapToObj(i -> place(group.get(i), group.get(i).data(taken(group.get(i)))))
            .toList();
    try (Precision.Use precision = precision(candidate)) {
      return fitter().fitAtOnce(candidate, places);
    }
  }

  private PreparedCohort taken(PlannedFit fit) {
    return folds.take(fit.fold(), fit.candidate());
  }

  private CandidateFitter fitter() {
    return new CandidateFitter(
        protocol.groups(),
        protocol.seed(),
        counter,
        log,
        store,
        examination,
        protocol.split().folds().size() == 1,
        tuning);
  }

  private CandidateFitter.Place place(PlannedFit fit, PreparedCohort data) {
    return new CandidateFitter.Place(data, fold(fit), fit.fold(), fit.seed());
  }

  private Fold fold(PlannedFit fit) {
    return protocol.split().folds().get(fit.fold());
  }

  private FitLog.Fit logged(PlannedFit fit) {
    return new FitLog.Fit(fit.candidate().name(), fold(fit), fit.seed());
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
}
