package org.interfuse.training;

import java.util.List;

/**
 * Where a training stands after an epoch, beside its tensors. Random numbers are keyed by epoch and
 * step, so no generator has a state to keep.
 *
 * @param epoch finished epochs
 * @param steps finished optimiser steps
 * @param bestLoss the smallest validation loss so far, infinite before the first
 * @param bestEpoch where it was, 0 before the first
 * @param history every finished epoch
 */
record TrainingState(
    int epoch, long steps, double bestLoss, int bestEpoch, List<EpochRecord> history) {
  /** Before the first epoch. */
  static final TrainingState START =
      new TrainingState(0, 0, Double.POSITIVE_INFINITY, 0, List.of());

  TrainingState {
    history = List.copyOf(history);
  }
}
