package org.interfuse.model;

import org.interfuse.encoder.EncoderSpec;
import org.jspecify.annotations.Nullable;

/**
 * How one modality is encoded.
 *
 * @param modality its name in the study
 * @param encoder the encoder's options
 * @param learningRate its own peak learning rate; null for the training's
 */
public record ModalityEncoder(
    String modality, EncoderSpec encoder, @Nullable Double learningRate) {}
