package org.interfuse.head;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Tensors;

/**
 * A number for each output of each row of R replicas, [R, B, outputs], 0 unless it is set: what the
 * terms of a loss count, or are to be. Rows in which nothing was set are inert. Not thread-safe.
 */
final class ReplicaCells {
  private final int rows;
  private final int outputs;
  private final long[] shape;
  private final double[] values;

  /** Of the shape of these outputs. */
  ReplicaCells(Tensor outputs) {
    this.shape = Tensors.shape(outputs);
    this.rows = Math.toIntExact(shape[1]);
    this.outputs = Math.toIntExact(shape[2]);
    this.values = new double[Math.toIntExact(outputs.numel())];
  }

  int outputs() {
    return outputs;
  }

  void set(int replica, int row, int output, double value) {
    values[(replica * rows + row) * outputs + output] = value;
  }

  /** Float64. */
  Tensor tensor() {
    return Tensors.ofDoubles(values, shape);
  }

  /**
   * The binary cross-entropy of logits, added up for each replica.
   *
   * @param wanted what each is to be, in [0, 1]
   * @param shares what each counts; 0: nothing
   * @return [R]
   */
  static Tensor crossEntropy(Tensor logits, ReplicaCells wanted, ReplicaCells shares) {
    return torch
        .binary_cross_entropy_with_logits(
            shares.inert(logits, /* wholeRows= */ false),
            wanted.tensor(),
            new TensorOptional(shares.tensor()),
            new TensorOptional(),
            torch.Reduction.None.value)
        .sum(1, 2);
  }

  /**
   * The outputs in float64, 0 in place of those whose number here is 0: whatever stands there, NaN
   * included, reaches neither loss nor gradient.
   *
   * @param wholeRows whether one number in a row keeps all outputs of it
   */
  Tensor inert(Tensor raw, boolean wholeRows) {
    boolean[] counts = new boolean[values.length];
    boolean all = true;
    for (int from = 0; from < values.length; from += outputs) {
      boolean row = false;
      for (int cell = from; cell < from + outputs; cell++) {
        counts[cell] = values[cell] != 0;
        row |= counts[cell];
      }
      for (int cell = from; cell < from + outputs; cell++) {
        counts[cell] |= wholeRows && row;
        all &= counts[cell];
      }
    }
    Tensor doubles = raw.to(ScalarType.Double);
    return all ? doubles : torch.where(Tensors.ofBooleans(counts, shape), doubles, new Scalar(0.0));
  }
}
