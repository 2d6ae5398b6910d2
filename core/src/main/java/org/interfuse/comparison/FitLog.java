package org.interfuse.comparison;

import org.interfuse.cohort.Fold;
import org.interfuse.training.EpochLog;
import org.interfuse.training.EpochRecord;
import org.interfuse.training.ModalityProbe;

/**
 * Receives what the fits of a comparison say while it runs. Calls come from several threads, those
 * of one fit from one thread and in order.
 */
public interface FitLog {
  /** Keeps nothing. */
  FitLog NONE =
      new FitLog() {
        @Override
        public void epoch(Fit fit, String part, EpochRecord epoch) {}

        @Override
        public void fitted(Fit fit, Outcome outcome) {}

        @Override
        public void failed(Fit fit, String message) {}
      };

  /** An epoch of a network has ended; {@code part} is the modality's name in a late network. */
  void epoch(Fit fit, String part, EpochRecord epoch);

  /** A network of several modalities has been trained, and was asked with each of them alone. */
  default void probed(Fit fit, String part, ModalityProbe probe) {}

  /** A fit has ended. */
  void fitted(Fit fit, Outcome outcome);

  /** A fit has failed. */
  void failed(Fit fit, String message);

  /**
   * Which fit.
   *
   * @param candidate the candidate's name
   * @param fold the division
   * @param seed number of the repetition, from 0
   */
  record Fit(String candidate, Fold fold, int seed) {}

  /** What the network of one fit says goes to this log. */
  default EpochLog of(Fit fit) {
    return new EpochLog() {
      @Override
      public void epoch(String part, EpochRecord epoch) {
        FitLog.this.epoch(fit, part, epoch);
      }

      @Override
      public void probed(String part, ModalityProbe probe) {
        FitLog.this.probed(fit, part, probe);
      }
    };
  }
}
