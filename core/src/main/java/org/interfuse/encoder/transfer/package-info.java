/**
 * Encoders that were trained elsewhere: their preprocessing and parameters are taken over from a
 * model file, and kept as they are or trained on.
 */
@NullMarked
package org.interfuse.encoder.transfer;

import org.jspecify.annotations.NullMarked;
