/** Metrics, intervals, tests. */
@org.jspecify.annotations.NullMarked
package org.interfuse.evaluation;
