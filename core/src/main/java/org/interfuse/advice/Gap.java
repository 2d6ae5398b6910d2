package org.interfuse.advice;

/**
 * How far one candidate stands above another.
 *
 * @param difference of the primary metric, more is better
 * @param standardError of the difference; NaN where the design gives none
 * @param shown whether a test that fits the design shows the first to be better by more than the
 *     margin
 */
public record Gap(double difference, double standardError, boolean shown) {}
