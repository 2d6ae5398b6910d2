package org.interfuse.head;

import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.target.Target;
import org.interfuse.target.Targets;
import org.interfuse.tensor.Tensors;

/**
 * The outputs of those subjects of a batch that have the target. The others are taken away before
 * any arithmetic, so whatever stands in their rows, NaN included, reaches neither loss nor
 * gradient.
 *
 * @param rows n row numbers in the batch, increasing
 * @param values [n, outputs], float64: losses are summed in double precision whatever type the
 *     parameters have
 */
record ObservedOutputs(int[] rows, Tensor values) {
  static ObservedOutputs of(Tensor outputs, Target target) {
    int size = target.size();
    if (outputs.size(0) != size) {
      throw new IllegalArgumentException(
          "target '%s': %d subjects, but outputs of %d"
              .formatted(target.name(), size, outputs.size(0)));
    }
    int[] rows = rows(target);
    Tensor kept = rows.length == size ? outputs : outputs.index_select(0, Tensors.ofInts(rows));
    return new ObservedOutputs(rows, kept.to(ScalarType.Double));
  }

  /** The subjects that have the target, in order. */
  static int[] rows(Target target) {
    return Targets.present(target, IntStream.range(0, target.size()).toArray());
  }

  int count() {
    return rows.length;
  }

  /** A loss of exactly 0 whose gradient is exactly 0, still joined to the outputs. */
  Tensor zeroLoss() {
    return values.narrow(0, 0, 0).sum();
  }
}
