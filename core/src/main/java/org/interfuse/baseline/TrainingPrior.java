package org.interfuse.baseline;

import java.util.Arrays;
import org.interfuse.target.Target;

/** What the training subjects say of anybody: shares, mean, or the Kaplan–Meier curve. */
final class TrainingPrior {
  private TrainingPrior() {}

  /** The prior on the outcome's scale. {@code train} are subjects who have the target. */
  static double[] of(Target target, int[] train, Outcome outcome) {
    double[] prior = new double[outcome.width()];
    if (target instanceof Target.Multilabel) {
      for (int label = 0; label < prior.length; label++) {
        prior[label] = share(target, label, train);
      }
      return prior;
    }
    Response response = Response.of(target, 0, train);
    if (response instanceof Response.Classes classes) {
      for (int label : classes.labels()) {
        prior[label] += 1.0 / train.length;
      }
      return prior;
    }
    if (response instanceof Response.Reals reals) {
      return new double[] {Arrays.stream(reals.values()).average().orElse(0)};
    }
    return EventTimes.kaplanMeier((Response.Times) response).at(outcome.times());
  }

  /** Of those whose label is known the share who have it; one half where nobody's is. */
  private static double share(Target target, int label, int[] train) {
    int[] known =
        Arrays.stream(train).filter(subject -> Response.has(target, label, subject)).toArray();
    Response.Classes labels = (Response.Classes) Response.of(target, label, known);
    return Arrays.stream(labels.labels()).average().orElse(0.5);
  }
}
