package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Representation;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/**
 * Gated multimodal unit (Arevalo et al. 2017, arXiv:1702.01992): Σ_m z_m ⊙ tanh(W_m h_m + b_m) with
 * gates z_m = σ(U_m [h_1 ‖ … ‖ h_M] + c_m), of any widths d_m to any width p. The paper writes no
 * biases; with them at 0 this is the paper's unit. With D = Σ d_m it has Σ (d_m + 1) p + M (D + 1)
 * p + D parameters.
 *
 * <p>Absence: the gate of the absent is 0; the gates of the others read a learned vector e_m in its
 * slot.
 *
 * <p>Tied, for two modalities, as the paper's bimodal unit: z and 1 − z of one gate, Σ (d_m + 1) p
 * + (D + 1) p parameters. If either is absent the gate of the other is 1, so nothing is read in the
 * empty slot and there are no absence vectors to learn.
 *
 * <p>Time O(B M p D), memory O(B M p) besides the weights; the gates grow with M². Tokens are not
 * read.
 *
 * <p>Where the relevance of a modality differs between subjects. Not for many modalities, nor for
 * subjects too few to learn when to trust which; its gates are no explanation, for they scale
 * vectors of unlike lengths.
 */
public final class GatedFusion implements Fusion, ModalityWeights {
  /**
   * {@code fusion: {type: gated}}.
   *
   * @param tied whether two modalities share one gate: z and 1 − z
   */
  @Meaning(
      "a gate per modality and element weighs the representations; the gate of the absent is 0")
  @AutoService(FusionSpec.class)
  public record Spec(@Meaning("whether two modalities share one gate, z and 1 − z") boolean tied)
      implements FusionSpec {
    /** The defaults. */
    public Spec() {
      this(false);
    }

    @Override
    public String type() {
      return "gated";
    }

    @Override
    public boolean needsEqualWidths() {
      return false;
    }

    @Override
    public int mostModalities() {
      return tied ? 2 : 10;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      long total = FusionChecks.total(widths);
      long candidates = (total + widths.length) * width;
      long gate = (total + 1) * width;
      return tied ? candidates + gate : candidates + widths.length * gate + total;
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireModalities(type(), modalities, widths, width);
      if (tied && widths.length != 2) {
        throw new IllegalArgumentException(
            "fusion 'gated': tied needs exactly 2 modalities, but there are " + widths.length);
      }
      return new GatedFusion(tied, modalities, widths, width, parameters);
    }
  }

  private final boolean tied;
  private final int width;
  private final List<Linear> candidates = new ArrayList<>();
  private final List<Linear> gates = new ArrayList<>();
  private final List<Tensor> absences;

  private GatedFusion(
      boolean tied, List<String> modalities, int[] widths, int width, Parameters parameters) {
    this.tied = tied;
    this.width = width;
    for (int m = 0; m < widths.length; m++) {
      String name = "candidate." + modalities.get(m);
      candidates.add(Linear.create(parameters, name, widths[m], width));
    }
    long total = FusionChecks.total(widths);
    for (String modality : tied ? modalities.subList(0, 1) : modalities) {
      gates.add(Linear.create(parameters, "gate." + modality, total, width));
    }
    this.absences = tied ? List.of() : Slots.absences(modalities, widths, parameters);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Columns weights() {
    return new Columns(true, List.of(), tied, "gate of each modality, the mean over its elements");
  }

  @Override
  public boolean replicates() {
    return true;
  }

  @Override
  public Tensor forward(List<Representation> representations, Pass pass) {
    return tied
        ? tied(representations.get(0), representations.get(1), pass)
        : untied(representations, pass);
  }

  private Tensor untied(List<Representation> representations, Pass pass) {
    List<Tensor> parts = Slots.eachFilled(representations, absences); // [B, d_m]
    Tensor all = Slots.sideBySide(parts); // [B, D]
    List<Tensor> opened = new ArrayList<>();
    Tensor fused = null;
    for (int m = 0; m < candidates.size(); m++) {
      Tensor gate = gates.get(m).forward(all).sigmoid(); // [B, p]
      Tensor candidate = candidates.get(m).forward(parts.get(m)).tanh();
      Tensor term = Slots.replaced(gate.mul(candidate), 0, representations.get(m), 0);
      opened.add(gate);
      fused = fused == null ? term : fused.add(term);
    }
    pass.record(() -> opened(opened, representations));
    return Objects.requireNonNull(fused);
  }

  /** [B, M]: the mean over the elements of each gate [B, p], 0 where the modality is absent. */
  private static Tensor opened(List<Tensor> gates, List<Representation> representations) {
    TensorVector means = new TensorVector();
    for (int m = 0; m < gates.size(); m++) {
      means.push_back(Slots.replaced(gates.get(m), 0, representations.get(m), 0).mean(1)); // [B]
    }
    return torch.stack(means, 1);
  }

  private Tensor tied(Representation first, Representation second, Pass pass) {
    Tensor left = Slots.zeroed(first);
    Tensor right = Slots.zeroed(second);
    Tensor both = gates.get(0).forward(torch.cat(new TensorVector(left, right), -1)).sigmoid();
    Tensor leftGate = // [B, p]: σ(…) with both, 1 with the first alone, 0 with the second alone
        torch.where(
            Slots.present(second),
            torch.where(Slots.present(first), both, new Scalar(0.0)),
            new Scalar(1.0));
    Tensor rightGate = leftGate.neg().add(new Scalar(1));
    pass.record(() -> torch.stack(new TensorVector(leftGate.mean(1), rightGate.mean(1)), 1));
    return leftGate
        .mul(candidates.get(0).forward(left).tanh())
        .add(rightGate.mul(candidates.get(1).forward(right).tanh()));
  }
}
