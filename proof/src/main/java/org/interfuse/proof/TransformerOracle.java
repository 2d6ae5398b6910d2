package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.TransformerFusion;
import org.interfuse.tensor.attention.FeedForward.Activation;

/**
 * Gorishniy et al. 2021: [cls; tokens] through layers that normalise first, but for the attention
 * of the first one; layer normalisation of cls at the end. ReGLU(u, v) = u ⊙ max(v, 0).
 */
@AutoService(Oracle.class)
public final class TransformerOracle implements Oracle {
  @Override
  public String type() {
    return "transformer";
  }

  @Override
  public List<FusionSpec> variants() {
    return List.of(
        new TransformerFusion.Spec(3, 8, Activation.REGLU, 4.0 / 3, 0, 0),
        new TransformerFusion.Spec(1, 1, Activation.GELU, 4, 0, 0));
  }

  @Override
  public boolean readsTokens() {
    return true;
  }

  @Override
  public long parameterCount(FusionSpec spec, int[] widths, int width) {
    TransformerFusion.Spec options = (TransformerFusion.Spec) spec;
    long p = width;
    long f = Math.round(options.feedForward() * width);
    long attention = p * p + p + p * p + p * p + p + p * p + p; // query, key, value, output
    long feedForward =
        options.activation() == Activation.REGLU
            ? p * 2 * f + 2 * f + f * p + p
            : p * f + f + f * p + p;
    long layers = options.layers() * (attention + feedForward);
    long norms = 2 * p * (2 * options.layers() - 1) + 2 * p; // the first has one, cls has one
    return p + widths.length * p + layers + norms;
  }

  @Override
  public double[] fuse(FusionSpec spec, OracleInput input) {
    TransformerFusion.Spec options = (TransformerFusion.Spec) spec;
    PlainTransformer.Activation activation =
        options.activation() == Activation.REGLU
            ? TransformerOracle::reglu
            : PlainTransformer::gelu;
    List<double[]> x = new ArrayList<>(List.of(input.parameter("cls")));
    x.addAll(PlainTransformer.typed(input));
    for (int l = 0; l < options.layers(); l++) {
      x = PlainTransformer.layer(input, "layers." + l, x, options.heads(), l > 0, activation);
    }
    return PlainTransformer.norm(input, "norm", x.subList(0, 1)).get(0);
  }

  private static double[] reglu(double[] x) {
    double[] y = new double[x.length / 2];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] * Math.max(x[y.length + i], 0);
    }
    return y;
  }
}
