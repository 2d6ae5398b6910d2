package org.interfuse.encoder.frozen;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.ModalityData;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.PreprocessingState;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.preprocessing.StateReader;
import org.interfuse.preprocessing.TimeStep;
import org.interfuse.progress.Progress;

/** The representations of a frozen network. */
public final class FittedFrozen implements FittedPreprocessing {
  /** The type of its state. */
  public static final String TYPE = "frozen";

  private static final String ITEMS = "items";
  private static final String STEP = "step";

  private final FrozenNetwork network;
  private final int mostItems;
  private final double step;

  /**
   * @param step of items with times their unit; 0 of others
   */
  private FittedFrozen(FrozenNetwork network, int mostItems, double step) {
    this.network = network;
    this.mostItems = mostItems;
    this.step = step;
  }

  /**
   * Of data.
   *
   * @param trainingRows whose most items decide whether there are several tokens, and whose times
   *     are the unit of time
   */
  static FittedFrozen of(FrozenNetwork network, ModalityData data, int[] trainingRows) {
    FrozenItems items = network.items(data);
    return new FittedFrozen(
        network, mostItems(items, Arrays.stream(trainingRows)), step(items, trainingRows));
  }

  static FittedFrozen restore(FrozenNetwork network, PreprocessingState state) {
    List<String> step = state.texts().getOrDefault(STEP, List.of("0"));
    return new FittedFrozen(
        network,
        Integer.parseInt(StateReader.texts(state, ITEMS).get(0)),
        Double.parseDouble(step.get(0)));
  }

  private static double step(FrozenItems items, int[] rows) {
    float[] times = items.times();
    if (times == null) {
      return 0;
    }
    TimeStep step = new TimeStep();
    for (int row : rows) {
      for (int item = items.start(row) + 1; item < items.start(row + 1); item++) {
        step.see((double) times[item] - times[item - 1]);
      }
    }
    return step.median();
  }

  private static int mostItems(FrozenItems items, IntStream rows) {
    return rows.map(row -> items.start(row + 1) - items.start(row)).max().orElse(1);
  }

  private FeatureShape shape(int items) {
    int longest = Math.multiplyExact(Math.max(1, items), network.longest());
    int[] axes = {network.width()};
    return FeatureShape.ofSequence(new SequenceShape(0, axes, longest, /* timed= */ step > 0));
  }

  @Override
  public FeatureShape shape() {
    return shape(mostItems);
  }

  /** Computes what is not on disk yet. */
  static void compute(FrozenNetwork network, ModalityData data, Progress progress) {
    cache(network).of(network.items(data), progress);
  }

  private static RepresentationCache cache(FrozenNetwork network) {
    return RepresentationCache.of(network.digest(), network.width());
  }

  @Override
  public Prepared apply(ModalityData data) {
    FrozenItems items = network.items(data);
    Representations found = cache(network).of(items, Progress.SILENT);
    int[] starts = new int[items.rows() + 1];
    for (int row = 0; row < items.rows(); row++) {
      int tokens = 0;
      for (int item = items.start(row); item < items.start(row + 1); item++) {
        tokens += found.length(item);
      }
      starts[row + 1] = Math.addExact(starts[row], tokens);
    }
    int[] tokens = new int[starts[items.rows()]];
    float[] all = items.times();
    float[] times = step > 0 ? new float[tokens.length] : null;
    for (int row = 0; row < items.rows(); row++) {
      int next = starts[row];
      for (int item = items.start(row); item < items.start(row + 1); item++) {
        for (int t = 0; t < found.length(item); t++) {
          if (times != null && all != null) {
            times[next] = (float) (all[item] / step);
          }
          tokens[next++] = found.start(item) + t;
        }
      }
    }
    FeatureShape shape =
        shape(Math.max(mostItems, mostItems(items, IntStream.range(0, items.rows()))));
    return new SequenceFeatures(shape, starts, tokens, found, null, null, times);
  }

  @Override
  public KnownColumns columns() {
    return new KnownColumns(List.of(), List.of());
  }

  @Override
  public ModalityData nobody() {
    return network.nobody();
  }

  @Override
  public PreprocessingState state() {
    PreprocessingState own = network.state();
    Map<String, List<String>> texts = new LinkedHashMap<>(own.texts());
    texts.put(ITEMS, List.of(Integer.toString(mostItems)));
    if (step > 0) {
      texts.put(STEP, List.of(Double.toString(step)));
    }
    return new PreprocessingState(TYPE, texts, own.figures(), own.bytes());
  }
}
