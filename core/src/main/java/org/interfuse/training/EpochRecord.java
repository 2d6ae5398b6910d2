package org.interfuse.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One epoch of a training.
 *
 * @param epoch from 1
 * @param trainingLoss mean over the epoch's steps
 * @param validationLoss on the rows held out; NaN if none are
 * @param validationMetric the target's primary metric on them; NaN if none are or it is undefined
 * @param gradientNorm mean global norm before clipping
 * @param learningRate of the epoch's last step
 * @param encoderGradientNorms by modality, the norm of its encoder's and projection's gradient in
 *     the epoch's last step before clipping; empty where there is one modality
 */
public record EpochRecord(
    int epoch,
    double trainingLoss,
    double validationLoss,
    double validationMetric,
    double gradientNorm,
    double learningRate,
    Map<String, Double> encoderGradientNorms) {
  public EpochRecord {
    encoderGradientNorms = Collections.unmodifiableMap(new LinkedHashMap<>(encoderGradientNorms));
  }
}
