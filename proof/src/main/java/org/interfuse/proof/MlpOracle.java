package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interfuse.encoder.Activation;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.preprocessing.FeatureShape;

/**
 * x_0 = [numbers ‖ rows of the embedding tables], x_l = activation(LN(W x_{l-1} + b)); a table of c
 * codes is min(50, ⌈1.6 c^0.56⌉) wide unless a width is given.
 */
@AutoService(EncoderOracle.class)
public final class MlpOracle implements EncoderOracle {
  @Override
  public String type() {
    return "mlp";
  }

  @Override
  public List<EncoderSpec> variants() {
    return List.of(
        new MlpEncoder.Spec(List.of(6, 5), 0, true, Activation.GELU, null),
        new MlpEncoder.Spec(List.of(7), 0, false, Activation.RELU, 3));
  }

  @Override
  public long parameterCount(EncoderSpec spec, FeatureShape shape) {
    MlpEncoder.Spec mlp = (MlpEncoder.Spec) spec;
    long inputs = shape.numericWidth();
    long count = 0;
    for (int cardinality : shape.cardinalities()) {
      int width = embeddingWidth(mlp, cardinality);
      count += (long) cardinality * width;
      inputs += width;
    }
    for (int width : mlp.widths()) {
      count += (inputs + 1) * width + (mlp.normalise() ? 2L * width : 0);
      inputs = width;
    }
    return count;
  }

  private static int embeddingWidth(MlpEncoder.Spec spec, int cardinality) {
    Integer given = spec.embedding();
    return given != null
        ? given
        : Math.min(50, (int) Math.ceil(1.6 * Math.exp(0.56 * Math.log(cardinality))));
  }

  @Override
  public double[] encode(
      EncoderSpec spec,
      FeatureShape shape,
      Map<String, double[]> parameters,
      double[] numeric,
      int[] categories) {
    MlpEncoder.Spec mlp = (MlpEncoder.Spec) spec;
    double[] x = numeric;
    for (int column = 0; column < categories.length; column++) {
      double[] table = value(parameters, "embedding." + column + ".weight");
      int width = embeddingWidth(mlp, shape.cardinalities()[column]);
      double[] longer = Arrays.copyOf(x, x.length + width);
      System.arraycopy(table, categories[column] * width, longer, x.length, width);
      x = longer;
    }
    for (int layer = 0; layer < mlp.widths().size(); layer++) {
      x = block(mlp, parameters, layer, x);
    }
    return x;
  }

  private static double[] block(
      MlpEncoder.Spec spec, Map<String, double[]> parameters, int layer, double[] x) {
    double[] weight = value(parameters, "layers." + layer + ".weight");
    double[] y = Plain.affine(weight, value(parameters, "layers." + layer + ".bias"), x);
    if (spec.normalise()) {
      double[] gamma = value(parameters, "norms." + layer + ".weight");
      y = Plain.layerNorm(y, gamma, value(parameters, "norms." + layer + ".bias"));
    }
    boolean relu = spec.activation() == Activation.RELU;
    return Arrays.stream(y).map(v -> relu ? Math.max(v, 0) : Plain.gelu(v)).toArray();
  }

  private static double[] value(Map<String, double[]> parameters, String name) {
    return Objects.requireNonNull(parameters.get(name), name);
  }
}
