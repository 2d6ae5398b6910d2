package org.interfuse.fusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Representation;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;

/** Products with one factor a modality. */
final class Factors {
  private Factors() {}

  /** An affine map d_m → {@code out} for each modality, named {@code NAME.MODALITY}. */
  static List<Linear> maps(
      Parameters parameters, String name, List<String> modalities, int[] widths, long out) {
    List<Linear> maps = new ArrayList<>();
    for (int m = 0; m < widths.length; m++) {
      maps.add(Linear.create(parameters, name + "." + modalities.get(m), widths[m], out));
    }
    return maps;
  }

  /**
   * The product over the modalities, element by element, in which the absent have the factor 1.
   *
   * @param factor the factor […, B, n] of modality m, finite everywhere
   */
  static Tensor product(List<Representation> representations, IntFunction<Tensor> factor) {
    Tensor product = null;
    for (int m = 0; m < representations.size(); m++) {
      Tensor own = factor.apply(m);
      Tensor next = Slots.replaced(own, own.dim() - 2, representations.get(m), 1);
      product = product == null ? next : product.mul(next);
    }
    return Objects.requireNonNull(product);
  }
}
