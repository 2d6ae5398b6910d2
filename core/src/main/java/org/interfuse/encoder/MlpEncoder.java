package org.interfuse.encoder;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.LayerNorm;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Multilayer perceptron for a table. Numeric columns and embedded categorical columns are put side
 * by side, then per hidden width: x ← dropout(activation(LayerNorm(W x + b))). The output of the
 * last block is the representation; no further layer follows it. Normalises each subject on its
 * own, never over the batch.
 */
public final class MlpEncoder implements Encoder {
  /**
   * {@code encoder: {type: mlp}}. The defaults suit cohorts of hundreds: one narrow layer and some
   * dropout; deeper ones pay off from thousands.
   *
   * @param widths of the hidden blocks in order, each at least 1, or 3 with {@code normalise}
   * @param dropout rate in [0, 1), after each block
   * @param normalise whether each block has a layer normalisation
   * @param activation {@code gelu} or {@code relu}
   * @param embedding width of every embedded categorical column; null for min(50, ⌈1.6 c^0.56⌉) of
   *     its c codes
   */
  @Meaning("a small network of a table; categories are embedded")
  @AutoService(EncoderSpec.class)
  public record Spec(
      @Meaning("widths of the hidden blocks in order, each 1 or more; 3 or more with normalise")
          List<Integer> widths,
      @Meaning("dropout rate after each block, in [0, 1)") double dropout,
      @Meaning("whether each block has a layer normalisation") boolean normalise,
      @Meaning("the function after each block's linear map") Activation activation,
      @Meaning(
              "width of every embedded categorical column, 1 or more; none is 1.6 c^0.56 of its c codes, at most 50")
          @Nullable Integer embedding)
      implements EncoderSpec {
    public Spec {
      widths = List.copyOf(widths);
      requireWidths(widths, normalise);
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException("dropout: expected 0 ≤ rate < 1, but it is " + dropout);
      }
      if (embedding != null && embedding < 1) {
        throw new IllegalArgumentException(
            "embedding: expected at least 1, but it is " + embedding);
      }
    }

    /** The defaults. */
    public Spec() {
      this(List.of(64), 0.2, true, Activation.GELU, null);
    }

    private static void requireWidths(List<Integer> widths, boolean normalise) {
      if (widths.isEmpty()) {
        throw new IllegalArgumentException("widths: expected at least one, but there are none");
      }
      int least = normalise ? 3 : 1; // two normalised values keep nothing but their order
      for (int width : widths) {
        if (width < least) {
          throw new IllegalArgumentException(
              "widths: expected at least %d with normalise: %s, but one is %d"
                  .formatted(least, normalise, width));
        }
      }
    }

    @Override
    public String type() {
      return "mlp";
    }

    @Override
    public Encoder build(FeatureShape shape, Parameters parameters) {
      return new MlpEncoder(this, shape, parameters);
    }
  }

  private record Block(Linear linear, @Nullable LayerNorm norm) {}

  private final Spec spec;
  private final Categories columns;
  private final List<Block> blocks = new ArrayList<>();

  private MlpEncoder(Spec spec, FeatureShape shape, Parameters parameters) {
    this.spec = spec;
    this.columns = Categories.embedded(shape, spec.embedding(), parameters);
    int in = columns.width();
    for (int layer = 0; layer < spec.widths().size(); layer++) {
      int out = spec.widths().get(layer);
      Linear linear = Linear.create(parameters, "layers." + layer, in, out);
      LayerNorm norm =
          spec.normalise() ? LayerNorm.create(parameters, "norms." + layer, out) : null;
      blocks.add(new Block(linear, norm));
      in = out;
    }
  }

  @Override
  public int width() {
    return spec.widths().get(spec.widths().size() - 1);
  }

  @Override
  public boolean replicates() {
    return true;
  }

  @Override
  public Encoded forward(EncoderInput input, Pass pass) {
    Tensor x = columns.forward(input); // [n, p + embeddings]
    for (Block block : blocks) {
      x = block.linear().forward(x);
      if (block.norm() != null) {
        x = block.norm().forward(x);
      }
      x = pass.dropout(spec.activation().forward(x), spec.dropout());
    }
    return Encoded.pooled(x);
  }
}
