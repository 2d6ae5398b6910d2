package org.interfuse.training;

/**
 * The learning rate over a run: a linear rise over the first steps, then half a cosine down to 0
 * (Loshchilov and Hutter 2017).
 *
 * @param peak the highest rate
 * @param steps of the whole run
 * @param warmUp steps of the rise
 */
record Schedule(double peak, long steps, long warmUp) {
  static Schedule of(TrainingSpec spec, long stepsPerEpoch) {
    long steps = stepsPerEpoch * spec.epochs();
    return new Schedule(spec.learningRate(), steps, Math.round(steps * spec.warmUp()));
  }

  /** The rate of step {@code step}, counted from 0. */
  double rate(long step) {
    return peak * factor(step);
  }

  /** The rate's share of the peak, in (0, 1]. */
  double factor(long step) {
    if (step < warmUp) {
      return (step + 1.0) / (warmUp + 1.0);
    }
    double done = (double) (step - warmUp) / Math.max(1, steps - warmUp);
    return 0.5 * (1 + Math.cos(Math.PI * Math.min(1, done)));
  }
}
