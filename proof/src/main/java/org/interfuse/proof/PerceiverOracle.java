package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.PerceiverFusion;

/**
 * Jaegle et al. 2021 with one cross-attention: latents read the tokens with one head, both sides
 * normalised; then layers among the latents; their average. Feed-forward parts are as wide as p.
 */
@AutoService(Oracle.class)
public final class PerceiverOracle implements Oracle {
  @Override
  public String type() {
    return "perceiver";
  }

  @Override
  public List<FusionSpec> variants() {
    return List.of(new PerceiverFusion.Spec(), new PerceiverFusion.Spec(2, 1, 1));
  }

  @Override
  public boolean readsTokens() {
    return true;
  }

  @Override
  public long parameterCount(FusionSpec spec, int[] widths, int width) {
    PerceiverFusion.Spec options = (PerceiverFusion.Spec) spec;
    long p = width;
    long attention = 4 * p * p + 3 * p;
    long feedForward = 2 * (p * p + p);
    long read = attention + feedForward + 3 * 2 * p; // norms: latents, tokens, feed-forward
    long layer = attention + feedForward + 2 * 2 * p;
    return options.latents() * p + widths.length * p + read + options.layers() * layer;
  }

  @Override
  public double[] fuse(FusionSpec spec, OracleInput input) {
    PerceiverFusion.Spec options = (PerceiverFusion.Spec) spec;
    List<double[]> latents = PlainTransformer.rows(input, "latents");
    List<double[]> asking = PlainTransformer.norm(input, "read.latents.norm", latents);
    List<double[]> told =
        PlainTransformer.norm(input, "read.tokens.norm", PlainTransformer.typed(input));
    List<double[]> read = PlainTransformer.attention(input, "read.attention", asking, told, 1);
    List<double[]> z = new ArrayList<>();
    for (int i = 0; i < latents.size(); i++) {
      z.add(PlainTransformer.sum(latents.get(i), read.get(i)));
    }
    z = PlainTransformer.feedForward(input, "read.feed_forward", z, PlainTransformer::gelu);
    for (int l = 0; l < options.layers(); l++) {
      z =
          PlainTransformer.layer(
              input, "layers." + l, z, options.heads(), true, PlainTransformer::gelu);
    }
    return PlainTransformer.mean(z);
  }
}
