package org.interfuse.fusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Representation;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;

/**
 * Makes absent slots inert. Multiplying by a mask does not: 0 · NaN is NaN, forward and backward.
 * Selecting does, because the gradient of what was not selected is an exact 0.
 */
final class Slots {
  /**
   * From so many elements on, finding the absent rows and writing to them alone takes less time
   * than looking at each element's condition.
   */
  private static final long MANY = 8192;

  private Slots() {}

  /** [B, 1] boolean, of replicas [R, B, 1]: who has the modality. */
  static Tensor present(Representation representation) {
    return representation.presence().unsqueeze(-1);
  }

  /** [B, d]: zeros in absent slots. */
  static Tensor zeroed(Representation representation) {
    return replaced(representation, 0);
  }

  /** [B, d]: a number in absent slots. */
  static Tensor replaced(Representation representation, double number) {
    return replaced(representation.pooled(), 0, representation, number);
  }

  /** […, B, …]: a number in the rows of those whom a representation lacks, along an axis. */
  static Tensor replaced(Tensor x, long axis, Representation representation, double number) {
    return representation.everybody() ? x : replaced(x, axis, representation.presence(), number);
  }

  /**
   * [B, …]: a number in the rows of the absent, by index where there is much to look through.
   *
   * @param present [B] boolean
   */
  static Tensor replaced(Tensor x, Tensor present, double number) {
    return replaced(x, 0, present, number);
  }

  /**
   * [B, …] or […, B, …]: the same for rows along another axis.
   *
   * @param present [B], or [R, B] of R replicas whose {@code x} is [R, B, d]
   */
  static Tensor replaced(Tensor x, long axis, Tensor present, double number) {
    Scalar constant = new Scalar(number);
    if (present.dim() == 2) { // [R, B] of replicas
      return torch.where(present.unsqueeze(-1), x, constant);
    }
    if (x.numel() < MANY) {
      return torch.where(alongside(present, x.dim() - axis), x, constant);
    }
    return x.index_fill(axis, absentRows(present), constant);
  }

  /** [B, 1, …] of so many axes. */
  private static Tensor alongside(Tensor present, long axes) {
    long[] shape = new long[(int) axes];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    return present.view(shape);
  }

  /** [n] int64: who is absent. */
  private static Tensor absentRows(Tensor present) {
    return present.logical_not().nonzero().squeeze(1);
  }

  /** [B, d]: the learned vector e [d] in absent slots; of replicas [R, B, d] with e [R, 1, d]. */
  static Tensor filled(Representation representation, Tensor absence) {
    Tensor pooled = representation.pooled();
    if (pooled.numel() < MANY || pooled.dim() == 3) {
      return torch.where(present(representation), pooled, absence);
    }
    Tensor rows = absentRows(representation.presence());
    return pooled.index_copy(0, rows, absence.expand(rows.size(0), pooled.size(1)));
  }

  /** [B, d_m] each: {@link #filled}. */
  static List<Tensor> eachFilled(List<Representation> representations, List<Tensor> absences) {
    List<Tensor> parts = new ArrayList<>();
    for (int m = 0; m < absences.size(); m++) {
      Representation slot = representations.get(m);
      parts.add(slot.everybody() ? slot.pooled() : filled(slot, absences.get(m)));
    }
    return parts;
  }

  /** [B, D]: {@link #filled} side by side. */
  static Tensor filled(List<Representation> representations, List<Tensor> absences) {
    return sideBySide(eachFilled(representations, absences));
  }

  /** [B, Σ n]: tensors [B, n] side by side. */
  static Tensor sideBySide(List<Tensor> slots) {
    return torch.cat(new TensorVector(slots.toArray(Tensor[]::new)), -1);
  }

  /** The learned absence vectors e_m [d_m], named {@code absence.MODALITY}, zeros at the start. */
  static List<Tensor> absences(List<String> modalities, int[] widths, Parameters parameters) {
    List<Tensor> absences = new ArrayList<>();
    for (int m = 0; m < widths.length; m++) {
      absences.add(
          parameters.add(
              "absence." + modalities.get(m),
              Initialisation.zeros(),
              Parameter.Role.ABSENCE,
              new long[] {widths[m]}));
    }
    return absences;
  }
}
