package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.LinearEncoder;
import org.interfuse.preprocessing.FeatureShape;

/** y_o = b_o + Σ_i W_oi x_i + Σ_columns W_o,(column, code). */
@AutoService(EncoderOracle.class)
public final class LinearOracle implements EncoderOracle {
  @Override
  public String type() {
    return "linear";
  }

  @Override
  public List<EncoderSpec> variants() {
    return List.of(new LinearEncoder.Spec(6));
  }

  @Override
  public long parameterCount(EncoderSpec spec, FeatureShape shape) {
    long inputs = shape.numericWidth() + 1;
    for (int cardinality : shape.cardinalities()) {
      inputs += cardinality;
    }
    return inputs * ((LinearEncoder.Spec) spec).width();
  }

  @Override
  public double[] encode(
      EncoderSpec spec,
      FeatureShape shape,
      Map<String, double[]> parameters,
      double[] numeric,
      int[] categories) {
    double[] x = IdentityOracle.oneHot(shape, numeric, categories);
    double[] weight = Objects.requireNonNull(parameters.get("linear.weight"));
    double[] bias = Objects.requireNonNull(parameters.get("linear.bias"));
    return Plain.affine(weight, bias, x);
  }
}
