package org.interfuse.audit;

import java.util.Arrays;
import org.interfuse.evaluation.SpearmanCorrelation;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.Targets;

/** A number. */
record NumberQuestion(Target.Regression regression, int[] rows) implements Question {
  static final String MEASURE = "Spearman";
  private static final int FEWEST = 10;

  @Override
  public String target() {
    return regression.name();
  }

  @Override
  public String about() {
    return "target " + regression.name();
  }

  @Override
  public int siblings() {
    return 1;
  }

  @Override
  public double nearPerfect() {
    return 0.99;
  }

  @Override
  public double high() {
    return 0.80;
  }

  @Override
  public double chance() {
    return 0;
  }

  @Override
  public double outcome(int subject) {
    return regression.values()[subject];
  }

  @Override
  public double exposure(int subject) {
    return 1;
  }

  @Override
  public Strength strength(double[] values, boolean eitherWay, double z) {
    int[] known = Arrays.stream(rows).filter(i -> !Double.isNaN(values[i])).toArray();
    if (known.length < FEWEST) {
      return Strength.none(MEASURE);
    }
    Target.Regression truth = regression.select(known);
    Prediction scores = new Prediction.Values(Targets.select(values, known));
    double correlation = new SpearmanCorrelation().compute(truth, scores, truth);
    double value = eitherWay ? Math.abs(correlation) : correlation;
    return new Strength(
        MEASURE,
        value,
        LowerBounds.correlation(value, known.length, z),
        known.length,
        known.length);
  }
}
