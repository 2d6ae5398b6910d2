package org.interfuse.proof;

/**
 * Gathers figures of one property over many cases and keeps the worst. A NaN is the worst of all;
 * it is also the figure, of a property that holds, where no case applies.
 */
final class Worst {
  private final String name;
  private final double usual;
  private final boolean floor;
  private double tolerance;
  private boolean failed;
  private boolean seen;
  private double figure;
  private String detail = "no case applies";

  private Worst(String name, double tolerance, boolean floor) {
    this.name = name;
    this.usual = tolerance;
    this.tolerance = tolerance;
    this.floor = floor;
    this.figure = tolerance;
  }

  /** Figures must not exceed the tolerance. */
  static Worst atMost(String name, double tolerance) {
    return new Worst(name, tolerance, false);
  }

  /** Figures must exceed the floor. */
  static Worst above(String name, double floor) {
    return new Worst(name, floor, true);
  }

  String name() {
    return name;
  }

  /** Found against declared. */
  void see(ParameterCount count) {
    see(
        Math.abs(count.found() - count.declared()),
        "%s: %d created, %d derived".formatted(count.built(), count.found(), count.declared()));
  }

  void see(double value, String where) {
    see(value, usual, where);
  }

  /** A figure with a bound of its own: the worst is the one that fills its bound most. */
  void see(double value, double bound, String where) {
    boolean holds = floor ? value > bound : value <= bound;
    boolean worse = floor ? value < figure : fill(value, bound) > fill(figure, tolerance);
    if (!seen || Double.isNaN(value) || (worse && !Double.isNaN(figure))) {
      figure = value;
      tolerance = bound;
      detail = where;
    }
    seen = true;
    failed |= !holds;
  }

  private static double fill(double value, double bound) {
    return bound == 0 ? value : value / bound;
  }

  Proof proof() {
    return new Proof(name, !failed, seen ? figure : Double.NaN, tolerance, floor, detail);
  }
}
