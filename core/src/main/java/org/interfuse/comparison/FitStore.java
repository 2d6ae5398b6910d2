package org.interfuse.comparison;

import java.util.Optional;
import org.interfuse.training.Checkpoints;

/**
 * Keeps finished fits and the state of unfinished ones, so that an interrupted comparison goes on
 * where it stopped. Called from several threads.
 */
public interface FitStore {
  /** Keeps nothing. */
  FitStore NONE =
      new FitStore() {
        @Override
        public Optional<Outcome> find(FitKey key) {
          return Optional.empty();
        }

        @Override
        public void keep(FitKey key, Outcome outcome) {}

        @Override
        public Checkpoints checkpoints(FitKey key) {
          return Checkpoints.none();
        }
      };

  /** What a finished fit gave. */
  Optional<Outcome> find(FitKey key);

  /** Keeps what a fit gave; its checkpoints are no longer needed. */
  void keep(FitKey key, Outcome outcome);

  /** Where an unfinished fit keeps its state. */
  Checkpoints checkpoints(FitKey key);
}
