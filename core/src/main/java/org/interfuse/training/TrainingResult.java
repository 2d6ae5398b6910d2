package org.interfuse.training;

import java.util.List;

/**
 * How a training went.
 *
 * @param bestEpoch the epoch whose weights the model has, from 1
 * @param history every epoch run
 * @param stepsPerSecond optimiser steps a second
 */
public record TrainingResult(int bestEpoch, List<EpochRecord> history, double stepsPerSecond) {
  public TrainingResult {
    history = List.copyOf(history);
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
