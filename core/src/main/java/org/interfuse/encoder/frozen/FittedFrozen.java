package org.interfuse.encoder.frozen;

import java.util.List;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.ModalityData;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.PreprocessingState;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.progress.Progress;

/** The representations of a frozen network. */
public final class FittedFrozen implements FittedPreprocessing {
  /** The type of its state. */
  public static final String TYPE = "frozen";

  private final FrozenNetwork network;
  private final FeatureShape shape;

  FittedFrozen(FrozenNetwork network) {
    this.network = network;
    this.shape =
        FeatureShape.ofSequence(SequenceShape.ofArrays(network.longest(), network.width()));
  }

  @Override
  public FeatureShape shape() {
    return shape;
  }

  /** Computes what is not on disk yet. */
  void compute(ModalityData data, Progress progress) {
    cache().of(network.items(data), progress);
  }

  private RepresentationCache cache() {
    return RepresentationCache.of(network.digest(), network.width());
  }

  @Override
  public Prepared apply(ModalityData data) {
    FrozenItems items = network.items(data);
    Representations found = cache().of(items, Progress.SILENT);
    int[] starts = new int[items.rows() + 1];
    for (int row = 0; row < items.rows(); row++) {
      int tokens = 0;
      for (int item = items.start(row); item < items.start(row + 1); item++) {
        tokens += found.length(item);
      }
      starts[row + 1] = Math.addExact(starts[row], Math.min(tokens, network.longest()));
    }
    int[] tokens = new int[starts[items.rows()]];
    for (int row = 0; row < items.rows(); row++) {
      int next = starts[row];
      for (int item = items.start(row); next < starts[row + 1]; item++) {
        for (int t = 0; t < found.length(item) && next < starts[row + 1]; t++) {
          tokens[next++] = found.start(item) + t;
        }
      }
    }
    return new SequenceFeatures(shape, starts, tokens, found, null, null, null);
  }

  @Override
  public KnownColumns columns() {
    return new KnownColumns(List.of(), List.of());
  }

  @Override
  public PreprocessingState state() {
    return network.state();
  }
}
