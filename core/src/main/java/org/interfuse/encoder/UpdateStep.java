package org.interfuse.encoder;

import org.interfuse.tensor.Seed;

/**
 * One step of training, as an encoder needs it that updates its own weights.
 *
 * @param number of the step since training began, from 1
 * @param learningRate the schedule's rate, above 0
 * @param weightDecay decoupled weight decay, 0 or more
 * @param gradientFactor what the gradient is multiplied by: less than 1 where it was clipped
 * @param seed of this step's random numbers
 */
public record UpdateStep(
    long number, double learningRate, double weightDecay, double gradientFactor, Seed seed) {}
