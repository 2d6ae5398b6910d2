package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Representation;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Feature-wise linear modulation (Perez et al. 2018, arXiv:1709.07871): one modality x, the
 * conditioner, scales and shifts the features of the others, γ(x) ⊙ y' + β(x) with γ(x) = 1 + Δγ(x)
 * as in the paper's implementation. Of any widths to any width C: y' = W [y_1 ‖ …] + b are the
 * features of the M − 1 others side by side, [Δγ(x) ‖ β(x)] = V x + c.
 *
 * <p>The paper conditions one stream. Several are laid side by side before the map: with scales and
 * shifts of their own for each, the shifts would add up to a single affine map of x, learned M − 1
 * times over, and a feature that is to depend on one modality alone finds that in W.
 *
 * <p>With d_x the conditioner's width and D_y that of the others together it has 2C (d_x + 1) +
 * (D_y + 1) C + D_y parameters. O(B C D) time, O(B (C + D)) memory; tokens are not read.
 *
 * <p>Absence: without the conditioner γ = 1 and β = 0, so y' passes as it is; a learned vector e_m
 * stands in the slot of an absent other. Use it where one modality says how to read the others,
 * such as a question, a dose or a site; not where no modality leads, which {@code gated} is for.
 */
public final class FilmFusion implements Fusion {
  /**
   * {@code fusion: {type: film}}.
   *
   * @param conditioner the modality that modulates the others; null for the first
   */
  @Meaning("one modality scales and shifts the features of the others")
  @AutoService(FusionSpec.class)
  public record Spec(
      @Meaning("the modality that modulates the others; none is the first")
          @Nullable String conditioner)
      implements FusionSpec {
    private static final String OWNER = "fusion 'film': conditioner";

    /** The defaults. */
    public Spec() {
      this(null);
    }

    @Override
    public String type() {
      return "film";
    }

    @Override
    public boolean needsEqualWidths() {
      return false;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      return count(NamedModality.anyIndex(OWNER, conditioner, widths), widths, width);
    }

    @Override
    public long parameterCount(List<String> modalities, int[] widths, int width) {
      return count(NamedModality.index(OWNER, conditioner, modalities), widths, width);
    }

    private static long count(int conditioner, int[] widths, int width) {
      long conditioned = FusionChecks.total(widths) - widths[conditioner];
      return 2L * width * (widths[conditioner] + 1) + (conditioned + 1) * width + conditioned;
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireModalities(type(), modalities, widths, width);
      int index = NamedModality.index(OWNER, conditioner, modalities);
      return new FilmFusion(index, modalities, widths, width, parameters);
    }
  }

  private final int conditioner;
  private final int width;
  private final Linear features;
  private final Linear modulation;
  private final List<Tensor> absences;

  private FilmFusion(
      int conditioner, List<String> modalities, int[] widths, int width, Parameters parameters) {
    this.conditioner = conditioner;
    this.width = width;
    int[] conditioned = NamedModality.others(widths, conditioner);
    features = Linear.create(parameters, "features", FusionChecks.total(conditioned), width);
    modulation = Linear.create(parameters, "modulation", widths[conditioner], 2L * width);
    absences =
        Slots.absences(NamedModality.others(modalities, conditioner), conditioned, parameters);
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
    List<Representation> conditioned = NamedModality.others(representations, conditioner);
    Tensor plain = features.forward(Slots.filled(conditioned, absences)); // [B, C]
    Representation given = representations.get(conditioner);
    Tensor both = modulation.forward(Slots.zeroed(given)); // [B, 2C]: Δγ, then β
    Tensor modulated =
        torch.addcmul(plain.add(both.narrow(-1, width, width)), plain, both.narrow(-1, 0, width));
    return torch.where(Slots.present(given), modulated, plain);
  }
}
