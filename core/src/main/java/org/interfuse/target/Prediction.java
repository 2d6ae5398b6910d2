package org.interfuse.target;

/**
 * Predictions of one target for n subjects. Arrays are shared, not copied; do not write to them.
 */
public sealed interface Prediction {
  /** Number of subjects. */
  int size();

  /** The same predictions for some subjects, in the order given. */
  Prediction select(int[] subjects);

  /**
   * Class probabilities.
   *
   * @param probabilities [subject][class], each row sums to 1
   */
  record Classes(double[][] probabilities) implements Prediction {
    @Override
    public int size() {
      return probabilities.length;
    }

    @Override
    public Classes select(int[] subjects) {
      return new Classes(rows(probabilities, subjects));
    }
  }

  /**
   * Probabilities of labels that do not exclude each other.
   *
   * @param probabilities [subject][label]
   */
  record Labels(double[][] probabilities) implements Prediction {
    @Override
    public int size() {
      return probabilities.length;
    }

    @Override
    public Labels select(int[] subjects) {
      return new Labels(rows(probabilities, subjects));
    }
  }

  /**
   * Real numbers in the target's unit.
   *
   * @param values [subject]
   */
  record Values(double[] values) implements Prediction {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Values select(int[] subjects) {
      return new Values(Targets.select(values, subjects));
    }
  }

  /**
   * Survival curves and a risk that orders subjects.
   *
   * @param risk [subject], higher means earlier event
   * @param times increasing times at which the curves are given, in the target's unit
   * @param survival [subject][time], probability of no event up to and including that time; right
   *     continuous step functions, 1 before the first time; without subjects where only the risk is
   *     known
   */
  record Survival(double[] risk, double[] times, double[][] survival) implements Prediction {
    /** A curve that should be one half may miss it by the rounding of its factors. */
    private static final double ROUNDING = 1e-12;

    /**
     * Curves whose risk is minus the area under them up to the last time (restricted mean survival
     * time, Royston and Parmar 2013). For one proportional-hazards model it orders subjects as
     * their log-risk does; averaged curves and the training prior have it too.
     */
    public static Survival ofCurves(double[] times, double[][] survival) {
      double[] risk = new double[survival.length];
      for (int subject = 0; subject < risk.length; subject++) {
        double from = 0;
        double height = 1;
        for (int t = 0; t < times.length; t++) {
          risk[subject] -= (times[t] - from) * height;
          from = times[t];
          height = survival[subject][t];
        }
      }
      return new Survival(risk, times, survival);
    }

    /** Risks alone, of a model whose curves nobody knows: metrics of curves are not defined. */
    public static Survival ofRisk(double[] risk) {
      return new Survival(risk, new double[0], new double[0][]);
    }

    /** Whether there are curves, not only risks. */
    public boolean hasCurves() {
      return survival.length == risk.length;
    }

    /**
     * The first time at which a subject's curve is at most one half; NaN where it stays above, or
     * where there is none.
     */
    public double median(int subject) {
      for (int t = 0; t < times.length; t++) {
        if (survival[subject][t] <= 0.5 + ROUNDING) {
          return times[t];
        }
      }
      return Double.NaN;
    }

    @Override
    public int size() {
      return risk.length;
    }

    @Override
    public Survival select(int[] subjects) {
      double[] selected = Targets.select(risk, subjects);
      return hasCurves()
          ? new Survival(selected, times, rows(survival, subjects))
          : ofRisk(selected);
    }

    /** S(t) of one subject: the step function's value at any time; NaN where there is none. */
    public double at(int subject, double time) {
      if (!hasCurves()) {
        return Double.NaN;
      }
      int index = java.util.Arrays.binarySearch(times, time);
      int last = index >= 0 ? index : -index - 2;
      return last < 0 ? 1.0 : survival[subject][last];
    }
  }

  private static double[][] rows(double[][] values, int[] subjects) {
    double[][] selected = new double[subjects.length][];
    for (int i = 0; i < subjects.length; i++) {
      selected[i] = values[subjects[i]];
    }
    return selected;
  }
}
