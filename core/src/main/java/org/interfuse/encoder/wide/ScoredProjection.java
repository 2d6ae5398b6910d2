package org.interfuse.encoder.wide;

import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.target.Target;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * A trained linear map of {@link Scores}. The scores of all rows of a wide modality are computed
 * when some are first asked for, and kept: a step of training costs nothing in p.
 */
final class ScoredProjection implements WideProjection {
  private final Scores scores;
  private final @Nullable Standardisation standardisation;
  private final Linear second;
  private final int width;
  private final ScoreCache cache = new ScoreCache();

  private ScoredProjection(
      Scores scores, @Nullable Standardisation standardisation, Linear second, int width) {
    this.scores = scores;
    this.standardisation = standardisation;
    this.second = second;
    this.width = width;
  }

  /**
   * Builds one.
   *
   * @param standardised whether scores are brought to mean 0 and variance 1 over the training rows
   */
  static ScoredProjection create(
      Scores scores, boolean standardised, int width, Parameters parameters) {
    return new ScoredProjection(
        scores,
        standardised ? Standardisation.create(scores.width(), parameters) : null,
        Linear.withoutBias(parameters, "second", scores.width(), width),
        width);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Tensor forward(Tiles tiles, boolean training) {
    Tensor few = scores(tiles); // [n, k]
    return second.forward(standardisation == null ? few : standardisation.forward(few));
  }

  private Tensor scores(Tiles tiles) {
    return tiles instanceof FeatureTiles rows ? cache.of(rows, scores) : scores.of(tiles);
  }

  @Override
  public void prepare(Tiles training, List<Target> targets) {
    try (NoGradGuard guard = new NoGradGuard()) {
      cache.close();
      scores.prepare(training, targets);
      if (standardisation != null) {
        standardisation.fit(scores(training));
      }
    }
  }

  @Override
  public void close() {
    cache.close();
  }

  /**
   * (s − centre) · scale, with scale 1 over the standard deviation (divisor n) among the training
   * rows, 0 for what does not vary, as nothing does of no rows or one.
   */
  private record Standardisation(Tensor centre, Tensor scale) {
    static Standardisation create(int width, Parameters parameters) {
      long[] shape = {width};
      return new Standardisation(
          parameters.addFixed("centre", shape, seed -> torch.zeros(shape).to(parameters.type())),
          parameters.addFixed("scale", shape, seed -> torch.ones(shape).to(parameters.type())));
    }

    Tensor forward(Tensor few) {
      return few.sub(centre).mul(scale);
    }

    void fit(Tensor few) {
      double[][] rows = Tensors.toRows(few);
      int n = Math.max(1, rows.length);
      double[] means = new double[(int) centre.numel()];
      double[] factors = new double[means.length];
      for (int k = 0; k < means.length; k++) {
        double sum = 0;
        double largest = 0;
        for (double[] row : rows) {
          sum += row[k];
          largest = Math.max(largest, Math.abs(row[k]));
        }
        means[k] = sum / n;
        double squares = 0;
        for (double[] row : rows) {
          squares += (row[k] - means[k]) * (row[k] - means[k]);
        }
        double deviation = Math.sqrt(squares / n);
        factors[k] = deviation > 1e-6 * largest ? 1 / deviation : 0;
      }
      centre.copy_(Tensors.ofDoubles(means));
      scale.copy_(Tensors.ofDoubles(factors));
    }
  }
}
