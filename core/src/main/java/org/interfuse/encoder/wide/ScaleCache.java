package org.interfuse.encoder.wide;

import org.interfuse.preprocessing.WideFeatures;

/**
 * What tiles are scaled with, made once for each fit of the preprocessing and not for each of the
 * features that it prepared: batches of training, of subjects held out and of new ones come in
 * turns, from several threads, with the same centres and scales. So an encoder has one, as long as
 * it is used. Owns the tensors. Thread-safe.
 */
final class ScaleCache implements AutoCloseable {
  private final PerFeatures<ScaleFigures> kept =
      new PerFeatures<>(WideFeatures::scale, ScaleFigures::close);

  /** Not to be closed by the caller, who keeps the features reachable as long as it is read. */
  TileScale of(WideFeatures features) {
    return new TileScale(features, kept.of(features, ScaleFigures::new));
  }

  @Override
  public void close() {
    kept.close();
  }
}
