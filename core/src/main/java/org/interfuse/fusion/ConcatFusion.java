package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Representation;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/**
 * Concatenation and one affine map: W [h_1 ‖ … ‖ h_M] + b, of any widths d_m to any width C. With D
 * = Σ d_m it has (D + 1) C + D parameters: W, b and the absence vectors.
 *
 * <p>Time O(B D C), memory O(B D) besides the weights. Tokens are not read.
 *
 * <p>Absence: a learned vector e_m stands in slot m, in training and at inference alike.
 *
 * <p>The first to try, beside {@link MeanFusion}: it assumes nothing of the representations and
 * keeps apart who said what; a head with a hidden layer finds interactions behind it. Not where D
 * is large against the number of subjects. It has no paper: it is what others are compared with.
 */
public final class ConcatFusion implements Fusion {
  /** {@code fusion: {type: concat}}; it has no options. */
  @Meaning(
      "representations side by side through one affine map; a learned vector stands for the absent")
  @AutoService(FusionSpec.class)
  public record Spec() implements FusionSpec {
    @Override
    public String type() {
      return "concat";
    }

    @Override
    public boolean needsEqualWidths() {
      return false;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      long total = FusionChecks.total(widths);
      return (total + 1) * width + total;
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireModalities(type(), modalities, widths, width);
      return new ConcatFusion(
          width,
          Linear.create(parameters, "linear", FusionChecks.total(widths), width),
          Slots.absences(modalities, widths, parameters));
    }
  }

  private final int width;
  private final Linear map;
  private final List<Tensor> absences;

  private ConcatFusion(int width, Linear map, List<Tensor> absences) {
    this.width = width;
    this.map = map;
    this.absences = absences;
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
    return map.forward(Slots.filled(representations, absences)); // [B, D] to [B, C]
  }
}
