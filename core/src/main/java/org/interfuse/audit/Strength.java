package org.interfuse.audit;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.audit.AuditFinding.Evidence;

/**
 * How well one thing alone answers a question.
 *
 * @param measure {@code AUROC}, {@code C} or {@code Spearman}
 * @param value the figure; NaN where too few subjects have a value
 * @param lower its lower bound, corrected for the number of looks
 * @param subjects who have a value
 * @param events positives or events among them; for numbers the subjects again
 */
record Strength(String measure, double value, double lower, int subjects, int events) {
  /** Where it cannot be judged. */
  static Strength none(String measure) {
    return new Strength(measure, Double.NaN, Double.NaN, 0, 0);
  }

  boolean reaches(double atLeast, double lowerAbove) {
    return value >= atLeast && lower > lowerAbove;
  }

  List<Evidence> evidence() {
    List<Evidence> figures = new ArrayList<>();
    figures.add(new Evidence(measure, value));
    figures.add(new Evidence("lower bound", lower));
    figures.add(new Evidence("subjects", subjects));
    if (!measure.equals(NumberQuestion.MEASURE)) {
      figures.add(new Evidence("events", events));
    }
    return figures;
  }
}
