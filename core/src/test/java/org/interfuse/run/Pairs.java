package org.interfuse.run;

/** Rank metrics as their papers define them: every pair looked at. */
final class Pairs {
  private Pairs() {}

  /** Share of pairs of a positive and a negative subject that are ordered rightly; ties half. */
  static double area(boolean[] positive, double[] score) {
    double right = 0;
    double pairs = 0;
    for (int i = 0; i < score.length; i++) {
      for (int j = 0; j < score.length; j++) {
        if (positive[i] && !positive[j]) {
          pairs++;
          right += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
        }
      }
    }
    return right / pairs;
  }

  /** Harrell: of pairs whose earlier time is an event, those with the higher risk there. */
  static double concordance(double[] times, boolean[] events, double[] risk) {
    double right = 0;
    double pairs = 0;
    for (int i = 0; i < risk.length; i++) {
      for (int j = 0; j < risk.length; j++) {
        boolean later = times[j] > times[i] || (times[j] == times[i] && !events[j]);
        if (i != j && events[i] && later) {
          pairs++;
          right += risk[i] > risk[j] ? 1 : risk[i] == risk[j] ? 0.5 : 0;
        }
      }
    }
    return right / pairs;
  }
}
