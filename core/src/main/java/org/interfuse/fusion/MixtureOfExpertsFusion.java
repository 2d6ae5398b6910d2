package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Representation;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Sparsely gated mixture of experts (Shazeer et al. 2017, arXiv:1701.06538) over all modalities at
 * once, as Flex-MoE does for any combination of them (Yun et al. 2024, arXiv:2410.08245): Σ_e g_e
 * E_e(z) with z = [h_1 ‖ … ‖ h_M] and experts E_e(z) = V_e ReLU(U_e z + b_e) + c_e of H hidden
 * units. The router scores the experts by R [z ‖ a], where a [M] is the presence; g is the softmax
 * over the k highest scores and 0 for the others. Of any widths d_m to any width C.
 *
 * <p>With noise, a training pass adds ε_e (softplus((N [z ‖ a])_e) + 0.01) to each score, ε
 * standard normal. Each training pass adds to the loss {@code balance} times the squared
 * coefficient of variation of the experts' summed gates, and with noise that of their expected
 * number of subjects.
 *
 * <p>With D = Σ d_m it has E ((D + 1) H + (H + 1) C) + E (D + M) + D parameters, and E (D + M) more
 * with noise. All experts are computed and those not chosen weighed by 0: two matrix products for
 * all together, which for the few experts of a fusion is faster than gathering subjects, and no
 * expert has a capacity that the batch could fill (a subject's result depends on no other). O(B E H
 * (D + C)) time, O(B E H) memory; tokens are not read.
 *
 * <p>Absence: a learned vector e_m stands in slot m, for the experts and the router, which also
 * sees a. For cohorts large enough that each expert has subjects of its own to learn from, hundreds
 * at the least; for fewer, {@code concat} or {@code gated}.
 */
public final class MixtureOfExpertsFusion implements Fusion, ModalityWeights {
  /** The least standard deviation of the noise. */
  public static final double LEAST_NOISE = 0.01;

  /**
   * {@code fusion: {type: mixture-of-experts}}.
   *
   * @param experts E, at least {@code chosen}
   * @param chosen k, at least 2: the softmax over a single score is 1, and no router would train
   * @param hidden H, at least 1; null for the width of the result
   * @param noise whether training passes add learned noise to the scores
   * @param balance weight in the loss of how unevenly the experts are used, at least 0
   */
  @Meaning("a router sends each subject to the few of several experts that suit who is present")
  @AutoService(FusionSpec.class)
  public record Spec(
      @Meaning("number of experts, no fewer than are chosen") int experts,
      @Meaning("number of experts chosen for a subject, 2 or more") int chosen,
      @Meaning("hidden units of an expert, 1 or more; none is the width of the result")
          @Nullable Integer hidden,
      @Meaning("whether training adds noise of learned size to the router's scores") boolean noise,
      @Meaning("weight in the loss of how unevenly experts are used, 0 or more") double balance)
      implements FusionSpec {
    public Spec {
      if (chosen < 2) {
        throw new IllegalArgumentException("chosen: expected at least 2, but it is " + chosen);
      }
      if (experts < chosen) {
        throw new IllegalArgumentException(
            "experts: expected at least the %d that are chosen, but it is %d"
                .formatted(chosen, experts));
      }
      if (hidden != null && hidden < 1) {
        throw new IllegalArgumentException("hidden: expected at least 1, but it is " + hidden);
      }
      if (!(balance >= 0) || Double.isInfinite(balance)) {
        throw new IllegalArgumentException(
            "balance: expected a number of at least 0, but it is " + balance);
      }
    }

    /** The defaults. */
    public Spec() {
      this(4, 2, null, false, 0.01);
    }

    @Override
    public String type() {
      return "mixture-of-experts";
    }

    @Override
    public boolean needsEqualWidths() {
      return false;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      long total = FusionChecks.total(widths);
      long units = hidden(width);
      long routers = (noise ? 2L : 1L) * experts * (total + widths.length);
      return experts * ((total + 1) * units + (units + 1) * width) + routers + total;
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireModalities(type(), modalities, widths, width);
      return new MixtureOfExpertsFusion(this, modalities, widths, width, parameters);
    }

    private int hidden(int width) {
      return hidden == null ? width : hidden;
    }
  }

  private final Spec spec;
  private final int width;
  private final Tensor router;
  private final @Nullable Tensor noise;
  private final Linear hidden;
  private final Tensor outputWeight;
  private final Tensor outputBias;
  private final List<Tensor> absences;

  private MixtureOfExpertsFusion(
      Spec spec, List<String> modalities, int[] widths, int width, Parameters parameters) {
    this.spec = spec;
    this.width = width;
    long total = FusionChecks.total(widths);
    long[] routed = {spec.experts(), total + widths.length};
    Parameter.Role role = Parameter.Role.WEIGHT;
    router = parameters.add("router.weight", Initialisation.linear(routed[1]), role, routed);
    noise =
        spec.noise() ? parameters.add("noise.weight", Initialisation.zeros(), role, routed) : null;
    int units = spec.hidden(width);
    long all = (long) spec.experts() * units;
    hidden = Linear.create(parameters, "hidden", total, all);
    Initialisation start = Initialisation.linear(units);
    outputWeight = parameters.add("output.weight", start, role, width, all);
    outputBias = parameters.add("output.bias", start, Parameter.Role.BIAS, spec.experts(), width);
    absences = Slots.absences(modalities, widths, parameters);
  }

  @Override
  public int width() {
    return width;
  }

  /** Of experts: each of them reads all modalities, so none of a modality. */
  @Override
  public Columns weights() {
    List<String> names =
        IntStream.rangeClosed(1, spec.experts()).mapToObj(e -> "expert " + e).toList();
    return new Columns(false, names, true, "gate of each expert; all experts read all modalities");
  }

  @Override
  public Tensor forward(List<Representation> representations, Pass pass) {
    Tensor all = Slots.filled(representations, absences); // [B, D]
    Tensor gates = gates(routed(all, representations), pass).to(all.scalar_type()); // [B, E]
    pass.record(() -> gates);
    Tensor units = hidden.forward(all).relu().unflatten(1, spec.experts(), -1); // [B, E, H]
    Tensor weighed = units.mul(gates.unsqueeze(2)).flatten(1, 2); // [B, E · H]
    return torch.addmm(torch.linear(weighed, outputWeight), gates, outputBias);
  }

  /** [B, D + M]: what the router sees, in float32 at least, so that rounding chooses no expert. */
  private static Tensor routed(Tensor all, List<Representation> representations) {
    TensorVector presences = new TensorVector();
    representations.forEach(slot -> presences.push_back(slot.presence()));
    Tensor presence = torch.stack(presences, 1).to(all.scalar_type()); // [B, M]
    return exact(torch.cat(new TensorVector(all, presence), 1));
  }

  private static Tensor exact(Tensor x) {
    return x.scalar_type().intern() == ScalarType.Double ? x : x.to(ScalarType.Float);
  }

  /** [B, E]: softmax over the highest scores, 0 elsewhere. */
  private Tensor gates(Tensor routed, Pass pass) {
    Tensor clean = torch.linear(routed, exact(router)); // [B, E]
    if (noise == null || !pass.isTraining()) {
      Tensor gates = highest(clean);
      penalise(pass, ExpertBalance.importance(gates));
      return gates;
    }
    Tensor spread = torch.softplus(torch.linear(routed, exact(noise))).add(new Scalar(LEAST_NOISE));
    Tensor scores = clean.add(pass.noise(clean).mul(spread));
    Tensor gates = highest(scores);
    penalise(pass, ExpertBalance.importance(gates));
    if (spec.chosen() < spec.experts()) {
      penalise(pass, ExpertBalance.load(clean, scores, spread, spec.chosen()));
    }
    return gates;
  }

  private Tensor highest(Tensor scores) {
    T_TensorTensor_T top = scores.topk(spec.chosen());
    return torch.zeros_like(scores).scatter(1, top.get1(), top.get0().softmax(1));
  }

  private void penalise(Pass pass, Tensor unevenness) {
    if (spec.balance() > 0) {
      pass.penalise(unevenness.mul(new Scalar(spec.balance())));
    }
  }
}
