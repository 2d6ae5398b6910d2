package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Representation;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/**
 * Full bilinear fusion (Tenenbaum and Freeman 2000): a bilinear form with its own matrix for each
 * pair of modalities and each output, and a linear part: Σ_{i&lt;j} h_iᵀ W_ij h_j + U [h_1 ‖ … ‖
 * h_M] + b, of any widths d_m to any width C. The paper's asymmetric factors of two are here pairs
 * of M modalities; products of three and more are left to {@link TensorFusion}.
 *
 * <p>Shapes: {@code pair.A.B.weight} is [C, d_A · d_B], row-major (element a · d_B + b multiplies
 * h_A[a] h_B[b]); U is {@code linear.weight} [C, D]. With D = Σ d_m it has C Σ_{i&lt;j} d_i d_j + D
 * C + C parameters. Time O(B C Σ d_i d_j), memory O(B Σ d_i d_j) besides the weights. More than 2²⁶
 * parameters (1 GiB with gradients and moments) are refused in favour of {@link LowRankFusion}, and
 * so are more than 2²² products for a subject.
 *
 * <p>Absence: the terms with the absent vanish, in pairs and in U; a lone modality passes through
 * U.
 *
 * <p>For narrow representations where products of two are expected to matter, and enough subjects.
 * Not for wide ones, nor for many modalities: its weights grow with the square of both.
 */
public final class BilinearFusion implements Fusion {
  /**
   * {@code fusion: {type: bilinear}}.
   *
   * @param pooling what is read of representations with tokens
   */
  @Meaning("all products of elements of two modalities, weighed in full, and a linear part")
  @AutoService(FusionSpec.class)
  public record Spec(@Meaning("what is read of modalities that have tokens") Pooling pooling)
      implements FusionSpec {
    /** The defaults. */
    public Spec() {
      this(Pooling.POOLED);
    }

    @Override
    public String type() {
      return "bilinear";
    }

    @Override
    public boolean needsEqualWidths() {
      return false;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      long total = 0;
      long products = 0;
      for (int d : widths) {
        products += total * d;
        total += d;
      }
      return (products + total + 1) * width;
    }

    /** Products of all pairs, for one subject. */
    private static long products(int[] widths) {
      long products = 0;
      for (int i = 0; i < widths.length; i++) {
        for (int j = i + 1; j < widths.length; j++) {
          products += (long) widths[i] * widths[j];
        }
      }
      return products;
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireModalities(type(), modalities, widths, width);
      ProductChecks.requireAffordable(
          type(), parameterCount(widths, width), products(widths), widths, width);
      return new BilinearFusion(pooling, modalities, widths, width, parameters);
    }
  }

  private record Pair(int first, int second, Linear form) {}

  private final Pooling pooling;
  private final int width;
  private final Linear linear;
  private final List<Pair> pairs = new ArrayList<>();

  private BilinearFusion(
      Pooling pooling, List<String> modalities, int[] widths, int width, Parameters parameters) {
    this.pooling = pooling;
    this.width = width;
    this.linear = Linear.create(parameters, "linear", FusionChecks.total(widths), width);
    for (int i = 0; i < widths.length; i++) {
      for (int j = i + 1; j < widths.length; j++) {
        String name = "pair." + modalities.get(i) + "." + modalities.get(j);
        long products = (long) widths[i] * widths[j];
        pairs.add(new Pair(i, j, Linear.withoutBias(parameters, name, products, width)));
      }
    }
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public boolean replicates() {
    return true;
  }

  @Override
  public Tensor forward(List<Representation> representations, Pass pass) {
    List<Tensor> slots = representations.stream().map(pooling::read).toList();
    Tensor fused = linear.forward(Slots.sideBySide(slots)); // [B, D] to [B, C]
    for (Pair pair : pairs) {
      Tensor products = Outer.product(slots.get(pair.first()), slots.get(pair.second()));
      fused = fused.add(pair.form().forward(products));
    }
    return fused;
  }
}
