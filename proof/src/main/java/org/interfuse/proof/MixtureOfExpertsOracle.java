package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.List;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.MixtureOfExpertsFusion;

/**
 * Shazeer et al. 2017: y = Σ_i G(x)_i E_i(x), G(x) = Softmax(KeepTopK(x · W_g, k)), the experts
 * feed-forward with one hidden layer of ReLU. x is all slots side by side, absence vectors in the
 * empty ones; the gating also reads presence. Expert e has the hidden units e H … e H + H − 1.
 * Noise is of training alone.
 */
@AutoService(Oracle.class)
public final class MixtureOfExpertsOracle implements Oracle {
  @Override
  public String type() {
    return "mixture-of-experts";
  }

  @Override
  public List<FusionSpec> variants() {
    return List.of(
        new MixtureOfExpertsFusion.Spec(),
        new MixtureOfExpertsFusion.Spec(3, 3, 5, false, 0),
        new MixtureOfExpertsFusion.Spec(5, 3, 2, true, 0.1));
  }

  @Override
  public long parameterCount(FusionSpec spec, int[] widths, int width) {
    MixtureOfExpertsFusion.Spec options = (MixtureOfExpertsFusion.Spec) spec;
    long inputs = 0;
    for (int d : widths) {
      inputs += d;
    }
    long units = units(options, width);
    long expert = inputs * units + units + units * width + width;
    long gating = inputs + widths.length; // W_g, and with noise W_noise
    return options.experts() * (expert + (options.noise() ? 2 : 1) * gating) + inputs; // e_m
  }

  @Override
  public double[] fuse(FusionSpec spec, OracleInput input) {
    MixtureOfExpertsFusion.Spec options = (MixtureOfExpertsFusion.Spec) spec;
    double[] x = input.concatenated();
    double[] gates = gates(options, input, x);
    double[] fused = new double[input.width()];
    for (int e = 0; e < gates.length; e++) {
      double[] answer = expert(options, input, x, e);
      for (int c = 0; c < fused.length; c++) {
        fused[c] += gates[e] * answer[c];
      }
    }
    return fused;
  }

  private static double[] gates(
      MixtureOfExpertsFusion.Spec options, OracleInput input, double[] x) {
    int modalities = input.widths().length;
    double[] seen = new double[x.length + modalities];
    System.arraycopy(x, 0, seen, 0, x.length);
    for (int m = 0; m < modalities; m++) {
      seen[x.length + m] = input.present()[m] ? 1 : 0;
    }
    double[] scores = Plain.product(input.parameter("router.weight"), seen, options.experts());
    double[] kept = new double[scores.length];
    for (int e = 0; e < scores.length; e++) {
      int above = 0;
      for (double other : scores) {
        above += other > scores[e] ? 1 : 0;
      }
      kept[e] = above < options.chosen() ? scores[e] : Double.NEGATIVE_INFINITY;
    }
    return Plain.softmax(kept);
  }

  private static double[] expert(
      MixtureOfExpertsFusion.Spec options, OracleInput input, double[] x, int e) {
    int units = units(options, input.width());
    int all = options.experts() * units;
    double[] answer = new double[input.width()];
    for (int c = 0; c < answer.length; c++) {
      answer[c] = input.parameter("output.bias")[e * answer.length + c];
    }
    for (int unit = e * units; unit < (e + 1) * units; unit++) {
      double sum = input.parameter("hidden.bias")[unit];
      for (int i = 0; i < x.length; i++) {
        sum += input.parameter("hidden.weight")[unit * x.length + i] * x[i];
      }
      for (int c = 0; c < answer.length; c++) {
        answer[c] += input.parameter("output.weight")[c * all + unit] * Math.max(sum, 0);
      }
    }
    return answer;
  }

  private static int units(MixtureOfExpertsFusion.Spec options, int width) {
    Integer hidden = options.hidden();
    return hidden == null ? width : hidden;
  }
}
