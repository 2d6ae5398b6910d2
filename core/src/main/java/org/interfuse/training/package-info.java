/** The trainer: optimiser, schedule, early stopping. */
@org.jspecify.annotations.NullMarked
package org.interfuse.training;
