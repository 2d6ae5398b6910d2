package org.interfuse.explain;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.model.Ensemble;
import org.interfuse.model.PathIntegrals;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;

/**
 * Integrated gradients (Sundararajan, Taly and Yan 2017, arXiv:1703.01365): (x_j − x'_j) ∫₀¹
 * ∂f/∂x_j (x' + a (x − x')) da for every prepared feature j. The baseline x' has 0 for every
 * number, which is the training mean where columns are standardised, and for every category the
 * bucket of the missing and unseen; the subject lacks at the baseline what it lacks anyway, and
 * modalities without columns (wide ones, texts, images) are at the baseline what they are.
 *
 * <p>Completeness: the attributions sum to f(x) − f(x'), where f(x) is the prediction itself. The
 * nodes of a Gauss–Legendre rule are doubled for those subjects whose sum misses by more than
 * {@value Attributions#RELATIVE} of the difference and {@value Attributions#ROUNDING} of the size
 * of what is predicted, from {@value #FEWEST} to {@value #MOST}. Where f jumps, as an operator does
 * that chooses, no number of nodes will do: a gradient does not see a jump.
 */
final class IntegratedGradients {
  /** Nodes of the first rule. */
  static final int FEWEST = 16;

  /** Nodes of the last rule. */
  static final int MOST = 1024;

  private final ExplainedTarget target;
  private final PathIntegrals path;
  private final List<SourceFeature> features;

  private IntegratedGradients(
      ExplainedTarget target, PathIntegrals path, List<SourceFeature> features) {
    this.target = target;
    this.path = path;
    this.features = features;
  }

  /**
   * Explains a target.
   *
   * @param number of the target, in the study's order
   * @param subjects ascending, each known to the network
   * @param predictions of every subject of the cohort, [subject][output]
   */
  static Attributions of(
      Ensemble network,
      ExplainedTarget target,
      int number,
      FittedCohort fitted,
      PreparedCohort data,
      int[] subjects,
      double[][] predictions,
      Progress.Task task) {
    PathIntegrals path = new PathIntegrals(network, data, number, target::read);
    return new IntegratedGradients(target, path, SourceFeature.of(network, fitted))
        .explain(subjects, predictions, task);
  }

  private Attributions explain(int[] subjects, double[][] predictions, Progress.Task task) {
    if (features.isEmpty()) {
      return nothing(subjects, predictions);
    }
    int n = subjects.length;
    int outputs = target.outputs().size();
    Attributions all =
        new Attributions(
            target,
            features,
            subjects,
            new float[outputs][n][],
            path.at(subjects, 0),
            new double[n],
            new boolean[n],
            new int[n]);
    int[] open = IntStream.range(0, n).toArray();
    for (int nodes = FEWEST; nodes <= MOST && open.length > 0; nodes *= 2) {
      refine(all, open, nodes, predictions);
      open = Arrays.stream(open).filter(i -> !all.reached()[i]).toArray();
      task.step(n - open.length, nodes + " nodes");
    }
    return all;
  }

  /** Where nothing moves, the baseline is the prediction itself. */
  private Attributions nothing(int[] subjects, double[][] predictions) {
    int n = subjects.length;
    boolean[] reached = new boolean[n];
    Arrays.fill(reached, true);
    return new Attributions(
        target,
        features,
        subjects,
        new float[target.outputs().size()][n][0],
        Arrays.stream(subjects).mapToObj(i -> predictions[i]).toArray(double[][]::new),
        new double[n],
        reached,
        new int[n]);
  }

  /** Integrates again for some of the subjects explained. */
  private void refine(Attributions all, int[] open, int nodes, double[][] predictions) {
    GaussLegendre rule = GaussLegendre.of(nodes);
    int[] some = Arrays.stream(open).map(i -> all.subjects()[i]).toArray();
    float[][][] integrals = path.integrate(some, rule.nodes(), rule.weights());
    for (int i = 0; i < open.length; i++) {
      int place = open[i];
      double largest = 0;
      boolean reached = true;
      for (int output = 0; output < integrals.length; output++) {
        float[] values = integrals[output][i];
        all.values()[output][place] = values;
        double at = predictions[some[i]][output];
        double from = all.baselines()[place][output];
        double gap = Math.abs(sum(values) - (at - from));
        double allowed =
            Attributions.RELATIVE * Math.abs(at - from)
                + Attributions.ROUNDING * (1 + Math.abs(at) + Math.abs(from));
        reached &= gap <= allowed;
        largest = Math.max(largest, gap);
      }
      all.gaps()[place] = largest;
      all.reached()[place] = reached;
      all.nodes()[place] = nodes;
    }
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
