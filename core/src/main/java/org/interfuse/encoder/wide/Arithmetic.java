package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.option.Meaning;

/** What a dense projection's weights are kept in and multiplied with. */
public enum Arithmetic {
  @Meaning("weights and products in float32")
  FLOAT32(ScalarType.Float, false),
  @Meaning("float32 weights, bfloat16 products")
  MIXED(ScalarType.Float, true),
  @Meaning("bfloat16 weights with stochastic rounding, half the memory; bfloat16 products")
  BFLOAT16(ScalarType.BFloat16, true);

  private final ScalarType weights;
  private final boolean halfProducts;

  Arithmetic(ScalarType weights, boolean halfProducts) {
    this.weights = weights;
    this.halfProducts = halfProducts;
  }

  /** Element type of the weights. */
  ScalarType weights() {
    return weights;
  }

  /** Whether products are of bfloat16. */
  boolean halfProducts() {
    return halfProducts;
  }
}
