package org.interfuse.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Tensors;

/**
 * {@link AdamW} of R replicas at once. Each has its own steps, learning rate and clipping; one that
 * rests in a step keeps every bit. Keeps the replicas' best values too. What is small lies side by
 * side, [R, n] a group; what is large, on its own. Updates go by blocks of replicas that fit the
 * processor's cache.
 *
 * <p>Owns its state and the storage of the stacked parameters: close it before them.
 */
final class ReplicaAdamW implements AutoCloseable {
  /** Elements of all replicas up to which a parameter shares a slot with others. */
  private static final long SMALL = 65_536;

  /** Elements of a block of replicas. */
  private static final long BLOCK = 32_768;

  private static final double BETA_ONE = 0.9;
  private static final double BETA_TWO = 0.999;
  private static final double EPSILON = 1e-8;

  private final List<ReplicaSlot> slots = new ArrayList<>();
  private final int replicas;
  private final double weightDecay;
  private final long[] steps;
  private final Tensor scratch;

  /** Of the slots, from {@link #differentiate} to the end of the step. */
  private List<Tensor> gradients = List.of();

  /**
   * An optimiser.
   *
   * @param parameters stacked, of R replicas
   * @param rateFactor each parameter's learning rate as a multiple of the schedule's
   */
  ReplicaAdamW(
      List<Parameter> parameters,
      int replicas,
      ToDoubleFunction<Parameter> rateFactor,
      double weightDecay) {
    this.replicas = replicas;
    this.weightDecay = weightDecay;
    this.steps = new long[replicas];
    Map<ReplicaSlot.Group, List<Parameter>> small = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (Parameter parameter : parameters) {
        ReplicaSlot.Group group =
            new ReplicaSlot.Group(
                rateFactor.applyAsDouble(parameter), parameter.role().decays() && weightDecay > 0);
        if (parameter.value().numel() > SMALL) {
          slots.add(ReplicaSlot.of(group, replicas, List.of(parameter)));
        } else {
          small.computeIfAbsent(group, key -> new ArrayList<>()).add(parameter);
        }
      }
      small.forEach((group, own) -> slots.add(ReplicaSlot.of(group, replicas, own)));
      long widest = slots.stream().mapToLong(ReplicaSlot::width).max().orElse(0);
      scratch = Tensors.empty(parameters.get(0).value().scalar_type(), Math.max(widest, BLOCK));
      scratch.retainReference();
    }
  }

  /**
   * Computes the gradients of a step, afresh: nothing is added to those of the step before.
   *
   * @param loss a scalar, the sum over the replicas
   */
  void differentiate(Tensor loss) {
    TensorVector parameters = new TensorVector();
    slots.forEach(slot -> slot.parameters().forEach(one -> parameters.push_back(one.value())));
    TensorVector made =
        torch.grad(
            new TensorVector(loss),
            parameters,
            new TensorVector(),
            new BoolOptional(),
            /* create_graph= */ false,
            /* allow_unused= */ true);
    gradients = new ArrayList<>();
    int from = 0;
    for (ReplicaSlot slot : slots) {
      gradients.add(slot.gradient(made, from));
      from += slot.parameters().size();
    }
  }

  /** The global norm of each replica's gradient. */
  double[] norms() {
    TensorVector norms = new TensorVector();
    for (Tensor gradient : gradients) {
      norms.push_back(
          torch.linalg_vector_norm(
              gradient, new Scalar(2), new long[] {1}, false, new ScalarTypeOptional()));
    }
    double[] each = Tensors.toDoubles(torch.stack(norms)); // [slots, R]
    double[] squares = new double[replicas];
    for (int i = 0; i < each.length; i++) {
      squares[i % replicas] += each[i] * each[i];
    }
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }

  /** By the parameters' names, the squared norm of each replica's gradient. */
  Map<String, double[]> squares(Predicate<String> names) {
    Map<String, double[]> squares = new LinkedHashMap<>();
    eachGradient(
        (name, gradient) -> {
          if (names.test(name)) {
            squares.put(name, Tensors.toDoubles(gradient.square().sum(1)));
          }
        });
    return squares;
  }

  /** The first parameter with a gradient of that replica that is not finite; empty for none. */
  String firstNotFinite(int replica) {
    List<String> found = new ArrayList<>();
    eachGradient(
        (name, gradient) -> {
          if (!gradient.select(0, replica).isfinite().all().item_bool()) {
            found.add(name);
          }
        });
    return found.isEmpty() ? "" : found.get(0);
  }

  /** Every parameter's name and gradient [R, n]. */
  private void eachGradient(BiConsumer<String, Tensor> action) {
    for (int s = 0; s < slots.size(); s++) {
      ReplicaSlot slot = slots.get(s);
      for (int i = 0; i < slot.parameters().size(); i++) {
        long from = slot.offsets()[i];
        long count = slot.offsets()[i + 1] - from;
        action.accept(slot.parameters().get(i).name(), gradients.get(s).narrow(1, from, count));
      }
    }
  }

  /**
   * Updates the replicas.
   *
   * @param rates of the replicas; NaN: this one rests
   * @param scales to multiply each gradient with, for clipping
   */
  void step(double[] rates, double[] scales) {
    boolean clips = Arrays.stream(scales).anyMatch(scale -> scale != 1);
    Tensor factors =
        clips ? Tensors.ofDoubles(scales, replicas, 1).to(scratch.scalar_type()) : null;
    for (int from = 0; from < replicas; ) {
      int to = from + 1;
      while (to < replicas
          && Double.compare(rates[to], rates[from]) == 0
          && steps[to] == steps[from]) {
        to++;
      }
      if (!Double.isNaN(rates[from])) {
        update(from, to, rates[from], factors);
      }
      from = to;
    }
    for (int r = 0; r < replicas; r++) {
      steps[r] += Double.isNaN(rates[r]) ? 0 : 1;
    }
  }

  /** Replicas {@code from} to {@code to}, which are at the same step with the same rate. */
  private void update(
      int from, int to, double rate, @org.jspecify.annotations.Nullable Tensor factors) {
    long step = steps[from] + 1;
    double correctionOne = 1 - Math.pow(BETA_ONE, step);
    double rootCorrectionTwo = Math.sqrt(1 - Math.pow(BETA_TWO, step));
    Scalar weightOne = new Scalar(1 - BETA_ONE);
    Scalar keepTwo = new Scalar(BETA_TWO);
    Scalar weightTwo = new Scalar(1 - BETA_TWO);
    Scalar epsilon = new Scalar(EPSILON * rootCorrectionTwo);
    for (int i = 0; i < slots.size(); i++) {
      ReplicaSlot slot = slots.get(i);
      double own = rate * slot.group().rateFactor();
      Scalar decay = slot.group().decays() ? new Scalar(1 - own * weightDecay) : null;
      Scalar move = new Scalar(-own * rootCorrectionTwo / correctionOne);
      long most = Math.max(1, BLOCK / slot.width());
      for (int at = from; at < to; at += (int) most) {
        long rows = Math.min(most, to - at);
        Tensor gradient = rows(gradients.get(i), at, rows);
        Tensor value = rows(slot.value(), at, rows);
        Tensor first = rows(slot.first(), at, rows);
        Tensor second = rows(slot.second(), at, rows);
        if (factors != null) {
          gradient.mul_(rows(factors, at, rows));
        }
        if (decay != null) {
          value.mul_(decay);
        }
        first.lerp_(gradient, weightOne);
        second.mul_(keepTwo).addcmul_(gradient, gradient, weightTwo);
        Tensor root = scratch.narrow(0, 0, rows * slot.width()).view(rows, slot.width());
        torch.sqrt_out(root, second);
        value.addcdiv_(first, root.add_(epsilon), move);
      }
    }
  }

  private Tensor rows(Tensor all, long from, long count) {
    return count == replicas ? all : all.narrow(0, from, count);
  }

  /** Keeps the values of these replicas as their best. */
  void keepBest(int[] improved) {
    if (improved.length == 0) {
      return;
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor rows = Tensors.ofInts(improved);
      for (ReplicaSlot slot : slots) {
        slot.best().index_copy_(0, rows, slot.value().index_select(0, rows));
      }
    }
  }

  /**
   * Copies a replica's values to the parameters of its own model.
   *
   * @param best the kept ones; otherwise as they are now
   */
  void copyTo(Parameters own, int replica, boolean best) {
    Map<String, Tensor> targets = new LinkedHashMap<>();
    own.trained().forEach(parameter -> targets.put(parameter.name(), parameter.value()));
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (ReplicaSlot slot : slots) {
        slot.copyTo(targets, replica, best);
      }
    }
  }

  /** Goes on with the state of some replicas of another optimiser of the same architecture. */
  void takeFrom(ReplicaAdamW other, int[] kept) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (ReplicaSlot slot : slots) {
        slot.takeFrom(other.slots, kept);
      }
    }
    Arrays.setAll(steps, r -> other.steps[kept[r]]);
  }

  /** Adds a replica's state to what a checkpoint keeps; belongs to the current scope. */
  void addState(NamedTensors tensors, String prefix, int replica) {
    for (ReplicaSlot slot : slots) {
      slot.addState(tensors, prefix, replica);
    }
  }

  /** A replica goes on after so many steps, its state having been restored. */
  void resumeAfter(int replica, long done) {
    steps[replica] = done;
  }

  @Override
  public void close() {
    slots.forEach(ReplicaSlot::close);
    slots.clear();
    scratch.releaseReference();
  }
}
