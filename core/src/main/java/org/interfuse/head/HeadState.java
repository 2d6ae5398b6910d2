package org.interfuse.head;

import java.util.Map;

/** Reads the figures a head kept in a model file. */
final class HeadState {
  private HeadState() {}

  /** The figures under a name; an error that names it where there are none. */
  static double[] figures(Map<String, double[]> state, String name) {
    double[] figures = state.get(name);
    if (figures == null) {
      throw new IllegalArgumentException("head: the model file lacks '" + name + "'");
    }
    return figures;
  }
}
