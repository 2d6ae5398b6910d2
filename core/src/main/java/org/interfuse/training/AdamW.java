package org.interfuse.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameter;

/**
 * AdamW (Loshchilov and Hutter 2019) with β = (0.9, 0.999) and ε = 1e-8, as a handful of in-place
 * operations a group. A group shares a learning rate and whether its weights decay. Small
 * parameters of a group become views of one flat tensor, and so do their gradients; large ones keep
 * their own.
 *
 * <p>A parameter that a batch did not touch has a gradient of zero. Owns its state and, as views,
 * the storage of the small parameters; close it before the parameters.
 */
public final class AdamW implements AutoCloseable {
  private static final long SMALL = 200_000;
  private static final double BETA_ONE = 0.9;
  private static final double BETA_TWO = 0.999;
  private static final double EPSILON = 1e-8;

  private final List<Slot> slots = new ArrayList<>();
  private final double weightDecay;
  private long step;

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
    Map<Group, List<Parameter>> groups = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      Group group = new Group(rateFactor.applyAsDouble(parameter), parameter.role().decays());
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(parameter);
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      groups.forEach(this::addGroup);
    }
  }

  private void addGroup(Group group, List<Parameter> parameters) {
    List<Parameter> small = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (parameter.value().numel() <= SMALL) {
        small.add(parameter);
      } else {
        slots.add(Slot.large(group, parameter.value()));
      }
    }
    if (!small.isEmpty()) {
      slots.add(Slot.flat(group, small));
    }
  }

  /** Sets every gradient to zero. */
  public void zeroGradients() {
    for (Slot slot : slots) {
      slot.gradient().zero_();
    }
  }

  /**
   * Scales all gradients so that their global norm is at most {@code largest}.
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
    for (Slot slot : slots) {
      double norm = slot.gradient().norm().item_double();
      squares += norm * norm;
    }
    double norm = Math.sqrt(squares);
    if (norm > largest) {
      Scalar factor = new Scalar(largest / norm);
      slots.forEach(slot -> slot.gradient().mul_(factor));
    }
    return norm;
  }

  /** Updates every parameter once. */
  public void step(double learningRate) {
    step++;
    double correctionOne = 1 - Math.pow(BETA_ONE, step);
    double rootCorrectionTwo = Math.sqrt(1 - Math.pow(BETA_TWO, step));
    for (Slot slot : slots) {
      double rate = learningRate * slot.group.rateFactor;
      Tensor gradient = slot.gradient();
      if (slot.group.decays && weightDecay > 0) {
        slot.value.mul_(new Scalar(1 - rate * weightDecay));
      }
      slot.first.lerp_(gradient, new Scalar(1 - BETA_ONE));
      slot.second.mul_(new Scalar(BETA_TWO)).addcmul_(gradient, gradient, new Scalar(1 - BETA_TWO));
      org.bytedeco.pytorch.global.torch.sqrt_out(slot.scratch, slot.second);
      slot.scratch.div_(new Scalar(rootCorrectionTwo)).add_(new Scalar(EPSILON));
      slot.value.addcdiv_(slot.first, slot.scratch, new Scalar(-rate / correctionOne));
    }
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
  }

  private record Group(double rateFactor, boolean decays) {}

  /**
   * One run of elements that are updated together.
   *
   * @param parameter the large parameter itself, or the flat tensor
   * @param value the same storage without a graph
   * @param flatGradient where the views' gradients lie; null for a large parameter
   */
  private record Slot(
      Group group,
      Tensor parameter,
      Tensor value,
      @org.jspecify.annotations.Nullable Tensor flatGradient,
      Tensor first,
      Tensor second,
      Tensor scratch) {

    static Slot large(Group group, Tensor parameter) {
      parameter.mutable_grad().put(parameter.detach().clone().zero_());
      return of(group, parameter, parameter.detach(), null);
    }

    static Slot flat(Group group, List<Parameter> parameters) {
      long size = parameters.stream().mapToLong(p -> p.value().numel()).sum();
      Tensor like = parameters.get(0).value().detach();
      Tensor flat = org.interfuse.tensor.Tensors.empty(like.scalar_type(), size);
      Tensor gradient = org.interfuse.tensor.Tensors.zeros(like.scalar_type(), size);
      long from = 0;
      for (Parameter parameter : parameters) {
        Tensor value = parameter.value();
        long[] shape = org.interfuse.tensor.Tensors.shape(value);
        Tensor view = flat.narrow(0, from, value.numel()).view(shape);
        view.copy_(value.detach());
        value.set_data(view);
        value.mutable_grad().put(gradient.narrow(0, from, value.numel()).view(shape));
        from += value.numel();
      }
      return of(group, flat, flat, gradient);
    }

    private static Slot of(
        Group group,
        Tensor parameter,
        Tensor value,
        @org.jspecify.annotations.Nullable Tensor flatGradient) {
      Tensor like = value;
      return new Slot(
          group,
          parameter,
          keep(value),
          flatGradient == null ? null : keep(flatGradient),
          keep(like.clone().zero_()),
          keep(like.clone().zero_()),
          keep(like.clone().zero_()));
    }

    private static Tensor keep(Tensor tensor) {
      tensor.retainReference();
      return tensor;
    }

    Tensor gradient() {
      return flatGradient == null ? parameter.grad() : flatGradient;
    }

    void close() {
      value.releaseReference();
      if (flatGradient != null) {
        flatGradient.releaseReference();
      }
      first.releaseReference();
      second.releaseReference();
      scratch.releaseReference();
    }
  }
}
