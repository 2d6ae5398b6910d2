package org.interfuse.encoder;

/**
 * How large a wide modality is.
 *
 * @param rows all that there are
 * @param trainingRows at most so many that a network learns from
 * @param columns p
 */
public record WideSize(long rows, long trainingRows, long columns) {}
