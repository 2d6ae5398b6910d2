package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.List;
import org.interfuse.fusion.BlockFusion;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.Pooling;

/**
 * Ben-younes et al. 2019: for each chunk k of U x and V y, z_k = Σ_r (A_kr x_k) ⊙ (B_kr y_k), with
 * biases, signed root and L2 norm within the chunk, then W_o of all chunks. The stored cores are
 * [chunk][rank][element out][element in]. The absent are left out.
 */
@AutoService(Oracle.class)
public final class BlockOracle implements Oracle {
  @Override
  public String type() {
    return "block";
  }

  @Override
  public List<FusionSpec> variants() {
    return List.of(
        new BlockFusion.Spec(),
        new BlockFusion.Spec(null, 1, 3, Pooling.POOLED),
        new BlockFusion.Spec(12, 3, 2, Pooling.TOKENS));
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
    BlockFusion.Spec options = (BlockFusion.Spec) spec;
    long p = options.joint() == null ? width : options.joint();
    long chunk = p / options.chunks();
    long count = p * width + width; // W_o, b_o
    for (int d : widths) {
      count += d * p + p; // U, b_U
      count += options.chunks() * options.rank() * (chunk * chunk + chunk); // A_kr, their biases
    }
    return count;
  }

  @Override
  public double[] fuse(FusionSpec spec, OracleInput input) {
    BlockFusion.Spec options = (BlockFusion.Spec) spec;
    int p = options.joint() == null ? input.width() : options.joint();
    int chunk = p / options.chunks();
    boolean tokens = options.pooling() == Pooling.TOKENS;
    double[] joint =
        TokenTuples.mean(input, tokens, vectors -> sums(input, p, chunk, options.rank(), vectors));
    for (int k = 0; k < options.chunks(); k++) {
      TokenTuples.signedRootAndNorm(joint, k * chunk, chunk);
    }
    return Plain.affine(input.parameter("output.weight"), input.parameter("output.bias"), joint);
  }

  private static double[] sums(OracleInput input, int p, int chunk, int rank, double[][] vectors) {
    double[] sums = new double[p];
    double[][] mapped = new double[vectors.length][];
    for (int m = 0; m < vectors.length; m++) {
      mapped[m] = input.present()[m] ? map(input, m, vectors[m]) : new double[0];
    }
    for (int element = 0; element < p; element++) {
      for (int r = 0; r < rank; r++) {
        double product = 1;
        for (int m = 0; m < vectors.length; m++) {
          product *= input.present()[m] ? core(input, m, chunk, rank, element, r, mapped[m]) : 1;
        }
        sums[element] += product;
      }
    }
    return sums;
  }

  private static double[] map(OracleInput input, int m, double[] vector) {
    String name = "map." + input.modalities().get(m);
    double[] bias = input.parameter(name + ".bias");
    return Plain.affine(input.parameter(name + ".weight"), bias, vector);
  }

  /** An element of A_kr x_k, numbered through all chunks. */
  private static double core(
      OracleInput input, int m, int chunk, int rank, int element, int r, double[] mapped) {
    String name = "core." + input.modalities().get(m);
    double[] weight = input.parameter(name + ".weight");
    int k = element / chunk;
    int row = (k * rank + r) * chunk + element % chunk;
    double value = input.parameter(name + ".bias")[row];
    for (int i = 0; i < chunk; i++) {
      value += weight[row * chunk + i] * mapped[k * chunk + i];
    }
    return value;
  }
}
