/** Encode, fuse, predict: the whole model, and the file that keeps it. */
@org.jspecify.annotations.NullMarked
package org.interfuse.model;
