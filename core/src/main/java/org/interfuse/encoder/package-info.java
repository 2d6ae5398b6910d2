/** Modality to representation. */
@org.jspecify.annotations.NullMarked
package org.interfuse.encoder;
