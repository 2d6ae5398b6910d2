package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.List;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.MeanFusion;

/** The mean over the present modalities. */
@AutoService(Oracle.class)
public final class MeanOracle implements Oracle {
  @Override
  public String type() {
    return "mean";
  }

  @Override
  public List<FusionSpec> variants() {
    return List.of(new MeanFusion.Spec());
  }

  @Override
  public long parameterCount(FusionSpec spec, int[] widths, int width) {
    return 0;
  }

  @Override
  public double[] fuse(FusionSpec spec, OracleInput input) {
    double[] fused = new double[input.width()];
    for (int c = 0; c < fused.length; c++) {
      double sum = 0;
      int count = 0;
      for (int m = 0; m < input.widths().length; m++) {
        if (input.present()[m]) {
          sum += input.pooled()[m][c];
          count++;
        }
      }
      fused[c] = sum / count;
    }
    return fused;
  }
}
