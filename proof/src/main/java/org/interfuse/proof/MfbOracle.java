package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.List;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.MfbFusion;
import org.interfuse.fusion.Pooling;

/**
 * Yu et al. 2017: z_o = Σ_i (u_oi · x)(v_oi · y) over the k factors i of element o, with biases,
 * then signed root and L2 norm. Row o · k + i of the stored maps is factor i of element o. The
 * absent are left out.
 */
@AutoService(Oracle.class)
public final class MfbOracle implements Oracle {
  @Override
  public String type() {
    return "mfb";
  }

  @Override
  public List<FusionSpec> variants() {
    return List.of(
        new MfbFusion.Spec(null, 5, 0, Pooling.POOLED),
        new MfbFusion.Spec(6, 3, 0, Pooling.POOLED),
        new MfbFusion.Spec(6, 3, 0, Pooling.TOKENS));
  }

  @Override
  public boolean readsTokens() {
    return true;
  }

  /** Roots of sums that nearly cancel. */
  @Override
  public double float32Tolerance() {
    return 1e-4;
  }

  @Override
  public long parameterCount(FusionSpec spec, int[] widths, int width) {
    MfbFusion.Spec options = (MfbFusion.Spec) spec;
    long p = options.joint() == null ? width : options.joint();
    long count = p * width + width;
    for (int d : widths) {
      count += (d + 1) * p * options.factors();
    }
    return count;
  }

  @Override
  public double[] fuse(FusionSpec spec, OracleInput input) {
    MfbFusion.Spec options = (MfbFusion.Spec) spec;
    int p = options.joint() == null ? input.width() : options.joint();
    boolean tokens = options.pooling() == Pooling.TOKENS;
    double[] joint =
        TokenTuples.mean(input, tokens, vectors -> sums(input, p, options.factors(), vectors));
    TokenTuples.signedRootAndNorm(joint, 0, p);
    return Plain.affine(input.parameter("output.weight"), input.parameter("output.bias"), joint);
  }

  private static double[] sums(OracleInput input, int p, int k, double[][] vectors) {
    double[] sums = new double[p];
    for (int o = 0; o < p; o++) {
      for (int i = 0; i < k; i++) {
        double product = 1;
        for (int m = 0; m < vectors.length; m++) {
          product *= input.present()[m] ? mapped(input, m, o * k + i, vectors[m]) : 1;
        }
        sums[o] += product;
      }
    }
    return sums;
  }

  private static double mapped(OracleInput input, int m, int row, double[] vector) {
    String name = "map." + input.modalities().get(m);
    double[] weight = input.parameter(name + ".weight");
    double value = input.parameter(name + ".bias")[row];
    for (int a = 0; a < vector.length; a++) {
      value += weight[row * vector.length + a] * vector[a];
    }
    return value;
  }
}
