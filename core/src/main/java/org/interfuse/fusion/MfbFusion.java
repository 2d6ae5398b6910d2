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
 * Multimodal factorised bilinear pooling, MFB (Yu et al. 2017, arXiv:1708.01471): W_o
 * N(SumPool_k(Ũx ⊙ Ṽy)) + b_o, where N is the signed square root and the L2 norm of {@link
 * SignedRoot}, of any widths d_m through a joint space of width p to any width C. Each element of
 * the joint space is a bilinear form of rank k. The maps have biases; more than two modalities have
 * more factors.
 *
 * <p>Shapes: a factor is [B, p · k], k innermost: element o · k + i belongs to the joint element o,
 * so the windows of the sum are adjacent, as in the paper ({@link MutanFusion} is rank-major). With
 * D = Σ d_m it has (D + M) k p + (p + 1) C parameters. Training drops elements of the product
 * before the sum, as the paper does. Time O(B p (k D + C)), memory O(B p k M).
 *
 * <p>Absence: the factor 1.
 *
 * <p>Where {@link MlbFusion} is too poor: k products an element instead of one, and no tanh that
 * saturates; the norm keeps the product of many modalities in range. Not where the length of the
 * product says something: the norm takes it away; nor for cohorts of hundreds, where k p (D + M)
 * weights start with small gradients.
 */
public final class MfbFusion implements Fusion {
  /**
   * {@code fusion: {type: mfb}}.
   *
   * @param joint p, at least 2; null for C. The paper's 1,000 is for inputs of 1,024 and 2,048
   * @param factors k, the paper's 5
   * @param dropout of the product in training, in [0, 1); the 0.1 of the authors' code
   * @param pooling what is read of representations with tokens
   */
  @Meaning("sums of a few products of maps of each modality, then signed root and unit norm")
  @AutoService(FusionSpec.class)
  public record Spec(
      @Meaning("width of the joint space, 2 or more; none is the width of the result")
          @Nullable Integer joint,
      @Meaning("products summed in each element of the joint space, 1 or more") int factors,
      @Meaning("share of the products that training leaves out, in [0, 1)") double dropout,
      @Meaning("what is read of modalities that have tokens") Pooling pooling)
      implements FusionSpec {
    public Spec {
      ProductChecks.requireAtLeast("joint", 2, joint);
      ProductChecks.requireAtLeast("factors", 1, factors);
      AttentionOptions.requireRate("dropout", dropout);
    }

    /** The defaults. */
    public Spec() {
      this(null, 5, 0.1, Pooling.POOLED);
    }

    @Override
    public String type() {
      return "mfb";
    }

    @Override
    public boolean needsEqualWidths() {
      return false;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      long p = ProductChecks.joint(joint, width);
      return (FusionChecks.total(widths) + widths.length) * factors * p + (p + 1) * width;
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireModalities(type(), modalities, widths, width);
      ProductChecks.requireNormable(type(), ProductChecks.joint(joint, width));
      return new MfbFusion(this, modalities, widths, width, parameters);
    }
  }

  private final Spec spec;
  private final int width;
  private final List<Linear> maps;
  private final Linear output;

  private MfbFusion(
      Spec spec, List<String> modalities, int[] widths, int width, Parameters parameters) {
    this.spec = spec;
    this.width = width;
    int joint = ProductChecks.joint(spec.joint(), width);
    long out = (long) joint * spec.factors();
    maps = Factors.maps(parameters, "map", modalities, widths, out);
    output = Linear.create(parameters, "output", joint, width);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Tensor forward(List<Representation> representations, Pass pass) {
    Tensor product = // [B, p · k]
        Factors.product(
            representations, m -> maps.get(m).forward(spec.pooling().read(representations.get(m))));
    Tensor kept = pass.dropout(product, spec.dropout());
    Tensor pooled = kept.view(product.size(0), -1, spec.factors()).sum(2); // [B, p]
    return output.forward(SignedRoot.normalised(pooled));
  }
}
