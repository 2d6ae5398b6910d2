package org.interfuse.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/** Fits the linear model of one set of columns on the training subjects who have them. */
final class LinearFit {
  private static final double TOLERANCE = 1e-7;

  private final Linear options;
  private final PreparedCohort data;
  private final Target target;
  private final int[] train;
  private final int @Nullable [] groups;

  /**
   * A fit.
   *
   * @param train subjects who have the target
   * @param groups per subject of the cohort its group, or null
   */
  LinearFit(
      Linear options, PreparedCohort data, Target target, int[] train, int @Nullable [] groups) {
    this.options = options;
    this.data = data;
    this.target = target;
    this.train = train;
    this.groups = groups;
  }

  LinearPart fit(Inputs inputs, Seed seed) {
    Inputs.Rows rows = inputs.of(data);
    int problems = Response.count(target);
    List<LinearModel> models = new ArrayList<>();
    double[] penalties = new double[problems];
    StepFunction hazard = null;
    for (int problem = 0; problem < problems; problem++) {
      int[] subjects = subjects(rows, problem);
      Response response = Response.of(target, problem, subjects);
      DesignMatrix design =
          DesignMatrix.of(
              rows.features(),
              Arrays.stream(subjects).map(s -> rows.rowOf()[s]).toArray(),
              rows.rotated());
      PathSolver.Factory factory = factory(design);
      penalties[problem] =
          penalty(factory, response, groupsOf(subjects), seed.at("problem", problem));
      PathSolver solver = solve(factory, response, penalties[problem]);
      models.add(solver.model());
      hazard = hazard(response, solver);
    }
    return new LinearPart(inputs, models, penalties, hazard);
  }

  /** The training subjects with these columns and an outcome. */
  private int[] subjects(Inputs.Rows rows, int problem) {
    return Arrays.stream(train)
        .filter(s -> rows.rowOf()[s] >= 0 && Response.has(target, problem, s))
        .toArray();
  }

  /** Per row the group that inner folds keep whole: its own where subjects are independent. */
  private int[] groupsOf(int[] subjects) {
    return groups == null
        ? IntStream.range(0, subjects.length).toArray()
        : Arrays.stream(subjects).map(subject -> groups[subject]).toArray();
  }

  private PathSolver.Factory factory(DesignMatrix design) {
    return options.l1Ratio() == 0
        ? RidgePath.factory(design)
        : ElasticNetPath.factory(design, options.l1Ratio());
  }

  private double penalty(PathSolver.Factory factory, Response response, int[] blocks, Seed seed) {
    if (!response.varies()) {
      return Double.POSITIVE_INFINITY;
    }
    double[] path = options.path(factory.path(response));
    return path.length == 0
        ? Double.POSITIVE_INFINITY
        : PenaltyChoice.choose(factory, response, blocks, path, options, seed);
  }

  private static PathSolver solve(PathSolver.Factory factory, Response response, double penalty) {
    PathSolver solver = factory.on(response, IntStream.range(0, response.size()).toArray());
    if (response.size() > 0) {
      solver.solve(penalty, TOLERANCE);
    }
    return solver;
  }

  private static @Nullable StepFunction hazard(Response response, PathSolver solver) {
    return response instanceof Response.Times times
        ? EventTimes.breslow(times, solver.scores())
        : null;
  }
}
