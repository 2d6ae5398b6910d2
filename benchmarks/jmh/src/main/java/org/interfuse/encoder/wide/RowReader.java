package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.Tensor;
import org.interfuse.preprocessing.WideFeatures;

/**
 * Reads scaled rows tile by tile, as a pass over the weights does; of this package because nobody
 * else may. Of one thread.
 */
public final class RowReader implements AutoCloseable {
  private final TileScale scale;
  private final Tiles.Reader reader;

  /**
   * A reader, whose memory belongs to the current pointer scope.
   *
   * @param rows of the features
   * @param widest columns of a tile
   */
  public RowReader(WideFeatures features, int[] rows, int widest) {
    this.scale = TileScale.of(features);
    this.reader = new FeatureTiles(scale, rows).reader(widest);
  }

  /** Float32 [n, to − from], overwritten by the next call. */
  public Tensor read(int from, int to) {
    return reader.read(from, to);
  }

  @Override
  public void close() {
    reader.close();
    scale.close();
  }
}
