package org.interfuse.encoder;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/**
 * One affine map of a table: W [x ‖ one-hot categories] + b, of (p + Σ cardinalities + 1) · width
 * parameters. Categories are one-hot because that is already the most general affine map of them: a
 * column of W is the vector learned for a level. The encoder to compare the others with.
 */
public final class LinearEncoder implements Encoder {
  /**
   * {@code encoder: {type: linear}}.
   *
   * @param width width of the representation, at least 1
   */
  @Meaning("one affine map of a table; categories are one-hot")
  @AutoService(EncoderSpec.class)
  public record Spec(@Meaning("width of the representation, 1 or more") int width)
      implements EncoderSpec {
    public Spec {
      if (width < 1) {
        throw new IllegalArgumentException("width: expected at least 1, but it is " + width);
      }
    }

    /** The defaults. */
    public Spec() {
      this(64);
    }

    @Override
    public String type() {
      return "linear";
    }

    @Override
    public Encoder build(FeatureShape shape, Parameters parameters) {
      Categories columns = Categories.oneHot(shape);
      return new LinearEncoder(
          columns, width, Linear.create(parameters, "linear", columns.width(), width));
    }
  }

  private final Categories columns;
  private final int width;
  private final Linear map;

  private LinearEncoder(Categories columns, int width, Linear map) {
    this.columns = columns;
    this.width = width;
    this.map = map;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public boolean replicates() {
    return true;
  }

  @Override
  public Encoded forward(EncoderInput input, Pass pass) {
    return Encoded.pooled(map.forward(columns.forward(input)));
  }
}
