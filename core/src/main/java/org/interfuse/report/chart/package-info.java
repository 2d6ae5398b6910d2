/** Figures in SVG: axes with round ticks, lines, intervals, availability. */
@org.jspecify.annotations.NullMarked
package org.interfuse.report.chart;
