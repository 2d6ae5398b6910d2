package org.interfuse.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interfuse.modality.FrameData;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.ModalityData;
import org.interfuse.preprocessing.FramePreprocessing.Fill;

/** A {@link FramePreprocessing} after fitting. Immutable. */
final class FittedFrames implements FittedPreprocessing {
  static final String TYPE = "frames";

  private final String where;
  private final List<String> columns;
  private final Fill fill;
  private final int[] indicated;
  private final double[] centre;
  private final double[] scale;
  private final boolean centred;
  private final double step;
  private final int longest;

  /**
   * @param indicated columns that have an indicator, ascending
   * @param centred whether the centre is subtracted; it fills what is missing in any case
   * @param step unit of time
   * @param longest frames of a training row
   */
  FittedFrames(
      String where,
      List<String> columns,
      Fill fill,
      int[] indicated,
      double[] centre,
      double[] scale,
      boolean centred,
      double step,
      int longest) {
    this.where = where;
    this.columns = List.copyOf(columns);
    this.fill = fill;
    this.indicated = indicated;
    this.centre = centre;
    this.scale = scale;
    this.centred = centred;
    this.step = step;
    this.longest = longest;
  }

  @Override
  public FeatureShape shape() {
    return shape(longest);
  }

  private FeatureShape shape(int most) {
    List<String> names = new ArrayList<>(columns);
    for (int column : indicated) {
      names.add(columns.get(column) + FramePreprocessing.INDICATOR);
    }
    return FeatureShape.ofSequence(names, SequenceShape.ofFrames(most, names.size()));
  }

  @Override
  public Prepared apply(ModalityData data) {
    if (!(data instanceof FrameData frames)) {
      throw new IllegalArgumentException(
          "%s: expected frames of numbers, but it is %s".formatted(where, data.describe()));
    }
    int[] places = ColumnSearch.positions(where, columns, frames.columns(), "a column");
    int[] starts = new int[frames.rows() + 1];
    float[][] filled = new float[frames.rows()][];
    for (int row = 0; row < filled.length; row++) {
      starts[row + 1] = Math.addExact(starts[row], frames.length(row));
      filled[row] = filled(frames, row, places);
    }
    int[] tokens = IntStream.range(0, starts[filled.length]).toArray();
    float[] times = new float[tokens.length];
    int most = longest;
    for (int row = 0; row < filled.length; row++) {
      most = Math.max(most, frames.length(row));
      for (int t = 0; t < frames.length(row); t++) {
        times[starts[row] + t] = (float) (frames.times()[row][t] / step);
      }
    }
    TokenStore store = new HeldFrames(filled, starts, columns.size() + indicated.length);
    return new SequenceFeatures(shape(most), starts, tokens, store, centres(), scales(), times);
  }

  /** [frames × (columns, indicators)]; shared with the data where nothing has to be done. */
  private float[] filled(FrameData frames, int row, int[] places) {
    float[] own = frames.values()[row];
    int width = frames.width();
    if (indicated.length == 0 && isAll(places, width) && !anyMissing(own)) {
      return own;
    }
    int wider = columns.size() + indicated.length;
    float[] filled = new float[frames.length(row) * wider];
    for (int j = 0; j < places.length; j++) {
      float last = (float) centre[j];
      for (int t = 0; t < frames.length(row); t++) {
        float value = own[t * width + places[j]];
        if (!Float.isNaN(value) && fill == Fill.LAST) {
          last = value;
        }
        filled[t * wider + j] = Float.isNaN(value) ? last : value;
      }
    }
    for (int k = 0; k < indicated.length; k++) {
      for (int t = 0; t < frames.length(row); t++) {
        boolean missing = Float.isNaN(own[t * width + places[indicated[k]]]);
        filled[t * wider + columns.size() + k] = missing ? 1 : 0;
      }
    }
    return filled;
  }

  private static boolean isAll(int[] places, int width) {
    return Arrays.equals(places, IntStream.range(0, width).toArray());
  }

  private static boolean anyMissing(float[] values) {
    for (float value : values) {
      if (Float.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  /** Indicators stay as they are. */
  private float[] centres() {
    float[] centres = new float[columns.size() + indicated.length];
    for (int j = 0; j < columns.size(); j++) {
      centres[j] = centred ? (float) centre[j] : 0;
    }
    return centres;
  }

  private float[] scales() {
    float[] scales = new float[columns.size() + indicated.length];
    Arrays.fill(scales, 1);
    for (int j = 0; j < columns.size(); j++) {
      scales[j] = (float) scale[j];
    }
    return scales;
  }

  @Override
  public KnownColumns columns() {
    return new KnownColumns(columns, List.of());
  }

  @Override
  public ModalityData nobody() {
    return FrameData.nobody(columns);
  }

  @Override
  public PreprocessingState state() {
    return new PreprocessingState(
        TYPE,
        Map.of(
            "where",
            List.of(where),
            "columns",
            columns,
            "indicated",
            Arrays.stream(indicated).mapToObj(columns::get).toList(),
            "fill",
            List.of(fill.name()),
            "centred",
            List.of(Boolean.toString(centred))),
        Map.of("centre", centre, "scale", scale, "time", new double[] {step, longest}));
  }

  static FittedFrames restore(PreprocessingState state) {
    if (!state.type().equals(TYPE)) {
      throw new IllegalArgumentException(
          "expected the state of a 'frames' preprocessing, but it is of '" + state.type() + "'");
    }
    double[] time = StateReader.figures(state, "time");
    List<String> columns = StateReader.texts(state, "columns");
    return new FittedFrames(
        StateReader.texts(state, "where").get(0),
        columns,
        Fill.valueOf(StateReader.texts(state, "fill").get(0)),
        StateReader.texts(state, "indicated").stream().mapToInt(columns::indexOf).toArray(),
        StateReader.figures(state, "centre"),
        StateReader.figures(state, "scale"),
        Boolean.parseBoolean(StateReader.texts(state, "centred").get(0)),
        time[0],
        (int) time[1]);
  }
}
