package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.fusion.AttentionPoolFusion;
import org.interfuse.fusion.FusionSpec;

/**
 * Ilse et al. 2018, equations 8 and 9: a_k ∝ exp(wᵀ tanh(V h_k)), gated exp(wᵀ (tanh(V h_k) ⊙
 * sigm(U h_k))), with biases inside; a token of n counts 1/n.
 */
@AutoService(Oracle.class)
public final class AttentionPoolOracle implements Oracle {
  @Override
  public String type() {
    return "attention-pool";
  }

  @Override
  public List<FusionSpec> variants() {
    return List.of(new AttentionPoolFusion.Spec(128, false), new AttentionPoolFusion.Spec(5, true));
  }

  @Override
  public boolean readsTokens() {
    return true;
  }

  @Override
  public long parameterCount(FusionSpec spec, int[] widths, int width) {
    AttentionPoolFusion.Spec options = (AttentionPoolFusion.Spec) spec;
    long map = (long) width * options.hidden() + options.hidden();
    return (options.gated() ? map + map : map) + options.hidden();
  }

  @Override
  public double[] fuse(FusionSpec spec, OracleInput input) {
    boolean gated = ((AttentionPoolFusion.Spec) spec).gated();
    List<double[]> bag = new ArrayList<>();
    List<Double> masses = new ArrayList<>();
    double total = 0;
    for (int m = 0; m < input.widths().length; m++) {
      if (!input.present()[m]) {
        continue;
      }
      List<double[]> tokens = input.tokens().get(m);
      List<double[]> own = tokens == null || tokens.isEmpty() ? List.of(input.pooled()[m]) : tokens;
      for (double[] token : own) {
        double mass = Math.exp(score(input, token, gated)) / own.size();
        bag.add(token);
        masses.add(mass);
        total += mass;
      }
    }
    double[] fused = new double[input.width()];
    for (int k = 0; k < bag.size(); k++) {
      for (int c = 0; c < fused.length; c++) {
        fused[c] += masses.get(k) / total * bag.get(k)[c];
      }
    }
    return fused;
  }

  private static double score(OracleInput input, double[] token, boolean gated) {
    double[] w = input.parameter("score.weight");
    double[] units = PlainTransformer.affine(input, "units", token);
    double[] gates = gated ? PlainTransformer.affine(input, "gate", token) : new double[w.length];
    double score = 0;
    for (int i = 0; i < w.length; i++) {
      score += w[i] * Math.tanh(units[i]) * (gated ? Plain.sigmoid(gates[i]) : 1);
    }
    return score;
  }
}
