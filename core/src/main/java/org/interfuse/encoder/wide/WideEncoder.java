package org.interfuse.encoder.wide;

import com.google.auto.service.AutoService;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Activation;
import org.interfuse.encoder.Encoded;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.MemoryNeed;
import org.interfuse.encoder.TableColumns;
import org.interfuse.encoder.TrainingRows;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.encoder.WideRows;
import org.interfuse.encoder.WideSize;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.LayerNorm;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.jspecify.annotations.Nullable;

/**
 * A wide modality, 10^4 to 10^7 columns: a projection to {@code width}, then as in a multilayer
 * perceptron x ← dropout(activation(LayerNorm(x + b))). The columns are read in tiles and never
 * held expanded. Takes tables too, whose categories are one-hot.
 */
public final class WideEncoder implements Encoder {
  /**
   * {@code encoder: {type: wide}}.
   *
   * @param projection how the columns become {@code width} numbers
   * @param width of the representation, at least 1, or 3 with {@code normalise}
   * @param components numbers between, where the projection has any; at least 1
   * @param keep columns that a screened projection keeps; at least 1
   * @param arithmetic of the trained weights of columns
   * @param optimiser of the trained weights of columns
   * @param l1 λ of the sum of absolute weights, 0 or more
   * @param group λ of the norms of the columns' weights, 0 or more
   * @param dropout rate in [0, 1), at the end
   * @param normalise whether there is a layer normalisation
   * @param activation {@code gelu} or {@code relu}
   */
  @Meaning("10^4 to 10^7 columns, read in tiles")
  @AutoService(EncoderSpec.class)
  public record Spec(
      @Meaning("how the columns become few numbers") Projection projection,
      @Meaning("width of the representation, 1 or more; 3 or more with normalise") int width,
      @Meaning("numbers between the columns and the width, where the projection has any; 1 or more")
          int components,
      @Meaning("columns that a screened projection keeps; 1 or more") int keep,
      @Meaning("what the columns' weights are kept in and multiplied with") Arithmetic arithmetic,
      @Meaning("how the columns' weights are updated") WideOptimiser optimiser,
      @Meaning(
              "penalty on the sum of the columns' absolute weights, 0 or more: a step takes the rate times it off each weight, which a gradient moves by about the rate; makes weights zero")
          double l1,
      @Meaning(
              "penalty on the norm of each column's weights, 0 or more, in the same units; leaves out whole columns (of grouped, memberships)")
          double group,
      @Meaning("dropout rate at the end, in [0, 1)") double dropout,
      @Meaning("whether there is a layer normalisation") boolean normalise,
      @Meaning("the function after the layer normalisation") Activation activation)
      implements EncoderSpec {
    public Spec {
      int least = normalise ? 3 : 1; // two normalised values keep nothing but their order
      require("width", width, least);
      require("components", components, 1);
      require("keep", keep, 1);
      requirePenalty("l1", l1);
      requirePenalty("group", group);
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException("dropout: expected 0 ≤ rate < 1, but it is " + dropout);
      }
    }

    private static void require(String name, int value, int least) {
      if (value < least) {
        throw new IllegalArgumentException(
            "%s: expected at least %d, but it is %d".formatted(name, least, value));
      }
    }

    private static void requirePenalty(String name, double value) {
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "%s: expected a number of 0 or more, but it is %s".formatted(name, value));
      }
    }

    /** The defaults. */
    public Spec() {
      this(
          Projection.DENSE,
          64,
          64,
          1000,
          Arithmetic.MIXED,
          WideOptimiser.ROW_WISE,
          0,
          0,
          0.2,
          true,
          Activation.GELU);
    }

    @Override
    public String type() {
      return "wide";
    }

    @Override
    public boolean reads(FeatureShape shape) {
      return shape.table() || shape.wide();
    }

    @Override
    public Optional<String> withoutEffect() {
      return UnreadOptions.of(this);
    }

    @Override
    public long columnWeights(long columns, long memberships) {
      return switch (projection) {
        case DENSE -> columns * width;
        case LOW_RANK -> columns * components;
        case PCA -> columns * Math.min(components, columns);
        case GROUPED -> memberships;
        case RANDOM, SCREENED -> 0;
      };
    }

    @Override
    public long columnBytes(long columns, long memberships) {
      return WideMemory.bytes(this, columns, memberships);
    }

    @Override
    public long bestBytes(long columns, long memberships) {
      return WideMemory.best(this, columns, memberships);
    }

    @Override
    public List<Smaller> smaller() {
      return WideMemory.smaller(this);
    }

    @Override
    public MemoryNeed rowMemory(WideSize size) {
      return RowMemory.of(this, size);
    }

    @Override
    public Encoder build(FeatureShape shape, Parameters parameters) {
      return new WideEncoder(this, shape, parameters);
    }

    /** The same with other options of memory. */
    Spec with(Projection projection, int width, Arithmetic arithmetic, WideOptimiser optimiser) {
      return new Spec(
          projection,
          width,
          components,
          keep,
          arithmetic,
          optimiser,
          l1,
          group,
          dropout,
          normalise,
          activation);
    }

    /** The same with another number of components. */
    Spec withComponents(int other) {
      return new Spec(
          projection,
          width,
          other,
          keep,
          arithmetic,
          optimiser,
          l1,
          group,
          dropout,
          normalise,
          activation);
    }

    /** The dense map to so many numbers. */
    DenseProjection dense(int to, int columns, Parameters parameters) {
      WidePenalties penalties = new WidePenalties(l1, group);
      double rateFactor = Math.min(1, (double) USUAL_COLUMNS / columns);
      return DenseProjection.create(
          new DenseProjection.Options(to, arithmetic, optimiser, penalties, rateFactor),
          columns,
          parameters);
    }
  }

  /**
   * The learning rate is that of a layer of so many columns: with p columns each step of an
   * adaptive optimiser moves the sum over them p times as far, so the rate is divided by p / 256
   * (Yang and Hu 2021).
   */
  static final int USUAL_COLUMNS = 256;

  private final Spec spec;
  private final TableColumns table;
  private final long memberships;
  private final WideProjection projection;
  private final Tensor bias;
  private final @Nullable LayerNorm norm;
  private final ScaleCache scales = new ScaleCache();

  private WideEncoder(Spec spec, FeatureShape shape, Parameters parameters) {
    this.spec = spec;
    this.table = new TableColumns(shape);
    this.memberships = shape.groups() == null ? 0 : shape.groups().columns().length;
    WideMemory.require(spec, table.width(), memberships, parameters.begins());
    this.projection = WideProjections.create(spec, shape, table.width(), parameters);
    this.bias = parameters.add("bias", Initialisation.zeros(), Parameter.Role.BIAS, spec.width());
    this.norm = spec.normalise() ? LayerNorm.create(parameters, "norm", spec.width()) : null;
  }

  @Override
  public int width() {
    return spec.width();
  }

  @Override
  public Encoded forward(EncoderInput input, Pass pass) {
    Tensor x = projection.forward(tiles(input), pass.isTraining()).add(bias);
    Reference.reachabilityFence(input); // its features in use keep what tiles are scaled with
    if (norm != null) {
      x = norm.forward(x);
    }
    return Encoded.pooled(pass.dropout(spec.activation().forward(x), spec.dropout()));
  }

  private Tiles tiles(EncoderInput input) {
    WideRows wide = input.wide();
    return wide == null ? new TableTiles(table.forward(input)) : tiles(wide);
  }

  private Tiles tiles(WideRows wide) {
    return new FeatureTiles(scales.of(wide.features()), wide.rows());
  }

  @Override
  public void prepare(TrainingRows rows) {
    try (PointerScope scope = new PointerScope()) {
      if (rows.features() instanceof WideFeatures features) {
        projection.prepare(tiles(new WideRows(features, rows.rows())), rows.targets());
        Reference.reachabilityFence(features);
      } else {
        ScalarType type = bias.scalar_type().intern();
        projection.prepare(TrainingTiles.ofTable(rows, table, type), rows.targets());
      }
    }
  }

  @Override
  public boolean ownsUpdate() {
    return projection.ownsUpdate();
  }

  @Override
  public double squaredGradientNorm() {
    return projection.squaredGradientNorm();
  }

  @Override
  public void update(UpdateStep step) {
    projection.update(step);
  }

  @Override
  public void settle() {
    projection.settle();
  }

  @Override
  public void addState(NamedTensors tensors) {
    projection.addState(tensors);
  }

  @Override
  public long tiledBytes() {
    return WideMemory.bytes(spec, table.width(), memberships);
  }

  @Override
  public void close() {
    projection.close();
    scales.close();
  }
}
