package org.interfuse.trees;

import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * A fitted ensemble as bytes of XGBoost's own format, so that no native memory outlives a call.
 * Immutable, thread-safe.
 *
 * @param bytes the ensemble
 * @param choice how it was grown
 * @param labels how its scores relate to the response
 * @param width columns
 */
record TreeModel(byte[] bytes, TreeChoice choice, TreeLabels labels, int width) {
  /**
   * Scores, class-major [K × n].
   *
   * @param values [n × width], row by row; NaN is missing
   */
  double[] scores(float[] values, int rows) {
    try (Matrix matrix = Matrix.of(values, rows, width);
        Ensemble ensemble = Ensemble.of(bytes, labels)) {
      return ensemble.scores(matrix);
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost cannot predict", e);
    }
  }
}
