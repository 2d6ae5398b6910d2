package org.interfuse.proof;

import java.util.List;
import java.util.Map;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.preprocessing.FeatureShape;

/**
 * An encoder of tables, or of texts, computed a second time: a plain double-precision loop over one
 * subject, without tensors and without a look at the production code. Found with {@code
 * ServiceLoader}.
 */
public interface EncoderOracle {
  /** {@link EncoderSpec#type} of the encoder. */
  String type();

  /** The options to prove. Random masks such as dropout are at rate 0 in all of them. */
  List<EncoderSpec> variants();

  /** The number of parameter elements, from the formula. */
  long parameterCount(EncoderSpec spec, FeatureShape shape);

  /**
   * The pooled vector of one subject.
   *
   * @param parameters values by name, row-major
   * @param numeric p numbers
   * @param categories q codes; of a text its tokens
   */
  double[] encode(
      EncoderSpec spec,
      FeatureShape shape,
      Map<String, double[]> parameters,
      double[] numeric,
      int[] categories);

  /**
   * What comes out for each token of a text.
   *
   * @param codes the text
   */
  default List<double[]> tokens(
      EncoderSpec spec, FeatureShape shape, Map<String, double[]> parameters, int[] codes) {
    throw new UnsupportedOperationException(type() + " reads no texts");
  }

  /** Largest norm-wise error of bfloat16 outputs, whose numbers have 8 significant bits. */
  default double bfloat16Tolerance() {
    return 0.05;
  }
}
