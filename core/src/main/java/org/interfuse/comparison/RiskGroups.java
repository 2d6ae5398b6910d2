package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.KaplanMeierInterval;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * Kaplan–Meier curves of groups of predicted risk: thirds, or halves of a small cohort. A subject's
 * group is its rank of risk within its test part, as the risks of different models are not on one
 * scale; each subject counts once, as predicted by the first seed's model of the first pass that
 * did not see it. Curves are given at even times, which are nobody's own, and end where fewer
 * subjects are at risk than may be shown.
 *
 * @param target the target's name
 * @param candidate the candidate's name
 * @param times even, from 0
 * @param riskTimes those of {@code times} at which numbers at risk are given
 * @param groups by ascending risk
 */
public record RiskGroups(
    String target, String candidate, double[] times, double[] riskTimes, List<Group> groups) {
  private static final int SUBJECTS_FOR_THIRDS = 90;
  private static final int STEPS_A_TICK = 10;

  public RiskGroups {
    groups = List.copyOf(groups);
  }

  /**
   * One group.
   *
   * @param name for people
   * @param subjects how many
   * @param atRisk at each of {@code riskTimes}; -1 where they are fewer than may be shown
   * @param survival at each time, with its interval; NaN where too few are at risk
   */
  public record Group(String name, int subjects, int[] atRisk, List<Estimate> survival) {
    public Group {
      survival = List.copyOf(survival);
    }
  }

  /** The groups of the primary candidate and of the best baseline, for targets of survival. */
  public static List<RiskGroups> of(
      ComparisonResult result, ComparisonSpec spec, int smallestCell) {
    List<RiskGroups> all = new ArrayList<>();
    List<Target> targets = result.protocol().cohort().targets();
    for (int t = 0; t < targets.size(); t++) {
      if (targets.get(t) instanceof Target.Survival) {
        Pool pool = Pool.of(result.protocol(), t);
        Target.Survival truth = (Target.Survival) pool.truth();
        Grid grid = Grid.of(truth, smallestCell);
        if (grid != null && pool.foldOf().length > 0) {
          for (CandidateResult candidate : Roles.of(result, spec, targets.get(t)).chosen()) {
            Prediction.Survival prediction =
                (Prediction.Survival) pool.predictions(candidate, t).get(0);
            int[] group = groups(prediction.risk(), pool.foldOf()[0]);
            RiskGroups drawn = grid.draw(truth, candidate.name(), group, result.protocol().level());
            if (drawn.groups.size() > 1) {
              all.add(drawn);
            }
          }
        }
      }
    }
    return all;
  }

  private static List<String> names(int count) {
    return count == 3
        ? List.of("low predicted risk", "medium predicted risk", "high predicted risk")
        : List.of("lower predicted risk", "higher predicted risk");
  }

  /** Per subject its group; equal risks share one. */
  private static int[] groups(double[] risk, int[] foldOf) {
    int count = risk.length >= SUBJECTS_FOR_THIRDS ? 3 : 2;
    int[] group = new int[risk.length];
    for (int i = 0; i < risk.length; i++) {
      double below = 0;
      int all = 0;
      for (int j = 0; j < risk.length; j++) {
        if (foldOf[j] == foldOf[i]) {
          all++;
          below += risk[j] < risk[i] ? 1 : risk[j] == risk[i] ? 0.5 : 0;
        }
      }
      group[i] = Math.min(count - 1, (int) (count * below / all));
    }
    return group;
  }

  /** The times at which curves are given. */
  private record Grid(double step, int steps, int smallestCell) {
    /** As far as enough subjects are at risk in all; null where there is no such time. */
    static @org.jspecify.annotations.Nullable Grid of(Target.Survival truth, int smallestCell) {
      double[] times = truth.times().clone();
      Arrays.sort(times);
      if (times.length < 2 * smallestCell || !(times[times.length - smallestCell] > 0)) {
        return null;
      }
      double last = times[times.length - smallestCell];
      double step = round(last / 5) / STEPS_A_TICK;
      return new Grid(step, (int) Math.floor(last / step), smallestCell);
    }

    /** The smallest of 1, 2, 5 times a power of ten that is not below. */
    private static double round(double least) {
      double power = Math.pow(10, Math.floor(Math.log10(least)));
      return Arrays.stream(new double[] {1, 2, 5, 10})
          .map(factor -> factor * power)
          .filter(value -> value >= least * (1 - 1e-9))
          .findFirst()
          .orElse(10 * power);
    }

    RiskGroups draw(Target.Survival truth, String candidate, int[] group, double level) {
      int count = truth.size() >= SUBJECTS_FOR_THIRDS ? 3 : 2;
      double[] times = IntStream.rangeClosed(0, steps).mapToDouble(i -> i * step).toArray();
      double[] riskTimes =
          IntStream.rangeClosed(0, steps / STEPS_A_TICK)
              .mapToDouble(i -> times[i * STEPS_A_TICK])
              .toArray();
      List<Group> groups = new ArrayList<>();
      for (int g = 0; g < count; g++) {
        int own = g;
        int[] members = IntStream.range(0, group.length).filter(i -> group[i] == own).toArray();
        if (members.length >= smallestCell) {
          groups.add(group(names(count).get(g), truth.select(members), times, riskTimes, level));
        }
      }
      return new RiskGroups(truth.name(), candidate, times, riskTimes, groups);
    }

    private Group group(
        String name, Target.Survival own, double[] times, double[] riskTimes, double level) {
      List<Estimate> survival = new ArrayList<>();
      for (double time : times) {
        survival.add(
            atRisk(own, time) < smallestCell
                ? new Estimate(Double.NaN, Double.NaN, Double.NaN, level, 0)
                : KaplanMeierInterval.at(own.times(), own.events(), time, level));
      }
      int[] atRisk =
          Arrays.stream(riskTimes)
              .mapToInt(time -> atRisk(own, time))
              .map(count -> count < smallestCell ? -1 : count)
              .toArray();
      return new Group(name, own.size(), atRisk, survival);
    }

    private static int atRisk(Target.Survival own, double time) {
      return (int) Arrays.stream(own.times()).filter(end -> end >= time).count();
    }
  }
}
