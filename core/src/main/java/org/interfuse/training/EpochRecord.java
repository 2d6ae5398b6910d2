package org.interfuse.training;

/**
 * One epoch of a training.
 *
 * @param epoch from 1
 * @param trainingLoss mean over the epoch's steps
 * @param validationLoss on the rows held out; NaN if none are
 * @param validationMetric the target's primary metric on them; NaN if none are or it is undefined
 * @param gradientNorm mean global norm before clipping
 * @param learningRate of the epoch's last step
 */
public record EpochRecord(
    int epoch,
    double trainingLoss,
    double validationLoss,
    double validationMetric,
    double gradientNorm,
    double learningRate) {}
