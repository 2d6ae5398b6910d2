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
}
