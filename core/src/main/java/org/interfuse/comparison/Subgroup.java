package org.interfuse.comparison;

import java.util.List;
import org.interfuse.evaluation.Estimate;

/**
 * The primary metric among the subjects of one value of a column: within folds, averaged by the
 * subjects that each has, with bootstrap intervals over subjects or groups.
 *
 * @param column of the cohort's table
 * @param level its value; empty for those without one
 * @param subjects how many have the target
 * @param target the target's name
 * @param metric the metric's name
 * @param figures of the primary candidate, then of the best baseline
 * @param difference primary minus best baseline on the same resamples, positive where the primary
 *     is better; NaN where one of them is missing
 */
public record Subgroup(
    String column,
    String level,
    int subjects,
    String target,
    String metric,
    List<Figure> figures,
    Estimate difference) {
  public Subgroup {
    figures = List.copyOf(figures);
  }

  /** One candidate's. */
  public record Figure(String candidate, Estimate estimate) {}

  /**
   * What is not shown.
   *
   * @param column of the cohort's table
   * @param target the target's name
   * @param levels how many values have too few subjects
   */
  public record Hidden(String column, String target, int levels) {}
}
