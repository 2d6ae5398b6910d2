package org.interfuse.encoder.wide;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.target.Target;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Tensors;

/**
 * Principal components of the training rows: X V, where V [p, k] are the first right singular
 * vectors of the scaled columns, centred among the training rows. {@code loadings} is V, fixed, and
 * zeros before {@link #prepare}; the largest loading of a component is positive. Where the rows
 * have fewer components, the last ones stay zeros.
 */
final class ComponentScores implements Scores {
  private final Tensor loadings; // [p, k]

  private ComponentScores(Tensor loadings) {
    this.loadings = loadings;
  }

  static ComponentScores create(int columns, int components, Parameters parameters) {
    long[] shape = {columns, Math.min(components, columns)};
    return new ComponentScores(
        parameters.addFixed("loadings", shape, seed -> torch.zeros(shape).to(parameters.type())));
  }

  @Override
  public int width() {
    return Math.toIntExact(loadings.size(1));
  }

  private ScalarType type() {
    return loadings.scalar_type().intern();
  }

  @Override
  public Tensor of(Tiles tiles) {
    if (tiles instanceof TableTiles held) {
      return torch.mm(held.table(), loadings);
    }
    return TileProducts.times(
        tiles, width(), type(), (from, to) -> loadings.narrow(0, from, to - from));
  }

  @Override
  public void prepare(Tiles training, List<Target> targets) {
    loadings.zero_();
    if (training.rows() == 0) {
      return;
    }
    LeftVectors left = vectors(training);
    if (left.rank() == 0) {
      return;
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor over = Tensors.zeros(type(), training.rows(), width());
      over.narrow(1, 0, left.rank()).copy_(left.overValues(type()));
      TileProducts.transposed(training, over, loadings); // U sums to 0, so this is of centred rows
      long[] columns = {0};
      Tensor least = loadings.amin(columns, false);
      Tensor positive = loadings.amax(columns, false).ge(least.neg()); // [k]
      loadings.mul_(positive.to(type()).mul_(new Scalar(2)).sub_(new Scalar(1)));
    }
  }

  private LeftVectors vectors(Tiles training) {
    if (training instanceof FeatureTiles rows) {
      return RowSpace.of(rows.figures().features()).vectors(rows, width());
    }
    return training.rows() <= RowSpace.EXACT_ROWS
        ? LeftVectors.ofProducts(RowProducts.of(training), training.rows(), width())
        : LeftVectors.ofTiles(training, width(), type());
  }
}
