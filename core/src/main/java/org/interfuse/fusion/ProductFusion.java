package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Representation;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/**
 * Product of the representations, element by element: Π_{m ∈ P} u_m over the present P. Needs equal
 * widths p; the result is as wide. No parameters; O(B M p) time and memory; tokens are not read.
 *
 * <p>Absence: the factor 1. It is the cheapest interaction there is, an M-linear one without
 * anything to learn; with many modalities products of numbers near 0 vanish, and {@code low-rank}
 * or {@code mlb} learn what to multiply.
 */
public final class ProductFusion implements Fusion {
  /** {@code fusion: {type: product}}; it has no options. */
  @Meaning("the product, element by element, of the representations that are present")
  @AutoService(FusionSpec.class)
  public record Spec() implements FusionSpec {
    @Override
    public String type() {
      return "product";
    }

    @Override
    public boolean needsEqualWidths() {
      return true;
    }

    @Override
    public boolean ignoresOrder() {
      return true;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      return 0;
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireEqualWidths(type(), modalities, widths, width);
      return new ProductFusion(width);
    }
  }

  private final int width;

  private ProductFusion(int width) {
    this.width = width;
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
    Tensor product = Slots.replaced(representations.get(0), 1); // [B, p]
    for (Representation next : representations.subList(1, representations.size())) {
      product = product.mul(Slots.replaced(next, 1));
    }
    return product;
  }
}
