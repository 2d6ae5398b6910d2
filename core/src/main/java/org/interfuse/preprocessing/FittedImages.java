package org.interfuse.preprocessing;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.interfuse.image.FramedImages;
import org.interfuse.image.Framing;
import org.interfuse.modality.ImageData;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.ModalityData;
import org.jspecify.annotations.Nullable;

/** An {@link ImagePreprocessing} after fitting. Immutable. */
final class FittedImages implements FittedPreprocessing {
  static final String TYPE = "image";

  private final String where;
  private final Framing framing;
  private final int most;
  private final double step;
  private final float[] centre;
  private final float[] scale;

  /**
   * @param step of frames the unit of time; 0 for images that do not follow each other in time
   */
  FittedImages(
      String where, Framing framing, int most, double step, float[] centre, float[] scale) {
    this.where = where;
    this.framing = framing;
    this.most = most;
    this.step = step;
    this.centre = centre.clone();
    this.scale = scale.clone();
  }

  @Override
  public FeatureShape shape() {
    int[] axes = {framing.channels(), framing.height(), framing.width()};
    return FeatureShape.ofSequence(new SequenceShape(0, axes, most, /* timed= */ step > 0));
  }

  @Override
  public Prepared apply(ModalityData data) {
    if (!(data instanceof ImageData images)) {
      throw new IllegalArgumentException(
          "%s: expected images, but it is %s".formatted(where, data.describe()));
    }
    int[] starts = ImageChoice.starts(images, most);
    int[] taken = ImageChoice.taken(images, most, starts);
    int[] tokens = Arrays.stream(taken).map(at -> images.images()[at]).toArray();
    TokenStore store = new Store(FramedImages.open(where, images, framing));
    return new SequenceFeatures(
        shape(), starts, tokens, store, centre, scale, times(images, taken));
  }

  private float @Nullable [] times(ImageData images, int[] taken) {
    float[] all = images.times();
    if (step == 0 || all == null && taken.length > 0) {
      return null;
    }
    float[] times = new float[taken.length];
    for (int i = 0; i < taken.length && all != null; i++) {
      times[i] = (float) (all[taken[i]] / step);
    }
    return times;
  }

  /** Images mapped from the cache. */
  private record Store(FramedImages images) implements TokenStore {
    @Override
    public int size() {
      return images.size();
    }

    @Override
    public Element element() {
      return Element.UINT8;
    }

    @Override
    public void read(int token, ByteBuffer target) {
      images.read(token, target);
    }

    @Override
    public long heldBytes() {
      return 0;
    }
  }

  @Override
  public KnownColumns columns() {
    return new KnownColumns(List.of(), List.of());
  }

  @Override
  public ModalityData nobody() {
    return ImageData.nobody();
  }

  @Override
  public PreprocessingState state() {
    double[] numbers = {
      framing.height(),
      framing.width(),
      framing.channels(),
      framing.background(),
      framing.low(),
      framing.high(),
      most
    };
    Map<String, List<String>> texts =
        Map.of("where", List.of(where), "fit", List.of(framing.fit().name()));
    return new PreprocessingState(
        TYPE,
        texts,
        Map.of(
            "framing",
            numbers,
            "centre",
            doubles(centre),
            "scale",
            doubles(scale),
            "step",
            new double[] {step}));
  }

  static FittedImages restore(PreprocessingState state) {
    if (!state.type().equals(TYPE)) {
      throw new IllegalArgumentException(
          "expected the state of an 'image' preprocessing, but it is of '" + state.type() + "'");
    }
    double[] numbers = StateReader.figures(state, "framing");
    Framing framing =
        new Framing(
            (int) numbers[0],
            (int) numbers[1],
            Framing.Fit.valueOf(StateReader.texts(state, "fit").get(0)),
            (int) numbers[2],
            (int) numbers[3],
            numbers[4],
            numbers[5]);
    return new FittedImages(
        StateReader.texts(state, "where").get(0),
        framing,
        (int) numbers[6],
        state.figures().containsKey("step") ? StateReader.figures(state, "step")[0] : 0,
        floats(StateReader.figures(state, "centre")),
        floats(StateReader.figures(state, "scale")));
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
