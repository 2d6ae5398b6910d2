package org.interfuse.report.chart;

import org.jspecify.annotations.Nullable;

/**
 * One line of a chart. Points whose x or y is not finite are left out and break the line.
 *
 * @param name for the legend and the table
 * @param look which of the styles, from 0 for the most prominent; {@link #FAINT} for one of many
 * @param x ascending
 * @param y as many
 * @param lower of a band, or null
 * @param upper of the band, or null
 * @param steps whether a value holds until the next x, as a survival curve does
 * @param marks whether each point is marked
 * @param shift units of the drawing by which it stands further right, so that intervals of several
 *     series at the same x do not hide each other
 */
public record Series(
    String name,
    int look,
    double[] x,
    double[] y,
    double @Nullable [] lower,
    double @Nullable [] upper,
    boolean steps,
    boolean marks,
    double shift) {
  /** A thin grey line without an entry of its own in the legend. */
  public static final int FAINT = -1;

  /** Styles that can be told apart. */
  public static final int LOOKS = 6;

  /** A line. */
  public static Series line(String name, int look, double[] x, double[] y) {
    return new Series(name, look, x, y, null, null, false, false, 0);
  }

  /** The same with a band. */
  public Series within(double[] low, double[] high) {
    return new Series(name, look, x, y, low, high, steps, marks, shift);
  }

  /** The same with a mark at each point. */
  public Series marked() {
    return new Series(name, look, x, y, lower, upper, steps, true, shift);
  }

  /** The same in steps. */
  public Series stepped() {
    return new Series(name, look, x, y, lower, upper, true, marks, shift);
  }

  /** The same, a little further right. */
  public Series shifted(double units) {
    return new Series(name, look, x, y, lower, upper, steps, marks, units);
  }

  String style() {
    return look < 0 ? "faint" : "s" + look % LOOKS;
  }
}
