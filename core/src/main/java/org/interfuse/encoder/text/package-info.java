/** Encoders of texts: tokens that are codes of a vocabulary. */
@org.jspecify.annotations.NullMarked
package org.interfuse.encoder.text;
