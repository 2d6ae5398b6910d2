package org.interfuse.preprocessing;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.ModalityData;
import org.interfuse.modality.NameIndex;
import org.interfuse.modality.PackedNames;
import org.interfuse.modality.WideData;
import org.interfuse.modality.WideMatrix;
import org.jspecify.annotations.Nullable;

/** A {@link WidePreprocessing} after fitting. Immutable. */
public final class FittedWide implements FittedPreprocessing {
  static final String TYPE = "wide";

  private final String where;
  private final WideData.Kind kind;
  private final boolean logarithm;
  private final float @Nullable [] centre;
  private final float @Nullable [] fill;
  private final float[] scale;
  private final FeatureShape shape;

  FittedWide(
      String where,
      WideData.Kind kind,
      List<String> names,
      boolean logarithm,
      float @Nullable [] centre,
      float @Nullable [] fill,
      float[] scale,
      @Nullable ColumnGroups groups) {
    this.where = where;
    this.kind = kind;
    this.logarithm = logarithm;
    this.centre = centre;
    this.fill = fill;
    this.scale = scale;
    this.shape = FeatureShape.ofWide(names, groups);
  }

  @Override
  public FeatureShape shape() {
    return shape;
  }

  @Override
  public Prepared apply(ModalityData data) {
    if (!(data instanceof WideData wide)) {
      throw new IllegalArgumentException(
          "%s: expected a wide modality, but it is %s".formatted(where, data.describe()));
    }
    return new WideFeatures(
        matrix(wide), shape, logarithm, centre, fill, scale, /* fitted by= */ this);
  }

  /** Its columns in the order of the shape. */
  private WideMatrix matrix(WideData wide) {
    if (wide.columns().equals(shape.names())) {
      return wide.matrix();
    }
    NameIndex places = NameIndex.of(wide.columns());
    PackedNames wanted = PackedNames.packed(shape.names());
    int[] chosen = new int[wanted.size()];
    for (int j = 0; j < chosen.length; j++) {
      chosen[j] = places.find(wanted, j);
      if (chosen[j] < 0) {
        throw new IllegalArgumentException(
            "%s: expected column '%s', but it is not there".formatted(where, wanted.get(j)));
      }
    }
    return wide.matrix().select(chosen);
  }

  @Override
  public KnownColumns columns() {
    return new KnownColumns(shape.names(), List.of());
  }

  @Override
  public ModalityData nobody() {
    return WideData.nobody(shape.names());
  }

  @Override
  public PreprocessingState state() {
    Map<String, double[]> figures = new LinkedHashMap<>();
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    figures.put("scale", doubles(scale));
    if (centre != null) {
      figures.put("centre", doubles(centre));
    }
    if (fill != null) {
      figures.put("fill", doubles(fill));
    }
    bytes.put("names", PackedNames.of(shape.names()).toBytes());
    ColumnGroups groups = shape.groups();
    if (groups != null) {
      bytes.put("groups", PackedNames.of(groups.names()).toBytes());
      figures.put("membership.column", doubles(groups.columns()));
      figures.put("membership.group", doubles(groups.groups()));
    }
    Map<String, List<String>> texts =
        Map.of(
            "where", List.of(where),
            "kind", List.of(kind.name()),
            "logarithm", List.of(Boolean.toString(logarithm)));
    return new PreprocessingState(TYPE, texts, figures, bytes);
  }

  static FittedWide restore(PreprocessingState state) {
    if (!state.type().equals(TYPE)) {
      throw new IllegalArgumentException(
          "expected the state of a 'wide' preprocessing, but it is of '" + state.type() + "'");
    }
    List<String> names = PackedNames.ofBytes(StateReader.bytes(state, "names"));
    return new FittedWide(
        StateReader.texts(state, "where").get(0),
        WideData.Kind.valueOf(StateReader.texts(state, "kind").get(0)),
        names,
        Boolean.parseBoolean(StateReader.texts(state, "logarithm").get(0)),
        floats(state.figures().get("centre")),
        floats(state.figures().get("fill")),
        Objects.requireNonNull(floats(StateReader.figures(state, "scale"))),
        groups(state));
  }

  private static @Nullable ColumnGroups groups(PreprocessingState state) {
    if (!state.bytes().containsKey("groups")) {
      return null;
    }
    return new ColumnGroups(
        PackedNames.ofBytes(StateReader.bytes(state, "groups")),
        integers(StateReader.figures(state, "membership.column")),
        integers(StateReader.figures(state, "membership.group")));
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, j -> values[j]);
    return doubles;
  }

  private static double[] doubles(int[] values) {
    return Arrays.stream(values).asDoubleStream().toArray();
  }

  private static float @Nullable [] floats(double @Nullable [] values) {
    if (values == null) {
      return null;
    }
    float[] floats = new float[values.length];
    for (int j = 0; j < floats.length; j++) {
      floats[j] = (float) values[j];
    }
    return floats;
  }

  private static int[] integers(double[] values) {
    return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
  }
}
