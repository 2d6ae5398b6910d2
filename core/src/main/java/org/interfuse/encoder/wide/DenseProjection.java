package org.interfuse.encoder.wide;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.target.Target;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * X W for p columns and p · width weights, p up to ten million. The weights are gone through once a
 * step, tile by tile: a tile is brought into the processor's cache, takes the update that the step
 * before left, and is multiplied with the same columns of the new batch. So neither a dense batch
 * [n, p] nor a gradient [p, width] ever exists.
 *
 * <p>The graph is cut at X W: what comes out is a leaf, whose gradient δ [n, width] the update
 * takes. The norm of the whole gradient Xᵀδ is exact without it: ‖Xᵀδ‖² = Σ (XXᵀ) ⊙ (δδᵀ), with XXᵀ
 * [n, n] summed over the tiles on the way; of more rows than the width, {@link ColumnSquares} cost
 * less. Of sparse rows there are {@link SparseSquares}.
 *
 * <p>A step that reaches nobody who has the modality leaves the weights alone. Not thread-safe.
 */
final class DenseProjection implements WideProjection {
  private final Options options;
  private final Tensor weight; // [p, width]
  private @Nullable WeightUpdate update; // from the first training pass on
  private @Nullable Tensor touched; // [p] updates of each column by sparse rows, with `update`
  private @Nullable Boolean byCells; // how sparse rows are read, once the training rows are known
  private @Nullable Trained latest;
  private @Nullable Tensor squares; // [p] of the latest, once somebody asked
  private double @Nullable [] sparseSquares; // [u] of the latest, of sparse rows, likewise
  private @Nullable Pending pending;

  /**
   * What a dense projection is made of.
   *
   * @param width of what comes out
   * @param rateFactor by which the learning rate is multiplied
   */
  record Options(
      int width,
      Arithmetic arithmetic,
      WideOptimiser optimiser,
      WidePenalties penalties,
      double rateFactor) {}

  /**
   * A training pass.
   *
   * @param product X W, a leaf
   * @param gram XXᵀ on and above its diagonal; empty of sparse rows, and where columns' squares are
   *     taken
   * @param sparse the cells of sparse rows
   */
  private record Trained(Tiles tiles, Tensor product, Tensor gram, @Nullable SparseRows sparse) {
    boolean bySquares() {
      return sparse == null && gram.numel() == 0;
    }
  }

  /**
   * An update that waits for the next pass.
   *
   * @param delta [n, width], clipped; owned
   * @param squares of the columns' gradients [p], clipped, where there are any; owned
   */
  record Pending(Tiles tiles, Tensor delta, @Nullable Tensor squares, UpdateStep step) {}

  private DenseProjection(Options options, Tensor weight) {
    this.options = options;
    this.weight = weight;
  }

  static DenseProjection create(Options options, int columns, Parameters parameters) {
    ScalarType type =
        parameters.type() == ScalarType.Double ? ScalarType.Double : options.arithmetic().weights();
    Initialisation start = Initialisation.linear(columns);
    return new DenseProjection(
        options, parameters.addTiled("weight", start, type, columns, options.width()));
  }

  @Override
  public int width() {
    return options.width();
  }

  Options options() {
    return options;
  }

  /** [p, width]. */
  Tensor weight() {
    return weight;
  }

  /** Whether the proofs' float64 takes the place of the arithmetic asked for. */
  boolean isDouble() {
    return weight.scalar_type().intern() == ScalarType.Double;
  }

  /**
   * Whether products with rows are of bfloat16. Those of sparse rows are not, in tiles or not: so
   * both ways of reading them give the same.
   */
  boolean halfProducts(@Nullable Tiles tiles) {
    boolean sparse = tiles instanceof FeatureTiles rows && rows.sparse();
    return !sparse && !isDouble() && options.arithmetic().halfProducts();
  }

  /** The moments, made when training begins. */
  WeightUpdate moments() {
    if (update == null) {
      ScalarType type = isDouble() ? ScalarType.Double : ScalarType.Float;
      update =
          options.optimiser() == WideOptimiser.ADAMW
              ? new AdamUpdate(type, weight.size(0), weight.size(1))
              : new RowWiseUpdate(type, weight.size(0));
      touched = OwnedTensors.zeros(type, weight.size(0));
    }
    return update;
  }

  /** [p] how often sparse rows updated each column. */
  Tensor touched() {
    moments();
    return Objects.requireNonNull(touched);
  }

  @Override
  public void prepare(Tiles training, List<Target> targets) {
    if (training instanceof FeatureTiles rows && rows.sparse()) {
      byCells = SparseProducts.few(rows.storedCells(), rows.rows(), rows.columns());
    }
  }

  /**
   * Whether sparse rows are read cell by cell. The training rows decide; of a model that is not
   * trained here, all rows at hand.
   */
  private boolean byCells(FeatureTiles tiles) {
    SparseMatrix all = tiles.cells();
    return byCells == null ? SparseProducts.few(all.stored(), all.rows(), all.columns()) : byCells;
  }

  @Override
  public Tensor forward(Tiles tiles, boolean training) {
    if (tiles instanceof FeatureTiles features && features.sparse() && byCells(features)) {
      return forward(tiles, features.stored(), training);
    }
    TilePass.Result result;
    try (NoGradGuard guard = new NoGradGuard()) {
      boolean withGram =
          training && !ColumnSquares.byGradients(tiles.rows(), width(), options.optimiser());
      result = new TilePass(this, pending, tiles, withGram).run();
    }
    done();
    return leaf(new Trained(tiles, result.product(), result.gram(), null), training);
  }

  private Tensor forward(Tiles tiles, SparseRows cells, boolean training) {
    settle();
    Tensor product;
    try (NoGradGuard guard = new NoGradGuard()) {
      product = new SparseStep(this, cells).forward();
    }
    Tensor none = Tensors.empty(product.scalar_type(), 0);
    return leaf(new Trained(tiles, product, none, cells), training);
  }

  private Tensor leaf(Trained trained, boolean training) {
    if (training) {
      trained.product.set_requires_grad(true);
      forget();
      latest = trained;
    }
    return trained.product;
  }

  @Override
  public boolean ownsUpdate() {
    return true;
  }

  @Override
  public double squaredGradientNorm() {
    if (latest == null || !latest.product.grad().defined()) {
      return 0;
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      if (latest.bySquares()) {
        return squares(latest).to(ScalarType.Double).sum().item_double();
      }
      Tensor delta = latest.product.grad();
      if (latest.sparse != null) {
        return Math.max(0, Arrays.stream(squares(latest.sparse, delta)).sum());
      }
      return Math.max(0, symmetric(torch.mm(delta, delta.t()).mul_(latest.gram)));
    }
  }

  /** The sum over a symmetric matrix that is zero below its diagonal. */
  private static double symmetric(Tensor upper) {
    return 2 * upper.sum().item_double() - upper.trace().item_double();
  }

  /** The squares of the columns' gradients, made when they are first asked for. */
  private Tensor squares(Trained trained) {
    if (squares == null) {
      Tensor delta = trained.product.grad().contiguous();
      squares = OwnedTensors.keep(ColumnSquares.of(trained.tiles, delta));
    }
    return squares;
  }

  /** The same of the columns that occur in sparse rows, for the norm and the update. */
  private double[] squares(SparseRows rows, Tensor delta) {
    if (sparseSquares == null) {
      sparseSquares = SparseSquares.of(rows, delta);
    }
    return sparseSquares;
  }

  /** Releases what was made of the latest pass. */
  private void forget() {
    latest = null;
    sparseSquares = null;
    if (squares != null) {
      squares.releaseReference();
      squares = null;
    }
  }

  @Override
  public void update(UpdateStep step) {
    Trained trained = latest;
    if (trained == null || !trained.product.grad().defined()) {
      forget();
      return;
    }
    settle();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor delta = trained.product.grad().contiguous();
      if (trained.sparse != null) {
        update(trained.sparse, delta, step);
      } else {
        pending = pending(trained, delta, step);
        if (!trained.tiles.outlivesStep()) {
          settle();
        }
      }
    }
    forget();
  }

  private void update(SparseRows cells, Tensor delta, UpdateStep step) {
    SparseUpdate direct = new SparseUpdate(cells, delta, () -> squares(cells, delta));
    new SparseStep(this, cells).update(direct, delta, step);
  }

  private Pending pending(Trained trained, Tensor delta, UpdateStep step) {
    Scalar factor = new Scalar(step.gradientFactor());
    Tensor clipped = OwnedTensors.keep(delta.mul(factor));
    Tensor ofColumns =
        trained.bySquares() ? OwnedTensors.keep(squares(trained).mul(factor).mul_(factor)) : null;
    return new Pending(trained.tiles, clipped, ofColumns, step);
  }

  @Override
  public void settle() {
    if (pending != null) {
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        new TilePass(this, pending, null, false).run();
      }
      done();
    }
  }

  private void done() {
    if (pending != null) {
      pending.delta.releaseReference();
      if (pending.squares != null) {
        pending.squares.releaseReference();
      }
      pending = null;
    }
  }

  @Override
  public void addState(NamedTensors tensors) {
    moments().addState(tensors);
    tensors.add("touched", touched());
  }

  @Override
  public void close() {
    done();
    forget();
    if (update != null) {
      update.close();
      touched().releaseReference();
    }
  }
}
