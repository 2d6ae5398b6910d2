package org.interfuse.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.tensor.FusedUpdate;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.ReplicaGraph;

/**
 * {@link AdamW} of R replicas at once. Each has its own steps, learning rate and clipping; one that
 * rests in a step keeps every bit. Keeps the replicas' best values too. The parameters of a group
 * lie side by side, and one fused call updates all replicas that are at the same step with the same
 * rate.
 *
 * <p>Owns its state and the storage of the stacked parameters: close it before them.
 */
final class ReplicaAdamW implements AutoCloseable {
  private final List<ReplicaSlot> slots = new ArrayList<>();
  private final ReplicaGraph graph;
  private final int replicas;
  private final double weightDecay;
  private final long[] steps;
  private final FusedUpdate update;

  /**
   * An optimiser.
   *
   * @param parameters stacked, of R replicas
   * @param graph computes their gradients
   * @param rateFactor each parameter's learning rate as a multiple of the schedule's
   */
  ReplicaAdamW(
      List<Parameter> parameters,
      ReplicaGraph graph,
      int replicas,
      ToDoubleFunction<Parameter> rateFactor,
      double weightDecay) {
    this.graph = graph;
    this.replicas = replicas;
    this.weightDecay = weightDecay;
    this.steps = new long[replicas];
    Map<ReplicaSlot.Group, List<Parameter>> groups = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (Parameter parameter : parameters) {
        ReplicaSlot.Group group =
            new ReplicaSlot.Group(
                rateFactor.applyAsDouble(parameter),
                parameter.role().decays() && weightDecay > 0,
                graph.writesGradientOf(parameter.value()));
        groups.computeIfAbsent(group, key -> new ArrayList<>()).add(parameter);
      }
      groups.forEach((group, own) -> slots.add(ReplicaSlot.of(group, replicas, own)));
      update = new FusedUpdate();
    }
  }

  /**
   * Computes the gradients of a step, afresh: nothing is added to those of the step before.
   *
   * @param loss a scalar, the sum over the replicas
   */
  void differentiate(Tensor loss) {
    for (ReplicaSlot slot : slots) {
      if (!slot.group().written()) {
        slot.gradient().zero_();
      }
    }
    graph.backward(loss);
  }

  /** The global norm of each replica's gradient. */
  double[] norms() {
    double[] squares = squares(name -> true);
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }

  /** The squared norm of each replica's gradient, of the parameters with such names. */
  double[] squares(Predicate<String> names) {
    double[] squares = new double[replicas];
    slots.forEach(slot -> slot.addSquares(names, squares));
    return squares;
  }

  /** The first parameter with a gradient of that replica that is not finite; empty for none. */
  String firstNotFinite(int replica) {
    for (ReplicaSlot slot : slots) {
      for (int i = 0; i < slot.parameters().size(); i++) {
        Tensor gradient = slot.block(slot.gradient(), i).select(0, replica);
        if (!gradient.isfinite().all().item_bool()) {
          return slot.parameters().get(i).name();
        }
      }
    }
    return "";
  }

  /**
   * Updates the replicas.
   *
   * @param rates of the replicas; NaN: this one rests
   * @param divisors of each gradient, at least 1, for clipping
   */
  void step(double[] rates, double[] divisors) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      float[] factors = new float[replicas];
      for (int r = 0; r < replicas; r++) {
        factors[r] = (float) (1 / divisors[r]);
      }
      slots.forEach(slot -> slot.scale(factors));
      for (int from = 0; from < replicas; ) {
        int to = from + 1;
        while (to < replicas
            && Double.compare(rates[to], rates[from]) == 0
            && steps[to] == steps[from]) {
          to++;
        }
        if (!Double.isNaN(rates[from])) {
          update(from, to, rates[from]);
        }
        from = to;
      }
    }
    for (int r = 0; r < replicas; r++) {
      steps[r] += Double.isNaN(rates[r]) ? 0 : 1;
    }
  }

  /** Replicas {@code from} to {@code to}, which are at the same step with the same rate. */
  private void update(int from, int to, double rate) {
    update.begin(steps[from] + 1, 1);
    for (ReplicaSlot slot : slots) {
      update.apply(
          to - from == replicas ? 1 : slot.parameters().size(),
          FusedUpdate.list(slot.rows(slot.value(), from, to)),
          FusedUpdate.list(slot.rows(slot.gradient(), from, to)),
          FusedUpdate.list(slot.rows(slot.first(), from, to)),
          FusedUpdate.list(slot.rows(slot.second(), from, to)),
          rate * slot.group().rateFactor(),
          slot.group().decays() ? weightDecay : 0,
          /* divides= */ false);
    }
  }

  /** Keeps the values of these replicas as their best. */
  void keepBest(int[] improved) {
    if (improved.length == 0) {
      return;
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      slots.forEach(slot -> slot.keepBest(improved));
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
    update.close();
  }
}
