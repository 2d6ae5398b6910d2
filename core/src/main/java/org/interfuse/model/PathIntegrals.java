package org.interfuse.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Integrals of the gradient of what a network predicts along {@link InputPath}, feature by feature
 * (Sundararajan, Taly and Yan 2017): (x_j − x'_j) ∫ ∂f/∂x_j (x' + a (x − x')) da by a quadrature
 * rule. Of an ensemble f is what its members predict together, and a column is a feature once,
 * whatever the number of members that read it.
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

  private final Ensemble network;
  private final int target;
  private final Function<Prediction, double[][]> reading;
  private final List<Part> parts = new ArrayList<>();
  private final int features;
  private final int outputs;

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
    for (Network member : network.members()) {
      int from = 0;
      for (NetworkPart part : member.parts()) {
        Part own = Part.of(part, part.input().of(data), from, indicated);
        parts.add(own);
        from = own.end();
      }
      most = Math.max(most, from);
    }
    features = most;
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
        List<Run> runs = runs(some, new double[] {place});
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
        List<Run> runs = runs(some, nodes);
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
    long most = members == 1 ? Integer.MAX_VALUE : MOST_ROWS / nodes;
    return (int) Math.max(1, Math.min(most, MOST_ELEMENTS / elements));
  }

  private List<Run> runs(int[] subjects, double[] nodes) {
    return parts.stream().map(part -> Run.of(part, target, subjects, nodes)).toList();
  }

  private static List<double[][]> raw(List<Run> runs) {
    return runs.stream().map(Run::rows).toList();
  }

  /** [row][output]. */
  private double[][] read(List<Run> runs, List<double[][]> raw) {
    int[][] slots = runs.stream().map(Run::slots).toArray(int[][]::new);
    return reading.apply(network.predictionOf(target, raw, slots));
  }

  /** Of what is read by the raw outputs of a part: [output][known row][raw output]. */
  private double[][][] slopes(List<Run> runs, List<double[][]> raw, int part) {
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

  /**
   * A part of the network and where its features stand.
   *
   * @param fixed per input how many of its last numeric columns say what is present
   * @param features per column of its inputs the number of the feature
   * @param end number after its last feature
   */
  private record Part(
      FusionModel model,
      List<ModalityInput> inputs,
      List<FeatureShape> shapes,
      int[] fixed,
      int[] features,
      int end) {
    static Part of(NetworkPart part, List<ModalityInput> inputs, int from, List<String> indicated) {
      List<FeatureShape> shapes = inputs.stream().map(input -> input.features().shape()).toList();
      int[] fixed = new int[inputs.size()];
      int width = shapes.stream().mapToInt(shape -> shape.names().size()).sum();
      int[] features = IntStream.range(from, from + width).toArray();
      int end = from + width;
      if (part.input() instanceof NetworkInput.Merged merged) {
        List<String> own = merged.merge().indicated();
        fixed[0] = own.size();
        int numbers = shapes.get(0).numericWidth() - own.size();
        for (int j = numbers; j < width; j++) {
          int after = j - numbers - own.size();
          int place =
              after < 0 ? indicated.indexOf(own.get(j - numbers)) : indicated.size() + after;
          features[j] = from + numbers + place;
        }
        end += indicated.size() - own.size();
      }
      return new Part(part.model(), inputs, shapes, fixed, features, end);
    }

    /** First column of a modality's input. */
    int from(int modality) {
      return shapes.subList(0, modality).stream().mapToInt(s -> s.names().size()).sum();
    }
  }

  /**
   * One pass of a part: rows are subjects in order, each with all nodes in order.
   *
   * @param known places, among the subjects of the pass, of those whom the part knows
   * @param slots per row its place among the rows of the part; -1 where the part does not know the
   *     subject
   * @param path null if it knows nobody
   * @param output raw outputs of the target, [known rows, K]
   */
  private record Run(
      Part part,
      int nodes,
      int[] known,
      int[] slots,
      @Nullable InputPath path,
      @Nullable Tensor output) {
    static Run of(Part part, int target, int[] subjects, double[] nodes) {
      boolean[] knows = NetworkPart.known(part.inputs(), subjects);
      int[] slots = new int[subjects.length * nodes.length];
      int[] known = new int[subjects.length];
      int count = 0;
      for (int row = 0; row < slots.length; row++) {
        int subject = row / nodes.length;
        slots[row] = knows[subject] ? count * nodes.length + row % nodes.length : -1;
        if (knows[subject] && row % nodes.length == nodes.length - 1) {
          known[count++] = subject;
        }
      }
      known = Arrays.copyOf(known, count);
      if (count == 0) {
        return new Run(part, nodes.length, known, slots, null, null);
      }
      InputPath path = path(part, subjects, known, nodes);
      Tensor output = part.model().forward(path.batch(), Pass.inference()).get(target);
      return new Run(part, nodes.length, known, slots, path, output);
    }

    private static InputPath path(Part part, int[] subjects, int[] known, double[] nodes) {
      int[] repeated = new int[known.length * nodes.length];
      Arrays.setAll(repeated, row -> subjects[known[row / nodes.length]]);
      double[] places = new double[repeated.length];
      Arrays.setAll(places, row -> nodes[row % nodes.length]);
      ScalarType type = part.model().parameters().type();
      try (CohortTensors tensors = new CohortTensors(part.inputs(), type)) {
        Batch whole = tensors.batch(repeated, null);
        return InputPath.of(
            whole,
            part.shapes(),
            part.fixed(),
            Tensors.ofDoubles(places, places.length, 1).to(type));
      }
    }

    /** Raw outputs [known row][output]. */
    double[][] rows() {
      return output == null ? new double[0][] : Tensors.toRows(output);
    }

    /**
     * Adds the integrals of one thing that is read.
     *
     * @param slopes of it by the raw outputs, [known row][raw output]
     * @param to [subject][feature]
     * @param first place in {@code to} of the first subject of the pass
     */
    void add(double[][] slopes, double[] weights, float[][] to, int first) {
      if (path == null || output == null) {
        return;
      }
      Tensor seed = Tensors.ofRows(slopes).to(output.scalar_type());
      TensorVector leaves = new TensorVector();
      path.legs().forEach(leg -> leg.leaves().forEach(leaves::push_back));
      TensorVector gradients =
          torch.grad(
              new TensorVector(output),
              leaves,
              new TensorVector(seed),
              new BoolOptional(true),
              /* create_graph= */ false,
              /* allow_unused= */ true);
      int next = 0;
      for (InputPath.Leg leg : path.legs()) {
        int column = part.from(leg.modality());
        int[] owners = owners(leg);
        for (InputPath.Moved moved : leg.moved()) {
          Tensor gradient = gradients.get(next++);
          if (gradient.defined()) {
            double[][] sums = Tensors.toRows(summed(moved.products(gradient), weights));
            spread(sums, to, first, owners, part.features(), column);
          }
          column += moved.features();
        }
      }
    }

    private static void spread(
        double[][] sums, float[][] to, int first, int[] owners, int[] features, int column) {
      for (int i = 0; i < owners.length; i++) {
        for (int j = 0; j < sums[i].length; j++) {
          to[first + owners[i]][features[column + j]] += (float) sums[i][j];
        }
      }
    }

    /** [r, width] to the weighted sums over nodes [r / nodes, width]. */
    private Tensor summed(Tensor each, double[] weights) {
      Tensor rule = Tensors.ofDoubles(weights, 1, nodes, 1).to(each.scalar_type());
      return each.unflatten(0, -1, nodes).mul(rule).sum(1);
    }

    /** Places, among the subjects of the pass, of those who have the modality. */
    private int[] owners(InputPath.Leg leg) {
      if (leg.positions() == null) {
        return known;
      }
      double[] positions = Tensors.toDoubles(leg.positions());
      int[] owners = new int[positions.length / nodes];
      Arrays.setAll(owners, i -> known[(int) positions[i * nodes] / nodes]);
      return owners;
    }
  }
}
