package org.interfuse.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.tensor.FusedUpdate;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * AdamW (Loshchilov and Hutter 2019) with β = (0.9, 0.999) and ε = 1e-8, as one fused call a group.
 * A group shares a learning rate and whether its weights decay. Small parameters of a group become
 * views of one flat tensor, and the gradients of all small parameters views of another; a large one
 * keeps its own, and is given its gradient by autograd without a copy.
 *
 * <p>A parameter that a batch did not touch has a gradient of zero. Owns its state and, as views,
 * the storage of the small parameters; close it before the parameters.
 */
public final class AdamW implements AutoCloseable {
  private static final long SMALL = 200_000;

  private final List<Slot> slots = new ArrayList<>();
  private final double weightDecay;
  private final FusedUpdate update;
  private final @Nullable Tensor smallGradients;
  private long step;
  private double divisor = 1;

  /**
   * An optimiser of these parameters.
   *
   * @param parameters all of one element type
   * @param rateFactor each parameter's learning rate as a multiple of the schedule's
   * @param weightDecay decoupled; applies to those whose role decays
   */
  public AdamW(
      List<Parameter> parameters, ToDoubleFunction<Parameter> rateFactor, double weightDecay) {
    this.weightDecay = weightDecay;
    Map<Group, List<Parameter>> small = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      this.update = new FusedUpdate();
      for (Parameter parameter : parameters) {
        Group group = new Group(rateFactor.applyAsDouble(parameter), parameter.role().decays());
        if (parameter.value().numel() <= SMALL) {
          small.computeIfAbsent(group, key -> new ArrayList<>()).add(parameter);
        } else {
          slots.add(Slot.large(group, parameter.value()));
        }
      }
      this.smallGradients = flatten(small);
    }
  }

  /** The gradients of all small parameters, group after group; null if there are none. */
  private @Nullable Tensor flatten(Map<Group, List<Parameter>> groups) {
    if (groups.isEmpty()) {
      return null;
    }
    List<Parameter> all = groups.values().stream().flatMap(List::stream).toList();
    Tensor gradients = keep(Tensors.zeros(all.get(0).value().scalar_type(), elements(all)));
    long from = 0;
    for (Map.Entry<Group, List<Parameter>> group : groups.entrySet()) {
      long size = elements(group.getValue());
      slots.add(Slot.flat(group.getKey(), group.getValue(), gradients.narrow(0, from, size)));
      from += size;
    }
    return gradients;
  }

  private static long elements(List<Parameter> parameters) {
    return parameters.stream().mapToLong(parameter -> parameter.value().numel()).sum();
  }

  private static <P extends org.bytedeco.javacpp.Pointer> P keep(P pointer) {
    pointer.retainReference();
    return pointer;
  }

  /** Forgets every gradient: zero for the small parameters, none for the large ones. */
  public void zeroGradients() {
    if (smallGradients != null) {
      smallGradients.zero_();
    }
    for (Slot slot : slots) {
      if (slot.gradient == null) {
        slot.value.mutable_grad().reset();
      }
    }
  }

  /**
   * Sees to it that the next {@link #step} uses gradients whose global norm is at most {@code
   * largest}; it scales them then, on its way.
   *
   * @return the norm before
   */
  public double clip(double largest) {
    return clip(largest, 0);
  }

  /**
   * The same where other parameters share the norm.
   *
   * @param otherSquares the squared norm of their gradient
   */
  public double clip(double largest, double otherSquares) {
    double squares = otherSquares;
    if (smallGradients != null) {
      squares += squares(smallGradients);
    }
    for (Slot slot : slots) {
      if (slot.gradient == null && slot.value.grad().defined()) {
        squares += squares(slot.value.grad().view(-1));
      }
    }
    double norm = Math.sqrt(squares);
    divisor = Math.max(1, norm / largest);
    return norm;
  }

  /** A dot product takes a third of the time of a norm. */
  private static double squares(Tensor gradient) {
    return gradient.dot(gradient).item_double();
  }

  /** Updates every parameter once. */
  public void step(double learningRate) {
    step++;
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      update.begin(step, divisor);
      for (Slot slot : slots) {
        double rate = learningRate * slot.group.rateFactor;
        double decay = slot.group.decays ? weightDecay : 0;
        update.apply(
            /* count= */ 1,
            slot.parameterList,
            slot.gradientList(),
            slot.firstList,
            slot.secondList,
            rate,
            decay,
            divisor > 1);
      }
    }
    divisor = 1;
  }

  /** Adds the moments to what a checkpoint keeps. */
  void addState(NamedTensors tensors) {
    for (int i = 0; i < slots.size(); i++) {
      tensors.add("optimiser." + i + ".first", slots.get(i).first);
      tensors.add("optimiser." + i + ".second", slots.get(i).second);
    }
  }

  /** Goes on after so many steps, the moments having been restored. */
  void resumeAfter(long steps) {
    step = steps;
  }

  @Override
  public void close() {
    slots.forEach(Slot::close);
    slots.clear();
    if (smallGradients != null) {
      smallGradients.releaseReference();
    }
    update.close();
  }

  private record Group(double rateFactor, boolean decays) {}

  /**
   * One run of elements that are updated together.
   *
   * @param value a large parameter itself, or the flat tensor
   * @param gradient of the flat tensor; null for a large parameter, which has its own
   */
  private record Slot(
      Group group,
      Tensor value,
      @Nullable Tensor gradient,
      Tensor first,
      Tensor second,
      IValue parameterList,
      @Nullable IValue flatGradientList,
      IValue firstList,
      IValue secondList) {

    static Slot large(Group group, Tensor parameter) {
      return of(group, parameter, null);
    }

    /** Moves the parameters into one tensor, and gives them their parts of the gradient. */
    static Slot flat(Group group, List<Parameter> parameters, Tensor gradient) {
      Tensor flat = Tensors.empty(gradient.scalar_type(), gradient.numel());
      long from = 0;
      for (Parameter parameter : parameters) {
        Tensor value = parameter.value();
        long[] shape = Tensors.shape(value);
        Tensor view = flat.narrow(0, from, value.numel()).view(shape);
        view.copy_(value.detach());
        value.set_data(view);
        value.mutable_grad().put(gradient.narrow(0, from, value.numel()).view(shape));
        from += value.numel();
      }
      return of(group, flat, gradient);
    }

    private static Slot of(Group group, Tensor value, @Nullable Tensor gradient) {
      Tensor first = value.detach().clone().zero_();
      Tensor second = value.detach().clone().zero_();
      return new Slot(
          group,
          keep(value),
          gradient == null ? null : keep(gradient),
          keep(first),
          keep(second),
          keep(FusedUpdate.list(value.detach())),
          gradient == null ? null : keep(FusedUpdate.list(gradient)),
          keep(FusedUpdate.list(first)),
          keep(FusedUpdate.list(second)));
    }

    IValue gradientList() {
      return flatGradientList == null
          ? FusedUpdate.list(value.grad().defined() ? value.grad() : nothing())
          : flatGradientList;
    }

    private Tensor nothing() {
      return torch.zeros_like(value.detach());
    }

    void close() {
      value.releaseReference();
      first.releaseReference();
      second.releaseReference();
      parameterList.releaseReference();
      firstList.releaseReference();
      secondList.releaseReference();
      if (gradient != null && flatGradientList != null) {
        gradient.releaseReference();
        flatGradientList.releaseReference();
      }
    }
  }
}
