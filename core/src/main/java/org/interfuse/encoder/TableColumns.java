package org.interfuse.encoder;

import org.bytedeco.pytorch.Tensor;
import org.interfuse.preprocessing.FeatureShape;
import org.jspecify.annotations.Nullable;

/** The columns of a table with its categories one-hot, and the width of a wide modality. */
public final class TableColumns {
  private final int width;
  private final @Nullable Categories categories;

  /** Of what an encoder is given. */
  public TableColumns(FeatureShape shape) {
    this.categories = shape.wide() ? null : Categories.oneHot(shape);
    this.width = categories == null ? shape.numericWidth() : categories.width();
  }

  /** p, one-hot columns included. */
  public int width() {
    return width;
  }

  /** [n, p] of a table. */
  public Tensor forward(EncoderInput input) {
    if (categories == null) {
      throw new IllegalArgumentException("expected a wide modality, but it is a table");
    }
    return categories.forward(input);
  }
}
