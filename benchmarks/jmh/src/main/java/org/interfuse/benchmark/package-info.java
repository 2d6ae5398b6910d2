/**
 * Kernels of the training engine under JMH: figures to compare on one machine, never assertions.
 */
@org.jspecify.annotations.NullMarked
package org.interfuse.benchmark;
