package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.fusion.BottleneckFusion;
import org.interfuse.fusion.FusionSpec;

/**
 * Nagrani et al. 2021, equations 8 and 9: [z_m; b_m] = Transformer_m([z_m; b]) for each modality,
 * then b = the average of the b_m; here over those present, and the mean of the normalised b at the
 * end.
 */
@AutoService(Oracle.class)
public final class BottleneckOracle implements Oracle {
  @Override
  public String type() {
    return "bottleneck";
  }

  @Override
  public List<FusionSpec> variants() {
    return List.of(new BottleneckFusion.Spec(), new BottleneckFusion.Spec(1, 1, 1));
  }

  @Override
  public boolean readsTokens() {
    return true;
  }

  @Override
  public long parameterCount(FusionSpec spec, int[] widths, int width) {
    BottleneckFusion.Spec options = (BottleneckFusion.Spec) spec;
    long p = width;
    long layer = 12 * p * p + 12 * p;
    return options.bottlenecks() * p + options.layers() * widths.length * layer + 2 * p;
  }

  @Override
  public double[] fuse(FusionSpec spec, OracleInput input) {
    BottleneckFusion.Spec options = (BottleneckFusion.Spec) spec;
    List<Integer> present = new ArrayList<>();
    List<List<double[]>> z = new ArrayList<>();
    for (int m = 0; m < input.widths().length; m++) {
      if (input.present()[m]) {
        present.add(m);
        z.add(PlainTransformer.timed(input, m));
      }
    }
    List<double[]> b = PlainTransformer.rows(input, "bottlenecks");
    for (int l = 0; l < options.layers(); l++) {
      List<List<double[]>> answers = new ArrayList<>();
      for (int i = 0; i < present.size(); i++) {
        String name = "layers." + l + "." + input.modalities().get(present.get(i));
        List<double[]> x = new ArrayList<>(z.get(i));
        x.addAll(b);
        List<double[]> next =
            PlainTransformer.layer(input, name, x, options.heads(), true, PlainTransformer::gelu);
        int tokens = z.get(i).size();
        z.set(i, next.subList(0, tokens));
        answers.add(next.subList(tokens, next.size()));
      }
      b = average(answers);
    }
    return PlainTransformer.mean(PlainTransformer.norm(input, "norm", b));
  }

  /** Place by place. */
  private static List<double[]> average(List<List<double[]>> answers) {
    List<double[]> average = new ArrayList<>();
    for (int place = 0; place < answers.get(0).size(); place++) {
      int at = place;
      average.add(PlainTransformer.mean(answers.stream().map(b -> b.get(at)).toList()));
    }
    return average;
  }
}
