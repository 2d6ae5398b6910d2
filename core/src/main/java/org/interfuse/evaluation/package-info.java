/**
 * How good predictions are: metrics, their intervals, and what both are built from. Every metric
 * skips the rows whose target is missing and is NaN where it is undefined.
 */
@org.jspecify.annotations.NullMarked
package org.interfuse.evaluation;
