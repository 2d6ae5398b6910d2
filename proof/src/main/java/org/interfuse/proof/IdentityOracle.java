package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.IdentityEncoder;
import org.interfuse.preprocessing.FeatureShape;

/**
 * Numbers as they are, then for each column of categories as many zeros and a one as it has codes.
 */
@AutoService(EncoderOracle.class)
public final class IdentityOracle implements EncoderOracle {
  @Override
  public String type() {
    return "identity";
  }

  @Override
  public List<EncoderSpec> variants() {
    return List.of(new IdentityEncoder.Spec());
  }

  @Override
  public long parameterCount(EncoderSpec spec, FeatureShape shape) {
    return 0;
  }

  @Override
  public double[] encode(
      EncoderSpec spec,
      FeatureShape shape,
      Map<String, double[]> parameters,
      double[] numeric,
      int[] categories) {
    return oneHot(shape, numeric, categories);
  }

  static double[] oneHot(FeatureShape shape, double[] numeric, int[] categories) {
    int width = numeric.length;
    for (int cardinality : shape.cardinalities()) {
      width += cardinality;
    }
    double[] encoded = new double[width];
    System.arraycopy(numeric, 0, encoded, 0, numeric.length);
    int at = numeric.length;
    for (int column = 0; column < categories.length; column++) {
      encoded[at + categories[column]] = 1;
      at += shape.cardinalities()[column];
    }
    return encoded;
  }
}
