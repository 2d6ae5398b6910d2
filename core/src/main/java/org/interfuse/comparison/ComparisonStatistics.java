package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.target.Target;

/**
 * What a comparison says: the verdict first, then what it rests on.
 *
 * @param verdicts one for each target
 * @param contrasts target by target, the confirmatory ones first
 * @param bestOfMany one for each target where there is a choice
 * @param subgroups of the columns that the study reports by
 * @param curves calibration, net benefit and agreement
 * @param warnings where the folds are too small or too few
 */
public record ComparisonStatistics(
    List<OverallVerdict> verdicts,
    List<Contrast> contrasts,
    List<BestOfMany> bestOfMany,
    Subgroups subgroups,
    Curves curves,
    List<Finding> warnings) {
  public ComparisonStatistics {
    verdicts = List.copyOf(verdicts);
    contrasts = List.copyOf(contrasts);
    bestOfMany = List.copyOf(bestOfMany);
    warnings = List.copyOf(warnings);
  }

  /**
   * The margin of a target.
   *
   * @throws IllegalArgumentException if there is no such target
   */
  public TargetMargin margin(String target) {
    return verdicts.stream()
        .map(OverallVerdict::margin)
        .filter(margin -> margin.target().equals(target))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target named '" + target + "'"));
  }

  /** Computes everything from the fits that a comparison made. */
  public static ComparisonStatistics of(
      ComparisonResult result, ComparisonSpec spec, ReportSpec report) {
    Protocol protocol = result.protocol();
    List<Contrast> contrasts = Contrasts.of(result, spec);
    List<OverallVerdict> verdicts = new ArrayList<>();
    List<BestOfMany> best = new ArrayList<>();
    List<Subgroup> shown = new ArrayList<>();
    List<Subgroup.Hidden> hidden = new ArrayList<>();
    List<Curves.Calibration> calibration = new ArrayList<>();
    List<Curves.Decision> decision = new ArrayList<>();
    List<Curves.Regression> regression = new ArrayList<>();
    List<Target> targets = protocol.cohort().targets();
    for (int t = 0; t < targets.size(); t++) {
      Roles roles = Roles.of(result, spec, targets.get(t));
      verdicts.add(
          OverallVerdict.of(
              roles.metric(),
              spec.primary(),
              spec.margin().of(targets.get(t)),
              Gaps.of(result, spec, roles),
              contrasts));
      Pool pool = Pool.of(protocol, t);
      BestOfMany.of(protocol, roles, pool, t).ifPresent(best::add);
      Subgroups subgroups = Subgroups.of(protocol, report, roles, pool, t);
      shown.addAll(subgroups.shown());
      hidden.addAll(subgroups.hidden());
      Curves curves = Curves.of(protocol, report, roles, pool, t);
      calibration.addAll(curves.calibration());
      decision.addAll(curves.decision());
      regression.addAll(curves.regression());
    }
    return new ComparisonStatistics(
        verdicts,
        contrasts,
        best,
        new Subgroups(shown, hidden),
        new Curves(calibration, decision, regression),
        FoldWarnings.of(protocol));
  }
}
