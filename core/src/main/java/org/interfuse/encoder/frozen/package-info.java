/**
 * Encoders whose network is frozen: what it makes of a text or an image is computed once, kept on
 * disk, and read by every fold, candidate and run.
 */
@NullMarked
package org.interfuse.encoder.frozen;

import org.jspecify.annotations.NullMarked;
