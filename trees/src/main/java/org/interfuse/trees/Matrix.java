package org.interfuse.trees;

import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.interfuse.tensor.Torch;

/** Rows in XGBoost's memory, freed on close. */
record Matrix(DMatrix rows, int count) implements AutoCloseable {
  /**
   * Copies rows.
   *
   * @param values [rows × width]; NaN is missing
   */
  static Matrix of(float[] values, int rows, int width) throws XGBoostError {
    Torch.load(); // its OpenMP comes with it, so that XGBoost finds one on any machine
    return new Matrix(new DMatrix(values, rows, width, Float.NaN), rows);
  }

  @Override
  public void close() {
    rows.dispose();
  }
}
