package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.List;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.MagFusion;

/**
 * Rahman et al. 2020: g_m = R(W_gm [X_m; Z] + b_m), H = Σ g_m · (W_m X_m) + b_H, α = min(‖Z‖ / ‖H‖
 * β, 1), Z̄ = Z + α H, then layer normalisation. ‖H‖ has 1e-6 added. H is 0 where there is no X_m
 * at all; a vector is in the place of an absent Z.
 */
@AutoService(Oracle.class)
public final class MagOracle implements Oracle {
  @Override
  public String type() {
    return "mag";
  }

  @Override
  public List<FusionSpec> variants() {
    return List.of(
        new MagFusion.Spec(null, 1, 0),
        new MagFusion.Spec("m1", 0.3, 0), // most shifts are cut
        new MagFusion.Spec(null, 100, 0)); // none is
  }

  @Override
  public long parameterCount(FusionSpec spec, int[] widths, int width) {
    int z = anchor(spec, FusionCase.names(widths.length));
    long p = widths[z];
    long count = p + 2 * p + p; // b_H, layer normalisation, in the place of Z
    for (int m = 0; m < widths.length; m++) {
      long d = widths[m];
      count += m == z ? 0 : (d + p) * p + p + d * p; // W_gm and b_m, W_m
    }
    return count;
  }

  @Override
  public double[] fuse(FusionSpec spec, OracleInput input) {
    int anchor = anchor(spec, input.modalities());
    double[] z = input.filled(anchor).clone();
    double[] h = shift(input, anchor, z);
    double beta = ((MagFusion.Spec) spec).shift();
    double alpha = Math.min(length(z) / (length(h) + 1e-6) * beta, 1);
    for (int c = 0; c < z.length; c++) {
      z[c] += alpha * h[c];
    }
    return Plain.layerNorm(z, input.parameter("norm.weight"), input.parameter("norm.bias"));
  }

  private static double[] shift(OracleInput input, int anchor, double[] z) {
    double[] h = new double[z.length];
    boolean any = false;
    for (int m = 0; m < input.widths().length; m++) {
      if (m == anchor || !input.present()[m]) {
        continue;
      }
      any = true;
      String name = input.modalities().get(m);
      double[] x = input.pooled()[m];
      double[] both = new double[x.length + z.length];
      System.arraycopy(x, 0, both, 0, x.length);
      System.arraycopy(z, 0, both, x.length, z.length);
      double[] gateWeight = input.parameter("gate." + name + ".weight");
      double[] gate = Plain.affine(gateWeight, input.parameter("gate." + name + ".bias"), both);
      double[] own = Plain.product(input.parameter("shift." + name + ".weight"), x, z.length);
      for (int c = 0; c < h.length; c++) {
        h[c] += Math.max(gate[c], 0) * own[c];
      }
    }
    for (int c = 0; any && c < h.length; c++) {
      h[c] += input.parameter("shift.bias")[c];
    }
    return h;
  }

  private static double length(double[] x) {
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  private static int anchor(FusionSpec spec, List<String> modalities) {
    String name = ((MagFusion.Spec) spec).anchor();
    return name == null ? 0 : modalities.indexOf(name);
  }
}
