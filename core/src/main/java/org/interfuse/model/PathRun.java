package org.interfuse.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Representation;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * One pass of a part: rows are subjects in order, each with all nodes in order.
 *
 * @param known places, among the subjects of the pass, of those whom the part knows
 * @param slots per row its place among the rows of the part; -1 where the part does not know the
 *     subject
 * @param path null if it knows nobody
 * @param output raw outputs of the target, [known rows, K]
 */
record PathRun(
    PathPart part,
    int nodes,
    int[] known,
    int[] slots,
    @Nullable InputPath path,
    @Nullable Tensor output) {
  static PathRun of(PathPart part, int target, int[] subjects, double[] nodes) {
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
      return new PathRun(part, nodes.length, known, slots, null, null);
    }
    int[] some = Arrays.stream(known).map(place -> subjects[place]).toArray();
    Map<Integer, Representation> held = held(part, some, nodes.length);
    InputPath path = path(part, subjects, known, nodes);
    Tensor output = output(part.model(), path.batch(), held, target);
    return new PathRun(part, nodes.length, known, slots, path, output);
  }

  /** Raw outputs of the target, [B, K]. */
  private static Tensor output(
      FusionModel model, Batch batch, Map<Integer, Representation> held, int target) {
    Pass pass = Pass.inference();
    List<Representation> representations = new ArrayList<>();
    for (int m = 0; m < batch.modalities().size(); m++) {
      Representation known = held.get(m);
      representations.add(known == null ? model.encode(m, batch, pass) : known);
    }
    return model.predict(model.fuse(representations, pass), pass).get(target);
  }

  /** What has no columns is encoded once a subject, and stands in all rows of that subject. */
  private static Map<Integer, Representation> held(PathPart part, int[] subjects, int nodes) {
    Map<Integer, Representation> held = new HashMap<>();
    if (part.held().isEmpty()) {
      return held;
    }
    ScalarType type = part.model().parameters().type();
    try (NoGradGuard guard = new NoGradGuard();
        CohortTensors tensors = new CohortTensors(part.inputs(), type)) {
      Batch own = tensors.batch(subjects, null);
      long[] rows = new long[subjects.length * nodes];
      Arrays.setAll(rows, row -> row / nodes);
      Tensor places = Tensors.ofLongs(rows, rows.length);
      for (int m : part.held()) {
        Representation one = part.model().encode(m, own, Pass.inference());
        held.put(m, one.select(places));
      }
    }
    return held;
  }

  private static InputPath path(PathPart part, int[] subjects, int[] known, double[] nodes) {
    int[] repeated = new int[known.length * nodes.length];
    Arrays.setAll(repeated, row -> subjects[known[row / nodes.length]]);
    double[] places = new double[repeated.length];
    Arrays.setAll(places, row -> nodes[row % nodes.length]);
    ScalarType type = part.model().parameters().type();
    try (CohortTensors tensors = new CohortTensors(part.inputs(), type)) {
      Batch whole = tensors.batch(repeated, hidden(part, repeated.length));
      return InputPath.of(
          whole, part.shapes(), part.fixed(), Tensors.ofDoubles(places, places.length, 1).to(type));
    }
  }

  /** What is held is not read again for every row. */
  private static boolean @Nullable [][] hidden(PathPart part, int rows) {
    if (part.held().isEmpty()) {
      return null;
    }
    boolean[] each = new boolean[part.shapes().size()];
    part.held().forEach(m -> each[m] = true);
    boolean[][] hidden = new boolean[rows][];
    Arrays.fill(hidden, each);
    return hidden;
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
    if (path == null || output == null || path.legs().isEmpty()) {
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
