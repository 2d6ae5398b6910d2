package org.interfuse.baseline;

/**
 * η_k = b_k + Σ_j β_kj x_j.
 *
 * @param intercepts [K]; zeros for a partial likelihood
 * @param coefficients class-major [K × p]
 */
record LinearModel(double[] intercepts, double[] coefficients) {
  /** Scores, class-major [K × n]. */
  double[] scores(DesignMatrix design) {
    int outputs = intercepts.length;
    int width = design.width();
    double[] scores = new double[outputs * design.rows()];
    for (int i = 0; i < design.rows(); i++) {
      for (int k = 0; k < outputs; k++) {
        double sum = intercepts[k];
        for (int j = 0; j < width; j++) {
          sum += coefficients[k * width + j] * design.values()[i * width + j];
        }
        scores[k * design.rows() + i] = sum;
      }
    }
    return scores;
  }
}
