package org.interfuse.head;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.target.Target;
import org.interfuse.tensor.Tensors;

/** A head's loss at given outputs and its gradient by them, [n][outputs]. */
record LossProbe(double loss, double[][] gradient) {
  static LossProbe of(Head head, double[][] outputs, Target target) {
    return of(head, outputs, target, ScalarType.Double);
  }

  static LossProbe of(Head head, double[][] outputs, Target target, ScalarType type) {
    try (PointerScope scope = new PointerScope()) {
      Tensor leaf = Tensors.ofRows(outputs).to(type).detach();
      leaf.set_requires_grad(true);
      Tensor loss = head.loss(leaf, target);
      loss.backward();
      return new LossProbe(Tensors.toDoubles(loss)[0], Tensors.toRows(leaf.grad()));
    }
  }

  /** Gradient of a plain function by five-point central differences, error about 1e-12. */
  static double[][] differences(ToDoubleFunction<double[][]> function, double[][] at) {
    double step = 1e-3;
    double[][] point = Arrays.stream(at).map(double[]::clone).toArray(double[][]::new);
    double[][] gradient = new double[at.length][];
    for (int i = 0; i < at.length; i++) {
      gradient[i] = new double[at[i].length];
      for (int j = 0; j < at[i].length; j++) {
        double[] values = new double[4];
        double[] offsets = {-2, -1, 1, 2};
        for (int k = 0; k < 4; k++) {
          point[i][j] = at[i][j] + offsets[k] * step;
          values[k] = function.applyAsDouble(point);
        }
        point[i][j] = at[i][j];
        gradient[i][j] = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * step);
      }
    }
    return gradient;
  }
}
