package org.interfuse.audit;

import java.util.Arrays;
import org.interfuse.evaluation.HarrellConcordance;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.Targets;

/** Who has the event earlier. */
record SurvivalQuestion(Target.Survival survival, int[] rows) implements Question {
  private static final String MEASURE = "C";
  private static final int FEWEST_EVENTS = 10;
  private static final double[] NO_CURVE = new double[0];

  @Override
  public String target() {
    return survival.name();
  }

  @Override
  public String about() {
    return "target " + survival.name();
  }

  @Override
  public int siblings() {
    return 1;
  }

  @Override
  public double nearPerfect() {
    return 0.95;
  }

  @Override
  public double high() {
    return 0.85;
  }

  @Override
  public double chance() {
    return 0.5;
  }

  @Override
  public double outcome(int subject) {
    return survival.events()[subject] ? 1 : 0;
  }

  @Override
  public double exposure(int subject) {
    return survival.times()[subject];
  }

  @Override
  public Strength strength(double[] values, boolean eitherWay, double z) {
    int[] known = Arrays.stream(rows).filter(i -> !Double.isNaN(values[i])).toArray();
    Target.Survival truth = survival.select(known);
    int events = 0;
    for (boolean event : truth.events()) {
      events += event ? 1 : 0;
    }
    if (events < FEWEST_EVENTS) {
      return Strength.none(MEASURE);
    }
    double[][] curves = new double[known.length][];
    Arrays.fill(curves, NO_CURVE);
    Prediction risk = new Prediction.Survival(Targets.select(values, known), NO_CURVE, curves);
    double concordance = new HarrellConcordance().compute(truth, risk, truth);
    double value = eitherWay ? Math.max(concordance, 1 - concordance) : concordance;
    return new Strength(
        MEASURE, value, LowerBounds.concordance(value, events, z), known.length, events);
  }
}
