package org.interfuse.training;

import java.util.List;

/**
 * How a training went.
 *
 * @param bestEpoch the epoch whose weights the model has, from 1
 * @param history every epoch run
 * @param stepsPerSecond optimiser steps a second
 * @param start whether what was trained is kept as the start of another part alone
 */
public record TrainingResult(
    int bestEpoch, List<EpochRecord> history, double stepsPerSecond, boolean start) {
  public TrainingResult {
    history = List.copyOf(history);
  }

  /** Of a part that is kept. */
  public TrainingResult(int bestEpoch, List<EpochRecord> history, double stepsPerSecond) {
    this(bestEpoch, history, stepsPerSecond, false);
  }

  /** The same of what another part starts from. */
  TrainingResult asStart() {
    return new TrainingResult(bestEpoch, history, stepsPerSecond, true);
  }

  /** The loss on the held-out rows at the best epoch; NaN where none were held out. */
  public double bestLoss() {
    return history.stream()
        .filter(record -> record.epoch() == bestEpoch)
        .mapToDouble(EpochRecord::validationLoss)
        .findFirst()
        .orElse(Double.NaN);
  }
}
