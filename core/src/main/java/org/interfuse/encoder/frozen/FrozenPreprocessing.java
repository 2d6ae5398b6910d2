package org.interfuse.encoder.frozen;

import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ModalityData;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PrecomputedSpec;
import org.interfuse.preprocessing.PreprocessingState;
import org.interfuse.progress.Progress;

/**
 * Prepares a modality by the representations that a frozen network makes of it. Nothing is fitted:
 * every fold has the same. An encoder brings it along ({@link
 * org.interfuse.encoder.EncoderSpec#preprocessing}); a study does not name it.
 *
 * @param source where the network comes from
 */
public record FrozenPreprocessing(FrozenSource source) implements PrecomputedSpec {
  @Override
  public String type() {
    return FittedFrozen.TYPE;
  }

  @Override
  public boolean accepts(ModalityData data) {
    return true;
  }

  @Override
  public void look(String where, ModalityData data) {
    network(where, data);
    CacheLimit.bytes(); // refuses what is no limit
  }

  @Override
  public void precompute(String where, ModalityData data, Progress progress) {
    FittedFrozen.compute(network(where, data), data, progress);
  }

  @Override
  public FittedPreprocessing fit(String where, ModalityData data, int[] trainingRows) {
    return FittedFrozen.of(network(where, data), data, trainingRows);
  }

  private FrozenNetwork network(String where, ModalityData data) {
    FrozenNetwork network = source.open(where);
    if (!network.reads(data)) {
      throw new FindingsException(
          Finding.of(where, "this encoder reads " + network.reads(), data.describe()));
    }
    return network;
  }

  @Override
  public FittedPreprocessing restore(PreprocessingState state) {
    return FittedFrozen.restore(source.restore(state), state);
  }
}
