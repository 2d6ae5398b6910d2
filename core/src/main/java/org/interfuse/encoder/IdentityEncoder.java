package org.interfuse.encoder;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/**
 * Passes a table on: numeric columns as they are, categorical columns one-hot. Width p + Σ
 * cardinalities, no parameters. For representations computed elsewhere and for early fusion; not
 * for tables much wider than the cohort is long, which nothing here makes narrower.
 */
public final class IdentityEncoder implements Encoder {
  /** {@code encoder: {type: identity}}; it has no options. */
  @Meaning("passes a table on as it is; categories are one-hot")
  @AutoService(EncoderSpec.class)
  public record Spec() implements EncoderSpec {
    @Override
    public String type() {
      return "identity";
    }

    @Override
    public Encoder build(FeatureShape shape, Parameters parameters) {
      return new IdentityEncoder(Categories.oneHot(shape));
    }
  }

  private final Categories columns;

  private IdentityEncoder(Categories columns) {
    this.columns = columns;
  }

  @Override
  public int width() {
    return columns.width();
  }

  @Override
  public boolean replicates() {
    return true;
  }

  @Override
  public Encoded forward(EncoderInput input, Pass pass) {
    return Encoded.pooled(columns.forward(input));
  }
}
