package org.interfuse.proof;

/**
 * Gathers figures of one property over many cases and keeps the worst. A NaN is the worst of all.
 */
final class Worst {
  private final String name;
  private final double tolerance;
  private final boolean floor;
  private boolean failed;
  private boolean seen;
  private double figure;
  private String detail = "no case applies";

  private Worst(String name, double tolerance, boolean floor) {
    this.name = name;
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

  void see(double value, String where) {
    boolean holds = floor ? value > tolerance : value <= tolerance;
    boolean worse = floor ? value < figure : value > figure;
    if (!seen || Double.isNaN(value) || (worse && !Double.isNaN(figure))) {
      figure = value;
      detail = where;
    }
    seen = true;
    failed |= !holds;
  }

  Proof proof() {
    return new Proof(name, !failed, figure, tolerance, detail);
  }
}
