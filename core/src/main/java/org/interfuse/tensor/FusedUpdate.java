package org.interfuse.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * libtorch's fused kernel of AdamW: one pass that reads parameter, gradient and both moments and
 * writes what changed, where the same in separate operations makes eight. The binding has no method
 * for it, so it is called by its name, {@code aten::_fused_adamw_}, through libtorch's dispatcher.
 *
 * <p>Owns native memory. After {@link #begin} several threads may call {@link #apply}, each on
 * tensors of its own.
 */
public final class FusedUpdate implements AutoCloseable {
  private static final double BETA_ONE = 0.9;
  private static final double BETA_TWO = 0.999;
  private static final double EPSILON = 1e-8;

  private final List<Pointer> owned = new ArrayList<>();
  private final Map<Integer, IValue> stepLists = new HashMap<>();
  private final OperatorHandle kernel;
  private final Tensor steps;
  private final Tensor scale;
  private final IValue gradientScale;
  private final IValue emptyList;
  private final IValue betaOne;
  private final IValue betaTwo;
  private final IValue epsilon;
  private final IValue no;
  private final IValue none;

  /** A kernel that has to be told the step. */
  public FusedUpdate() {
    try (PointerScope scope = new PointerScope()) {
      kernel = own(Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", ""));
      steps = own(Tensors.zeros(ScalarType.Float, 1));
      scale = own(Tensors.zeros(ScalarType.Float, 1));
      gradientScale = own(new IValue(scale));
      emptyList = own(new IValue(new GenericList(new Type.TypePtr(TensorType.get()))));
      betaOne = own(new IValue(BETA_ONE));
      betaTwo = own(new IValue(BETA_TWO));
      epsilon = own(new IValue(EPSILON));
      no = own(new IValue(false));
      none = own(new IValue());
    }
  }

  private <P extends Pointer> P own(P pointer) {
    pointer.retainReference();
    owned.add(pointer);
    return pointer;
  }

  /** A list of one tensor, as the kernel takes them; belongs to the current pointer scope. */
  public static IValue list(Tensor tensor) {
    return list(List.of(tensor));
  }

  /** A list of several tensors; belongs to the current pointer scope. */
  public static IValue list(List<Tensor> tensors) {
    GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
    tensors.forEach(tensor -> list.push_back(new IValue(tensor)));
    return new IValue(list);
  }

  /** Of so many tensors, all at the same step. */
  private synchronized IValue stepList(int count) {
    return stepLists.computeIfAbsent(count, asked -> own(list(Collections.nCopies(asked, steps))));
  }

  /**
   * Sets the number of the step for all calls until it is set again, counted from 1.
   *
   * @param divisor what gradients are divided by before they are used, and in place
   */
  public void begin(long step, double divisor) {
    steps.fill_(new Scalar((double) step));
    scale.fill_(new Scalar(divisor));
  }

  /**
   * Updates parameters and their moments, each given as a {@link #list}.
   *
   * @param count of the parameters
   * @param divides whether the gradients are divided as {@link #begin} said
   */
  public void apply(
      int count,
      IValue parameter,
      IValue gradient,
      IValue first,
      IValue second,
      double rate,
      double decay,
      boolean divides) {
    kernel.callBoxed(
        new IValueVector(
            parameter,
            gradient,
            first,
            second,
            emptyList,
            stepList(count),
            new IValue(rate),
            betaOne,
            betaTwo,
            new IValue(decay),
            epsilon,
            no,
            no,
            divides ? gradientScale : none,
            none));
  }

  @Override
  public void close() {
    owned.forEach(Pointer::releaseReference);
    owned.clear();
  }
}
