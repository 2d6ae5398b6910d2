package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Representation;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/**
 * Tensor fusion network, TFN (Zadeh et al. 2017, arXiv:1707.07250): the tensor product of all [1;
 * h_m], then an affine map: W vec(⊗_m [1; h_m]) + b, of any widths d_m to any width C. The tensor
 * holds every modality itself and every product of elements of two, three, … modalities.
 *
 * <p>Shapes: the tensor is [B, Π (d_m + 1)], row-major: the last modality varies fastest, and the 1
 * of a modality comes before its elements. (Π (d_m + 1)) C + C parameters. Time O(B C Π (d_m + 1)),
 * memory O(B Π (d_m + 1)) besides the weight, which grows with the M-th power of the widths: more
 * than 2²⁶ parameters (1 GiB with gradients and moments) are refused in favour of {@link
 * LowRankFusion}, and so are more than 2²² products for a subject.
 *
 * <p>Absence: [1; 0], so the products that the absent have no part in stay.
 *
 * <p>For two or three narrow modalities and enough subjects to tell so many products apart. Not for
 * widths above some dozens, nor where interactions of all orders are not to be expected.
 */
public final class TensorFusion implements Fusion {
  /**
   * {@code fusion: {type: tensor}}.
   *
   * @param pooling what is read of representations with tokens
   */
  @Meaning("a linear map of all products of elements across modalities; for narrow ones")
  @AutoService(FusionSpec.class)
  public record Spec(@Meaning("what is read of modalities that have tokens") Pooling pooling)
      implements FusionSpec {
    /** The defaults. */
    public Spec() {
      this(Pooling.POOLED);
    }

    @Override
    public String type() {
      return "tensor";
    }

    @Override
    public boolean needsEqualWidths() {
      return false;
    }

    /** The largest number where the count is beyond it. */
    @Override
    public long parameterCount(int[] widths, int width) {
      long entries = entries(widths);
      return entries >= Long.MAX_VALUE / width - 1 ? Long.MAX_VALUE : (entries + 1) * width;
    }

    private static long entries(int[] widths) {
      long entries = 1;
      for (int d : widths) {
        entries = ProductChecks.times(entries, d + 1L);
      }
      return entries;
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireModalities(type(), modalities, widths, width);
      ProductChecks.requireAffordable(
          type(), parameterCount(widths, width), entries(widths), widths, width);
      return new TensorFusion(
          pooling, width, Linear.create(parameters, "linear", entries(widths), width));
    }
  }

  private final Pooling pooling;
  private final int width;
  private final Linear map;

  private TensorFusion(Pooling pooling, int width, Linear map) {
    this.pooling = pooling;
    this.width = width;
    this.map = map;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Tensor forward(List<Representation> representations, Pass pass) {
    Tensor tensor = null;
    for (Representation representation : representations) {
      Tensor next = withOne(pooling.read(representation)); // [B, d_m + 1]
      tensor = tensor == null ? next : Outer.product(tensor, next);
    }
    return map.forward(Objects.requireNonNull(tensor));
  }

  private static Tensor withOne(Tensor x) {
    return torch.cat(new TensorVector(x.new_ones(x.size(0), 1), x), 1);
  }
}
