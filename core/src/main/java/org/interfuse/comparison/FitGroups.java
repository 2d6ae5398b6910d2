package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Which fits of a comparison are made at once: those of a candidate on all folds with all seeds, as
 * many as {@link org.interfuse.training.Replicas} allows. It depends on the study alone, not on
 * workers nor on what is finished already, so a fit has the same company whenever it is made (law
 * 6).
 */
final class FitGroups {
  private FitGroups() {}

  /**
   * What a candidate allows.
   *
   * @param most fits that are made at once, 1 or more
   * @param acrossFolds whether fits of several folds may be together
   */
  record Rule(int most, boolean acrossFolds) {
    static final Rule ALONE = new Rule(1, false);
  }

  /**
   * Groups the fits, each group where its first fit was.
   *
   * @param rule asked once a candidate, with its first fit
   */
  static List<List<PlannedFit>> of(List<PlannedFit> fits, Function<PlannedFit, Rule> rule) {
    List<List<PlannedFit>> groups = new ArrayList<>();
    List<CandidateSpec> seen = new ArrayList<>();
    List<List<PlannedFit>> all = new ArrayList<>();
    for (PlannedFit fit : fits) {
      if (seen.stream().noneMatch(candidate -> candidate == fit.candidate())) {
        seen.add(fit.candidate());
        List<PlannedFit> own = fits.stream().filter(fit::isAlike).toList();
        groups.addAll(divided(own, rule.apply(fit)));
      }
    }
    for (PlannedFit fit : fits) {
      groups.stream().filter(group -> group.get(0) == fit).forEach(all::add);
    }
    return all;
  }

  private static List<List<PlannedFit>> divided(List<PlannedFit> own, Rule rule) {
    List<List<PlannedFit>> groups = new ArrayList<>();
    List<PlannedFit> last = List.of();
    for (PlannedFit fit : own) {
      boolean joins =
          !last.isEmpty()
              && last.size() < rule.most()
              && (rule.acrossFolds() || last.get(0).fold() == fit.fold());
      if (!joins) {
        last = new ArrayList<>();
        groups.add(last);
      }
      last.add(fit);
    }
    return groups;
  }
}
