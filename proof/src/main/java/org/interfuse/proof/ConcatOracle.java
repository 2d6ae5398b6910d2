package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.List;
import org.interfuse.fusion.ConcatFusion;
import org.interfuse.fusion.FusionSpec;

/** W [h_1 ‖ … ‖ h_M] + b, an absence vector in each empty slot. */
@AutoService(Oracle.class)
public final class ConcatOracle implements Oracle {
  @Override
  public String type() {
    return "concat";
  }

  @Override
  public List<FusionSpec> variants() {
    return List.of(new ConcatFusion.Spec());
  }

  @Override
  public long parameterCount(FusionSpec spec, int[] widths, int width) {
    long count = width; // b
    for (int d : widths) {
      count += (long) d * width + d; // its columns of W, e_m
    }
    return count;
  }

  @Override
  public double[] fuse(FusionSpec spec, OracleInput input) {
    return Plain.affine(
        input.parameter("linear.weight"), input.parameter("linear.bias"), input.concatenated());
  }
}
