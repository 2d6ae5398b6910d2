package org.interfuse.study;

import java.util.List;
import org.interfuse.baseline.BaselineSpec;
import org.interfuse.baseline.FittedBaseline;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.fusion.Fusion;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.head.Head;
import org.interfuse.head.HeadSpec;
import org.interfuse.modality.ModalityData;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.PreprocessingState;
import org.interfuse.source.IdSpec;
import org.interfuse.source.Loaded;
import org.interfuse.source.RowPolicy;
import org.interfuse.source.SourceContext;
import org.interfuse.source.SourceSpec;
import org.interfuse.source.TableFormat;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Options of every kind and shape, for reading alone: a study is read here and nothing is run, so
 * that these tests do not change with the operators.
 */
final class TestSpecs {
  private TestSpecs() {}

  static SpecCatalog catalog() {
    return SpecCatalog.of(
        List.of(
            new Table(),
            new Text(),
            new TablePreprocessing(),
            new Mlp(),
            new Linear(),
            new Minilm(),
            new Gated(),
            new Concat(),
            new Mean(),
            new CrossAttention(),
            new Classification(),
            new Multilabel(),
            new Regression(),
            new Cox(),
            new Hazards(),
            new Prevalence(),
            new Presence(),
            new LinearBaseline()));
  }

  private static UnsupportedOperationException onlyRead() {
    return new UnsupportedOperationException("these options are only read");
  }

  record Table(
      List<String> path, List<String> columns, IdSpec id, RowPolicy rows, TableFormat format)
      implements SourceSpec {
    public Table() {
      this(List.of(), List.of(), new IdSpec(), RowPolicy.ONE, new TableFormat());
    }

    @Override
    public String type() {
      return "table";
    }

    @Override
    public Loaded read(SourceContext context) {
      throw onlyRead();
    }
  }

  record Text(@Nullable String path, @Nullable String column, int maximumLength)
      implements SourceSpec {
    public Text() {
      this(null, null, 128);
    }

    @Override
    public String type() {
      return "text";
    }

    @Override
    public Loaded read(SourceContext context) {
      throw onlyRead();
    }
  }

  enum Scale {
    NONE,
    STANDARD,
    LOG1P
  }

  record TablePreprocessing(List<Scale> scale, int keep, double indicatorShare)
      implements PreprocessingSpec {
    public TablePreprocessing() {
      this(List.of(Scale.STANDARD), 0, 0.05);
    }

    public TablePreprocessing {
      scale = List.copyOf(scale);
      if (keep < 0) {
        throw new IllegalArgumentException("keep: expected 0 or more, but it is " + keep);
      }
      if (!(indicatorShare >= 0 && indicatorShare <= 1)) {
        throw new IllegalArgumentException(
            "indicator_share: expected a share from 0 to 1, but it is " + indicatorShare);
      }
    }

    @Override
    public String type() {
      return "table";
    }

    @Override
    public boolean accepts(ModalityData data) {
      throw onlyRead();
    }

    @Override
    public FittedPreprocessing fit(String where, ModalityData data, int[] trainingRows) {
      throw onlyRead();
    }

    @Override
    public FittedPreprocessing restore(PreprocessingState state) {
      throw onlyRead();
    }
  }

  /** An encoder that is only read. */
  interface ReadEncoder extends EncoderSpec {
    @Override
    default Encoder build(FeatureShape shape, Parameters parameters) {
      throw onlyRead();
    }
  }

  record Mlp(List<Integer> widths, double dropout, @Nullable Integer embedding)
      implements ReadEncoder {
    public Mlp() {
      this(List.of(128), 0.1, null);
    }

    public Mlp {
      if (dropout < 0 || dropout >= 1) {
        throw new IllegalArgumentException("dropout: expected in [0, 1), but it is " + dropout);
      }
    }

    @Override
    public String type() {
      return "mlp";
    }
  }

  record Linear(int width) implements ReadEncoder {
    public Linear() {
      this(32);
    }

    @Override
    public String type() {
      return "linear";
    }
  }

  enum Weights {
    SCRATCH,
    FROZEN,
    FINE_TUNED
  }

  record Minilm(Weights weights) implements ReadEncoder {
    public Minilm() {
      this(Weights.FROZEN);
    }

    @Override
    public String type() {
      return "minilm";
    }
  }

  /** An operator that is only read. */
  interface ReadFusion extends FusionSpec {
    @Override
    default boolean needsEqualWidths() {
      return true;
    }

    @Override
    default Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      throw onlyRead();
    }

    @Override
    default long parameterCount(int[] widths, int width) {
      return 0;
    }
  }

  record Gated(boolean tied) implements ReadFusion {
    public Gated() {
      this(false);
    }

    @Override
    public String type() {
      return "gated";
    }
  }

  record Concat() implements ReadFusion {
    @Override
    public String type() {
      return "concat";
    }
  }

  record Mean() implements ReadFusion {
    @Override
    public String type() {
      return "mean";
    }
  }

  record CrossAttention(int heads) implements ReadFusion {
    public CrossAttention() {
      this(4);
    }

    @Override
    public String type() {
      return "cross-attention";
    }
  }

  /** A head that is only read. */
  interface ReadHead extends HeadSpec {
    TargetType target();

    @Override
    default boolean predicts(TargetType type) {
      return type == target();
    }

    @Override
    default boolean isDefaultFor(TargetType type) {
      return type == target();
    }

    @Override
    default Head build(TargetSchema schema, int inputWidth, Parameters parameters) {
      throw onlyRead();
    }
  }

  record Classification(List<Integer> widths, double dropout, double labelSmoothing)
      implements ReadHead {
    public Classification() {
      this(List.of(64), 0.1, 0);
    }

    @Override
    public String type() {
      return "classification";
    }

    @Override
    public TargetType target() {
      return TargetType.CLASSIFICATION;
    }
  }

  record Multilabel(List<Integer> widths, double dropout) implements ReadHead {
    public Multilabel() {
      this(List.of(64), 0.1);
    }

    @Override
    public String type() {
      return "multilabel";
    }

    @Override
    public TargetType target() {
      return TargetType.MULTILABEL;
    }
  }

  record Regression(List<Integer> widths, double dropout) implements ReadHead {
    public Regression() {
      this(List.of(64), 0.1);
    }

    @Override
    public String type() {
      return "regression";
    }

    @Override
    public TargetType target() {
      return TargetType.REGRESSION;
    }
  }

  record Cox(List<Integer> widths, double dropout) implements ReadHead {
    public Cox() {
      this(List.of(64), 0.1);
    }

    @Override
    public String type() {
      return "cox";
    }

    @Override
    public TargetType target() {
      return TargetType.SURVIVAL;
    }
  }

  record Hazards(List<Integer> widths, int intervals) implements ReadHead {
    public Hazards() {
      this(List.of(64), 8);
    }

    @Override
    public String type() {
      return "hazards";
    }

    @Override
    public TargetType target() {
      return TargetType.SURVIVAL;
    }

    @Override
    public boolean isDefaultFor(TargetType type) {
      return false;
    }
  }

  /** A baseline that is only read. */
  interface ReadBaseline extends BaselineSpec {
    @Override
    default FittedBaseline fit(
        PreparedCohort data, Target target, int[] train, int @Nullable [] groups, Seed seed) {
      throw onlyRead();
    }
  }

  record Prevalence() implements ReadBaseline {
    @Override
    public String type() {
      return "prevalence";
    }

    @Override
    public boolean predicts(TargetType type) {
      return true;
    }
  }

  record Presence() implements ReadBaseline {
    @Override
    public String type() {
      return "presence";
    }

    @Override
    public boolean predicts(TargetType type) {
      return type != TargetType.MULTILABEL;
    }
  }

  enum Merge {
    EARLY,
    LATE
  }

  record LinearBaseline(Merge merge) implements ReadBaseline {
    public LinearBaseline() {
      this(Merge.EARLY);
    }

    @Override
    public String type() {
      return "linear";
    }

    @Override
    public boolean predicts(TargetType type) {
      return true;
    }
  }
}
