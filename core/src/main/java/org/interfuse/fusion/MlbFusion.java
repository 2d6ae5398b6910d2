package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Representation;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Low-rank bilinear pooling by the Hadamard product, MLB (Kim et al. 2017, arXiv:1610.04325): W_o
 * (tanh(U x + b_U) ⊙ tanh(V y + b_V)) + b_o, of any widths d_m through a joint space of width p to
 * any width C; more than two modalities have more factors. Each element of the joint space is a
 * bilinear form of rank 1, bounded by the tanh.
 *
 * <p>Shapes: factors and product [B, p]. With D = Σ d_m it has (D + M) p + (p + 1) C parameters.
 * Time O(B p (D + C)), memory O(B p M).
 *
 * <p>Absence: the factor 1; a lone modality passes through its own tanh.
 *
 * <p>The cheapest of its kin, for interactions where subjects are few. Not for many modalities: a
 * product of M numbers below 1 shrinks with M.
 */
public final class MlbFusion implements Fusion {
  /**
   * {@code fusion: {type: mlb}}.
   *
   * @param joint p; null for C. The paper's 1,200 is for inputs of 2,400 and 2,048
   * @param pooling what is read of representations with tokens
   */
  @Meaning("the product, element by element, of one bounded map of each modality")
  @AutoService(FusionSpec.class)
  public record Spec(
      @Meaning("width of the joint space, 1 or more; none is the width of the result")
          @Nullable Integer joint,
      @Meaning("what is read of modalities that have tokens") Pooling pooling)
      implements FusionSpec {
    public Spec {
      ProductChecks.requireAtLeast("joint", 1, joint);
    }

    /** The defaults. */
    public Spec() {
      this(null, Pooling.POOLED);
    }

    @Override
    public String type() {
      return "mlb";
    }

    @Override
    public boolean needsEqualWidths() {
      return false;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      long p = ProductChecks.joint(joint, width);
      return (FusionChecks.total(widths) + widths.length) * p + (p + 1) * width;
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireModalities(type(), modalities, widths, width);
      return new MlbFusion(this, modalities, widths, width, parameters);
    }
  }

  private final Spec spec;
  private final int width;
  private final List<Linear> maps;
  private final Linear output;

  private MlbFusion(
      Spec spec, List<String> modalities, int[] widths, int width, Parameters parameters) {
    this.spec = spec;
    this.width = width;
    int joint = ProductChecks.joint(spec.joint(), width);
    maps = Factors.maps(parameters, "map", modalities, widths, joint);
    output = Linear.create(parameters, "output", joint, width);
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
    Tensor product =
        Factors.product(
            representations,
            m -> spec.pooling().mean(representations.get(m), x -> maps.get(m).forward(x).tanh()));
    return output.forward(product); // [B, p] to [B, C]
  }
}
