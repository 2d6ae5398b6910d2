package org.interfuse.tensor;

/** How a parameter begins. */
public sealed interface Initialisation {
  /** Every element the same. */
  record Constant(double value) implements Initialisation {}

  /** Uniform in ±bound. */
  record Uniform(double bound) implements Initialisation {}

  /** Normal around 0. */
  record Normal(double deviation) implements Initialisation {}

  static Initialisation zeros() {
    return new Constant(0);
  }

  static Initialisation ones() {
    return new Constant(1);
  }

  /** Uniform in ±1/√fanIn, the usual start of a linear layer. */
  static Initialisation linear(long fanIn) {
    return new Uniform(1 / Math.sqrt(Math.max(1, fanIn)));
  }

  /** Uniform in ±√(6 / (fanIn + fanOut)) (Glorot and Bengio 2010). */
  static Initialisation glorot(long fanIn, long fanOut) {
    return new Uniform(Math.sqrt(6.0 / (fanIn + fanOut)));
  }
}
