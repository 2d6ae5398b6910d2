package org.interfuse.evaluation;

import org.interfuse.target.Target;

/**
 * What the training rows say of censoring: G(t) = P(C > t), and how long they were followed.
 * Nothing is known of censoring after that.
 *
 * @param survival G
 * @param lastFollowUp the largest training time, -∞ where there is no training row
 */
record Censoring(KaplanMeier survival, double lastFollowUp) {
  static Censoring of(Target training) {
    Target.Survival target = Outcomes.training(training);
    double last = Double.NEGATIVE_INFINITY;
    for (double time : target.times()) {
      last = time > last ? time : last;
    }
    return new Censoring(KaplanMeier.ofCensoring(target), last);
  }
}
