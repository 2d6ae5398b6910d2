package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interfuse.encoder.Activation;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.wide.Arithmetic;
import org.interfuse.encoder.wide.Projection;
import org.interfuse.encoder.wide.WideEncoder;
import org.interfuse.encoder.wide.WideOptimiser;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Seed;

/** activation(LayerNorm(projection(x) + b)), with each projection as a sum over columns. */
@AutoService(EncoderOracle.class)
public final class WideOracle implements EncoderOracle {
  private static final int WIDTH = 4;
  private static final int COMPONENTS = 3;
  private static final int KEEP = 5;

  @Override
  public String type() {
    return "wide";
  }

  @Override
  public List<EncoderSpec> variants() {
    List<EncoderSpec> specs = new ArrayList<>();
    for (Projection projection : Projection.values()) {
      specs.add(spec(projection, WideOptimiser.ROW_WISE, true));
    }
    specs.add(spec(Projection.DENSE, WideOptimiser.ADAMW, false));
    return specs;
  }

  private static EncoderSpec spec(
      Projection projection, WideOptimiser optimiser, boolean normalise) {
    return new WideEncoder.Spec(
        projection,
        WIDTH,
        COMPONENTS,
        KEEP,
        Arithmetic.FLOAT32,
        optimiser,
        0,
        0,
        0,
        normalise,
        Activation.GELU);
  }

  @Override
  public long parameterCount(EncoderSpec spec, FeatureShape shape) {
    WideEncoder.Spec wide = (WideEncoder.Spec) spec;
    long columns = shape.numericWidth();
    long width = wide.width();
    long own =
        switch (wide.projection()) {
          case DENSE -> columns * width;
          case LOW_RANK -> (columns + width) * wide.components();
          case GROUPED -> groups(shape).columns().length + groups(shape).names().size() * width;
          case PCA -> Math.min(wide.components(), columns) * width;
          case RANDOM -> wide.components() * width;
          case SCREENED -> Math.min(wide.keep(), columns) * width;
        };
    return own + width + (wide.normalise() ? 2 * width : 0);
  }

  /** Of scaled columns, 0 where one is missing. */
  @Override
  public double[] encode(
      EncoderSpec spec,
      FeatureShape shape,
      Map<String, double[]> parameters,
      double[] numeric,
      int[] categories) {
    WideEncoder.Spec wide = (WideEncoder.Spec) spec;
    double[] x = project(wide, shape, parameters, numeric);
    double[] bias = value(parameters, "bias");
    Arrays.setAll(x, k -> x[k] + bias[k]);
    double[] y =
        wide.normalise()
            ? Plain.layerNorm(x, value(parameters, "norm.weight"), value(parameters, "norm.bias"))
            : x;
    return activated(wide, y);
  }

  private static double[] activated(WideEncoder.Spec spec, double[] x) {
    boolean relu = spec.activation() == Activation.RELU;
    return Arrays.stream(x).map(v -> relu ? Math.max(v, 0) : Plain.gelu(v)).toArray();
  }

  private static double[] project(
      WideEncoder.Spec spec, FeatureShape shape, Map<String, double[]> parameters, double[] x) {
    double[] between =
        switch (spec.projection()) {
          case DENSE, LOW_RANK -> sums(x, value(parameters, "weight"));
          case PCA -> standardised(parameters, sums(x, value(parameters, "loadings")));
          case RANDOM -> standardised(parameters, signed(spec, parameters, x));
          case SCREENED ->
              Arrays.stream(value(parameters, "columns")).map(j -> x[(int) j]).toArray();
          case GROUPED -> activated(spec, groupSums(groups(shape), parameters, x));
        };
    return spec.projection() == Projection.DENSE
        ? between
        : Plain.product(value(parameters, "second.weight"), between, spec.width());
  }

  /** Σ_j x_j W_jk with W row-major [p × k]. */
  private static double[] sums(double[] x, double[] weight) {
    int width = weight.length / x.length;
    double[] sums = new double[width];
    for (int j = 0; j < x.length; j++) {
      for (int k = 0; k < width; k++) {
        sums[k] += x[j] * weight[j * width + k];
      }
    }
    return sums;
  }

  private static double[] standardised(Map<String, double[]> parameters, double[] scores) {
    double[] centre = value(parameters, "centre");
    double[] scale = value(parameters, "scale");
    Arrays.setAll(scores, k -> (scores[k] - centre[k]) * scale[k]);
    return scores;
  }

  /** Signs over √p: of column j the bits of the seed's number j, 64 of them at a time. */
  private static double[] signed(
      WideEncoder.Spec spec, Map<String, double[]> parameters, double[] x) {
    Seed seed = new Seed((long) value(parameters, "seed")[0]);
    double size = (float) (1 / Math.sqrt(x.length));
    double[] sums = new double[spec.components()];
    for (int j = 0; j < x.length; j++) {
      for (int k = 0; k < sums.length; k++) {
        long bits = seed.at("column " + k / 64, j).value();
        sums[k] += (bits >>> k % 64 & 1) == 0 ? size * x[j] : -size * x[j];
      }
    }
    return sums;
  }

  /** (Σ_{j in g} w_gj x_j) / √m_g. */
  private static double[] groupSums(
      ColumnGroups groups, Map<String, double[]> parameters, double[] x) {
    double[] weight = value(parameters, "weight");
    double[] sums = new double[groups.names().size()];
    int[] members = new int[sums.length];
    for (int i = 0; i < weight.length; i++) {
      sums[groups.groups()[i]] += weight[i] * x[groups.columns()[i]];
      members[groups.groups()[i]]++;
    }
    Arrays.setAll(sums, g -> sums[g] / Math.sqrt(members[g]));
    return sums;
  }

  private static ColumnGroups groups(FeatureShape shape) {
    return Objects.requireNonNull(shape.groups(), "groups");
  }

  private static double[] value(Map<String, double[]> parameters, String name) {
    return Objects.requireNonNull(parameters.get(name), name);
  }
}
