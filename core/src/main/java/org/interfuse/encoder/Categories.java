package org.interfuse.encoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Turns the categorical columns of a table into numbers, one-hot or embedded, and puts them behind
 * the numeric columns. Code 0, the bucket of missing and unseen levels, has a place of its own like
 * any level.
 */
final class Categories {
  private final int width;
  private final int[] cardinalities;
  private final @Nullable List<Tensor> tables;

  private Categories(int width, int[] cardinalities, @Nullable List<Tensor> tables) {
    if (width == 0) {
      throw new IllegalArgumentException("columns: expected at least 1, but there are none");
    }
    this.width = width;
    this.cardinalities = cardinalities;
    this.tables = tables;
  }

  /** Without parameters: a column of c codes becomes c columns of zeros and ones. */
  static Categories oneHot(FeatureShape shape) {
    int width = shape.numericWidth();
    for (int cardinality : shape.cardinalities()) {
      width += cardinality;
    }
    return new Categories(width, shape.cardinalities().clone(), null);
  }

  /**
   * With one learned table [c, e] a column, normal around 0 with deviation 1/√e at the start.
   *
   * @param embedding e, or null for {@link #embeddingWidth}
   */
  static Categories embedded(
      FeatureShape shape, @Nullable Integer embedding, Parameters parameters) {
    int width = shape.numericWidth();
    List<Tensor> tables = new ArrayList<>();
    for (int column = 0; column < shape.cardinalities().length; column++) {
      int cardinality = shape.cardinalities()[column];
      int columnWidth = embedding == null ? embeddingWidth(cardinality) : embedding;
      Initialisation start = new Initialisation.Normal(1 / Math.sqrt(columnWidth));
      Parameter.Role role = Parameter.Role.EMBEDDING;
      tables.add(
          parameters.add("embedding." + column + ".weight", start, role, cardinality, columnWidth));
      width += columnWidth;
    }
    return new Categories(width, shape.cardinalities().clone(), tables);
  }

  /** The usual rule of thumb, as in fastai: min(50, ⌈1.6 · c^0.56⌉). */
  static int embeddingWidth(int cardinality) {
    return (int) Math.min(50, Math.ceil(1.6 * Math.pow(cardinality, 0.56)));
  }

  /** Width of {@link #forward}. */
  int width() {
    return width;
  }

  /** [n, p] and [n, q] codes to [n, width]; of R replicas, with a leading axis each. */
  Tensor forward(EncoderInput input) {
    if (cardinalities.length == 0) {
      return input.numeric();
    }
    TensorVector parts = new TensorVector(input.numeric());
    for (int column = 0; column < cardinalities.length; column++) {
      parts.push_back(input.levels() == null ? ofCodes(input, column) : ofShares(input, column));
    }
    return torch.cat(parts, -1);
  }

  private Tensor ofCodes(EncoderInput input, int column) {
    Tensor codes = Objects.requireNonNull(input.categories(), "categories");
    Tensor code = codes.select(-1, column); // [n]
    return tables == null
        ? torch.one_hot(code, cardinalities[column]).to(input.numeric().scalar_type())
        : looked(tables.get(column), code);
  }

  /** [n] of a table [c, e] to [n, e]; of replicas [R, n] of [R, c, e] to [R, n, e]. */
  private static Tensor looked(Tensor table, Tensor code) {
    if (table.dim() == 2) {
      return torch.embedding(table, code);
    }
    long[] starts = new long[Math.toIntExact(table.size(0))];
    Arrays.setAll(starts, replica -> replica * table.size(1));
    Tensor rows = code.add(Tensors.ofLongs(starts, starts.length, 1));
    return torch.embedding(table.flatten(0, 1), rows);
  }

  /** The same of a share of 1; between codes, the mean of what they give. */
  private Tensor ofShares(EncoderInput input, int column) {
    Tensor shares = Objects.requireNonNull(input.levels(), "levels").get(column); // [n, c]
    return tables == null ? shares : shares.matmul(tables.get(column));
  }
}
