/** The encoder of wide modalities: a million columns, read in tiles. */
@org.jspecify.annotations.NullMarked
package org.interfuse.encoder.wide;
