package org.interfuse.encoder;

import org.interfuse.preprocessing.WideFeatures;

/**
 * The rows of a wide modality of those subjects of a batch who have it.
 *
 * @param features decoded in tiles by the encoder
 * @param rows [n] rows of {@code features}
 */
public record WideRows(WideFeatures features, int[] rows) {}
