package org.interfuse.explain;

/**
 * The Gauss–Legendre rule on [0, 1]: exact for polynomials of degree up to 2n − 1.
 *
 * @param nodes in (0, 1), ascending
 * @param weights their sum is 1
 */
record GaussLegendre(double[] nodes, double[] weights) {
  private static final int MOST_ITERATIONS = 100;

  /** The rule of n nodes: the roots of the Legendre polynomial P_n, by Newton's method. */
  static GaussLegendre of(int n) {
    double[] nodes = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < (n + 1) / 2; i++) {
      double x = Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
      double slope = 0;
      for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
        double previous = 1; // P_0
        double value = x; // P_1
        for (int k = 2; k <= n; k++) {
          double next = ((2 * k - 1) * x * value - (k - 1) * previous) / k;
          previous = value;
          value = next;
        }
        slope = n * (x * value - previous) / (x * x - 1);
        double step = value / slope;
        x -= step;
        if (Math.abs(step) < 1e-15) {
          break;
        }
      }
      nodes[i] = (1 - x) / 2;
      nodes[n - 1 - i] = (1 + x) / 2;
      weights[i] = 1 / ((1 - x * x) * slope * slope);
      weights[n - 1 - i] = weights[i];
    }
    return new GaussLegendre(nodes, weights);
  }
}
