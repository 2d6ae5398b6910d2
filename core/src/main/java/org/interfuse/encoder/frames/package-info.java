/** Encoders of what follows each other in time. */
@org.jspecify.annotations.NullMarked
package org.interfuse.encoder.frames;
