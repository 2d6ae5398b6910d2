/** Encoders of images: convolutions from scratch, with group normalisation. */
@org.jspecify.annotations.NullMarked
package org.interfuse.encoder.image;
