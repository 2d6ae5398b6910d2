package org.interfuse.trees;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.interfuse.baseline.Loss;
import org.interfuse.baseline.Response;

/**
 * Trees in XGBoost's memory, freed on close. One thread.
 *
 * <p>The partial likelihood's derivatives are ours: those of XGBoost's own {@code survival:cox}
 * leave out, for the first of subjects tied in time, the events of those who are sorted behind.
 */
final class Ensemble implements AutoCloseable {
  /** Rows up to which every split is tried; beyond, splits between 256 quantiles of a column. */
  private static final int MOST_EXACT = 1000;

  private final Booster booster;
  private final TreeLabels labels;
  private int rounds;

  private Ensemble(Booster booster, TreeLabels labels) {
    this.booster = booster;
    this.labels = labels;
  }

  /** No trees yet. */
  static Ensemble begin(Matrix train, TreeLabels labels, int depth, double learningRate)
      throws XGBoostError {
    Map<String, Object> options = new HashMap<>(labels.options());
    options.put("nthread", 1);
    options.put("verbosity", 0);
    options.put("tree_method", train.count() > MOST_EXACT ? "hist" : "exact");
    options.put("max_depth", depth);
    options.put("eta", learningRate);
    return new Ensemble(XGBoost.train(train.rows(), options, 0, Map.of(), null, null), labels);
  }

  static Ensemble of(byte[] bytes, TreeLabels labels) throws XGBoostError {
    try {
      Booster booster = XGBoost.loadModel(new ByteArrayInputStream(bytes));
      booster.setParam("nthread", 1);
      return new Ensemble(booster, labels);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  /** Grows until there are so many rounds. */
  void grow(Matrix train, Response response, int target) throws XGBoostError {
    for (; rounds < target; rounds++) {
      if (response instanceof Response.Times) {
        boost(train, response.loss());
      } else {
        booster.update(train.rows(), rounds);
      }
    }
  }

  private void boost(Matrix train, Loss loss) throws XGBoostError {
    loss.evaluate(scores(train));
    double[] derivatives = new double[loss.rows()];
    loss.gradient(derivatives);
    float[] gradient = sums(derivatives);
    loss.diagonal(derivatives);
    booster.boost(train.rows(), rounds, gradient, sums(derivatives));
  }

  /** The loss is a mean, boosting takes the sum: otherwise least weights of leaves mean another. */
  private static float[] sums(double[] means) {
    float[] sums = new float[means.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = (float) (means.length * means[i]);
    }
    return sums;
  }

  /** Scores, class-major [K × n]. */
  double[] scores(Matrix matrix) throws XGBoostError {
    return labels.scores(booster.predict(matrix.rows(), true));
  }

  byte[] bytes() throws XGBoostError {
    return booster.toByteArray("ubj");
  }

  @Override
  public void close() {
    booster.dispose();
  }
}
