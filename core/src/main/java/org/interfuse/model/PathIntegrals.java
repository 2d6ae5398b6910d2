package org.interfuse.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;

/**
 * Integrals of the gradient of what a network predicts along {@link InputPath}, feature by feature
 * (Sundararajan, Taly and Yan 2017): (x_j − x'_j) ∫ ∂f/∂x_j (x' + a (x − x')) da by a quadrature
 * rule. Of an ensemble f is what its members predict together, and a column is a feature once,
 * whatever the number of members that read it. Modalities without columns (wide ones, texts,
 * images) stay as they are.
 *
 * <p>f is read off the prediction of one target. From inputs to raw outputs libtorch
 * differentiates. From raw outputs, of which there are few, to what is read, the slopes are central
 * differences of the very code that predicts, in double precision: heads' predictions, priors and
 * late combiners of any kind, with no second implementation.
 *
 * <p>Holds no native memory between calls but that of the network. Of one thread.
 */
public final class PathIntegrals {
  /** Half the distance of a central difference, in raw outputs, which are of order 1. */
  private static final double STEP = 1e-3;

  /** Elements of inputs in one pass: 16 MiB of float32. */
  private static final long MOST_ELEMENTS = 1 << 22;

  /**
   * Rows of one pass of several members, whose survival curves are averaged over all their times.
   */
  private static final int MOST_ROWS = 1 << 12;

  /** Rows of one pass where representations are held, whose tokens are many numbers a row. */
  private static final int MOST_HELD_ROWS = 1 << 10;

  private final Ensemble network;
  private final int target;
  private final Function<Prediction, double[][]> reading;
  private final List<PathPart> parts = new ArrayList<>();
  private final int features;
  private final int outputs;
  private final int mostSubjects;

  /**
   * Of one target.
   *
   * @param data prepared with what was fitted on the training subjects
   * @param target its number in the study's order
   * @param reading what is explained of a prediction: [subject][output], of each subject on its own
   */
  public PathIntegrals(
      Ensemble network, PreparedCohort data, int target, Function<Prediction, double[][]> reading) {
    this.network = network;
    this.target = target;
    this.reading = reading;
    List<String> indicated = network.indicated();
    int most = 0;
    int subjects = Integer.MAX_VALUE;
    for (Network member : network.members()) {
      int from = 0;
      for (NetworkPart part : member.parts()) {
        PathPart own = PathPart.of(part, part.input().of(data), from, indicated);
        parts.add(own);
        subjects = Math.min(subjects, own.mostSubjects());
        from = own.end();
      }
      most = Math.max(most, from);
    }
    features = most;
    mostSubjects = subjects;
    outputs = reading.apply(network.parts().get(0).priors().get(target).one())[0].length;
  }

  /** Number of features: of all parts, their modalities, numeric columns, categorical columns. */
  public int features() {
    return features;
  }

  /**
   * What is read at one place of the path.
   *
   * @param subjects indices into the cohort, each known to some part
   * @param place in [0, 1]: 0 the baseline, 1 the subjects' own inputs
   * @return [subject][output]
   */
  public double[][] at(int[] subjects, double place) {
    double[][] read = new double[subjects.length][];
    int most = chunk(1);
    for (int from = 0; from < subjects.length; from += most) {
      int[] some = Arrays.copyOfRange(subjects, from, Math.min(from + most, subjects.length));
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        List<PathRun> runs = runs(some, new double[] {place});
        System.arraycopy(read(runs, raw(runs)), 0, read, from, some.length);
      }
    }
    return read;
  }

  /**
   * The integrals.
   *
   * @param subjects indices into the cohort, each known to some part
   * @param nodes places in (0, 1)
   * @param weights of the nodes; their sum is 1
   * @return [output][subject][feature], 0 for features of modalities that a subject lacks
   */
  public float[][][] integrate(int[] subjects, double[] nodes, double[] weights) {
    float[][][] integrals = new float[outputs][subjects.length][features];
    int most = chunk(nodes.length);
    for (int from = 0; from < subjects.length; from += most) {
      int[] some = Arrays.copyOfRange(subjects, from, Math.min(from + most, subjects.length));
      try (PointerScope scope = new PointerScope()) {
        List<PathRun> runs = runs(some, nodes);
        List<double[][]> raw = raw(runs);
        for (int p = 0; p < runs.size(); p++) {
          double[][][] slopes = slopes(runs, raw, p);
          for (int output = 0; output < outputs; output++) {
            runs.get(p).add(slopes[output], weights, integrals[output], from);
          }
        }
      }
    }
    return integrals;
  }

  private int chunk(int nodes) {
    int members = network.members().size();
    long elements = (long) nodes * Math.max(1, features) * members;
    boolean held = parts.stream().anyMatch(part -> !part.held().isEmpty());
    long most = members == 1 ? Integer.MAX_VALUE : MOST_ROWS / nodes;
    if (held) {
      most = Math.min(MOST_HELD_ROWS / nodes, mostSubjects);
    }
    return (int) Math.max(1, Math.min(most, MOST_ELEMENTS / elements));
  }

  private List<PathRun> runs(int[] subjects, double[] nodes) {
    return parts.stream().map(part -> PathRun.of(part, target, subjects, nodes)).toList();
  }

  private static List<double[][]> raw(List<PathRun> runs) {
    return runs.stream().map(PathRun::rows).toList();
  }

  /** [row][output]. */
  private double[][] read(List<PathRun> runs, List<double[][]> raw) {
    int[][] slots = runs.stream().map(PathRun::slots).toArray(int[][]::new);
    return reading.apply(network.predictionOf(target, raw, slots));
  }

  /** Of what is read by the raw outputs of a part: [output][known row][raw output]. */
  private double[][][] slopes(List<PathRun> runs, List<double[][]> raw, int part) {
    double[][] own = raw.get(part);
    int width = own.length == 0 ? 0 : own[0].length;
    double[][][] slopes = new double[outputs][own.length][width];
    int[] slots = runs.get(part).slots();
    for (int k = 0; k < width; k++) {
      double[][] above = read(runs, moved(raw, part, k, STEP));
      double[][] below = read(runs, moved(raw, part, k, -STEP));
      for (int row = 0; row < slots.length; row++) {
        for (int output = 0; slots[row] >= 0 && output < outputs; output++) {
          slopes[output][slots[row]][k] = (above[row][output] - below[row][output]) / (2 * STEP);
        }
      }
    }
    return slopes;
  }

  private static List<double[][]> moved(List<double[][]> raw, int part, int k, double by) {
    double[][] rows = Arrays.stream(raw.get(part)).map(double[]::clone).toArray(double[][]::new);
    for (double[] row : rows) {
      row[k] += by;
    }
    List<double[][]> all = new ArrayList<>(raw);
    all.set(part, rows);
    return all;
  }
}
