package org.interfuse.encoder.wide;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.target.Target;

/** A few numbers of each row that training does not change: components, random sums, columns. */
interface Scores {
  /** k. */
  int width();

  /** The numbers of some rows, [n, k], of the parameters' floating type. */
  Tensor of(Tiles tiles);

  /**
   * Fits what it takes from the training rows.
   *
   * @param targets of the same rows, in the study's order
   */
  default void prepare(Tiles training, List<Target> targets) {}
}
