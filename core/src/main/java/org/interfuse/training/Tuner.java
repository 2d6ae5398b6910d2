package org.interfuse.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among configurations inside the training part by successive halving, and keeps the fit of
 * the one chosen. Every trial learns from the same rows, starts from the same seed, and is judged
 * by the loss on the same held-out rows; the test part is never seen.
 *
 * <p>A trial that goes on to the next rung starts again and, as random numbers are keyed by epoch
 * and step, passes through the same weights; one that early stopping ended within its rung is done
 * and kept.
 */
public final class Tuner {
  private final NetworkTrainer trainer;
  private final List<Trial> trials;

  /**
   * A tuner.
   *
   * @param trainer of the study's own configuration, which is the first trial
   * @param trials empty or one: nothing is tuned
   */
  public Tuner(NetworkTrainer trainer, List<Trial> trials) {
    this.trainer = trainer;
    this.trials = List.copyOf(trials);
  }

  /** As {@link NetworkTrainer#fit}, of the best trial. */
  public NetworkFit fit(PreparedCohort data, int[] train, int @Nullable [] groups, Seed seed) {
    if (trials.size() < 2) {
      return trainer.fit(data, train, groups, seed);
    }
    List<Attempt> running = IntStream.range(0, trials.size()).mapToObj(Attempt::new).toList();
    List<Halving.Rung> rungs = Halving.rungs(trials.size());
    try {
      for (int r = 0; r < rungs.size(); r++) {
        int survivors = r + 1 < rungs.size() ? rungs.get(r + 1).trials() : 1;
        running = rung(running, rungs.get(r), survivors, data, train, groups, seed);
      }
      Attempt best = running.get(0);
      return best.chosen(trials, fit -> combined(best.trial, fit, data, train, groups, seed));
    } catch (RuntimeException | Error e) {
      running.forEach(Attempt::close);
      throw e;
    }
  }

  /** Trials are ranked by their parts, so what combines these is fitted for the best alone. */
  private NetworkFit combined(
      int best, NetworkFit fit, PreparedCohort data, int[] train, int @Nullable [] groups, Seed s) {
    Trial trial = trials.get(best);
    return trainer
        .attempt(named(best), trial.model(), trial.training(), trial.training().epochs())
        .combined(fit, data, train, groups, s);
  }

  private String named(int trial) {
    return "trial %d of %d".formatted(trial + 1, trials.size());
  }

  /** Runs the attempts and keeps the best; the others are closed as soon as they are beaten. */
  private List<Attempt> rung(
      List<Attempt> running,
      Halving.Rung rung,
      int survivors,
      PreparedCohort data,
      int[] train,
      int @Nullable [] groups,
      Seed seed) {
    List<Attempt> best = new ArrayList<>();
    for (Attempt attempt : running) {
      Trial trial = trials.get(attempt.trial);
      int epochs = rung.epochs(trial.training().epochs());
      if (!attempt.done) {
        attempt.close();
        String which = "%s for %d epochs".formatted(named(attempt.trial), epochs);
        NetworkTrainer own = trainer.attempt(which, trial.model(), trial.training(), epochs);
        attempt.run(() -> own.fit(data, train, groups, seed), epochs);
      }
      best.add(attempt);
      best.sort(Comparator.comparingDouble(one -> one.loss)); // stable: the earlier of equals
      if (best.size() > survivors) {
        best.remove(best.size() - 1).close();
      }
    }
    best.sort(Comparator.comparingInt(one -> one.trial));
    return best;
  }

  /** A trial under way, with its last fit. */
  private static final class Attempt {
    private final int trial;
    private double loss = Double.POSITIVE_INFINITY;
    private boolean done;
    private @Nullable NetworkFit fit;
    private @Nullable FindingsException failure;

    private Attempt(int trial) {
      this.trial = trial;
    }

    /** A configuration that diverges, or that the data do not fit, loses to every other. */
    private void run(Supplier<NetworkFit> training, int epochs) {
      try {
        NetworkFit fitted = training.get();
        fit = fitted;
        loss = finite(fitted.validationLoss());
        done = fitted.parts().stream().allMatch(part -> part.history().size() < epochs);
      } catch (StorageException e) {
        throw e;
      } catch (FindingsException e) {
        failure = e;
        loss = Double.POSITIVE_INFINITY;
        done = true;
      }
    }

    private static double finite(double loss) {
      return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }

    private NetworkFit chosen(List<Trial> trials, UnaryOperator<NetworkFit> combine) {
      if (fit == null) {
        throw Objects.requireNonNull(failure);
      }
      Map<String, String> choices = new LinkedHashMap<>(trials.get(trial).values());
      choices.put("trial", "%d of %d".formatted(trial + 1, trials.size()));
      return combine.apply(new NetworkFit(fit.network(), fit.parts(), choices));
    }

    private void close() {
      if (fit != null) {
        fit.close();
        fit = null;
      }
    }
  }
}
