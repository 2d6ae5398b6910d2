package org.interfuse.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.GatedFusion;
import org.interfuse.head.ClassificationHead;
import org.interfuse.head.CoxHead;
import org.interfuse.head.HazardsHead;
import org.interfuse.head.HeadSpec;
import org.interfuse.head.MultilabelHead;
import org.interfuse.head.RegressionHead;
import org.interfuse.modality.TableData;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.TablePreprocessing;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.jspecify.annotations.Nullable;

/**
 * Cohorts in memory with three modalities (numbers and a category; numbers; numbers) in which
 * subjects go through all presence patterns in turn, and models for them.
 */
public final class SmallCohort {
  /** What stands in rows that belong to nobody. */
  private static final float NOBODY = 12345;

  private SmallCohort() {}

  /** A head and the type of target it predicts. */
  public enum Kind {
    CLASSIFICATION(TargetType.CLASSIFICATION, new ClassificationHead.Spec()),
    MULTILABEL(TargetType.MULTILABEL, new MultilabelHead.Spec()),
    REGRESSION(TargetType.REGRESSION, new RegressionHead.Spec()),
    COX(TargetType.SURVIVAL, new CoxHead.Spec()),
    HAZARDS(TargetType.SURVIVAL, new HazardsHead.Spec());

    public final TargetType type;
    public final HeadSpec head;

    Kind(TargetType type, HeadSpec head) {
      this.type = type;
      this.head = head;
    }
  }

  /** Every subject has at least one modality. */
  public static Cohort of(int subjects, Kind kind, long seed) {
    return of(subjects, List.of(kind), 0, seed);
  }

  /**
   * A cohort.
   *
   * @param nobody how many of the last subjects lack every modality
   */
  public static Cohort of(int subjects, List<Kind> kinds, int nobody, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] signal = random.doubles(subjects, -1, 1).toArray();
    List<CohortModality> modalities = new ArrayList<>();
    int[] widths = {3, 5, 2};
    for (int m = 0; m < widths.length; m++) {
      modalities.add(modality("abc".substring(m, m + 1), m, widths[m], signal, nobody, random));
    }
    List<Target> targets = new ArrayList<>();
    for (Kind kind : kinds) {
      targets.add(target(kind, signal, random));
    }
    List<String> ids = IntStream.range(0, subjects).mapToObj(i -> "s" + i).toList();
    return new Cohort(ids, targets, Map.of(), modalities);
  }

  /** Bit m of the pattern says whether modality m is there; never none of them. */
  private static boolean has(int subject, int m) {
    int pattern = subject % 7 + 1;
    return (pattern >> m & 1) == 1;
  }

  private static CohortModality modality(
      String name, int m, int width, double[] signal, int nobody, SplittableRandom random) {
    int[] rowOf = new int[signal.length];
    float[] values = new float[signal.length * width];
    int[] codes = new int[m == 0 ? signal.length : 0];
    for (int i = 0; i < rowOf.length; i++) {
      boolean present = i < signal.length - nobody && has(i, m);
      rowOf[i] = present ? i : -1;
      for (int j = 0; j < width; j++) {
        double own = j == 0 ? 2 * signal[i] : 0;
        values[i * width + j] = present ? (float) (own + random.nextDouble(-1, 1)) : NOBODY;
      }
      if (m == 0) {
        codes[i] = random.nextInt(3);
      }
    }
    List<String> columns = IntStream.range(0, width).mapToObj(j -> name + j).toList();
    List<TableData.CategoricalColumn> categorical =
        m == 0
            ? List.of(new TableData.CategoricalColumn("level", List.of("x", "y", "z")))
            : List.of();
    return new CohortModality(
        name, new TableData(signal.length, columns, values, categorical, codes), rowOf);
  }

  private static Target target(Kind kind, double[] signal, SplittableRandom random) {
    String name = kind.name().toLowerCase(java.util.Locale.ROOT);
    int n = signal.length;
    return switch (kind.type) {
      case CLASSIFICATION ->
          new Target.Classification(
              Target.schema(name, kind.type, "low", "middle", "high"),
              Arrays.stream(signal).mapToInt(s -> s < -0.3 ? 0 : s < 0.3 ? 1 : 2).toArray());
      case MULTILABEL -> {
        byte[][] values = new byte[n][];
        Arrays.setAll(
            values, i -> new byte[] {(byte) (signal[i] > 0 ? 1 : 0), (byte) random.nextInt(2)});
        yield new Target.Multilabel(Target.schema(name, kind.type, "one", "two"), values);
      }
      case REGRESSION ->
          new Target.Regression(
              Target.schema(name, kind.type),
              Arrays.stream(signal).map(s -> 100 + 20 * s).toArray());
      case SURVIVAL -> {
        double[] times = new double[n];
        boolean[] events = new boolean[n];
        for (int i = 0; i < n; i++) {
          times[i] = Math.ceil(50 * Math.exp(-signal[i]) * (0.2 + random.nextDouble()));
          events[i] = random.nextInt(10) < 7;
        }
        yield new Target.Survival(Target.schema(name, kind.type), times, events);
      }
    };
  }

  /** Default preprocessing, fitted on those subjects. */
  public static FittedCohort fitted(Cohort cohort, int[] train) {
    return PreparedCohort.fit(cohort, preprocessing(), train, "modalities");
  }

  /** One for each of the three modalities. */
  public static List<PreprocessingSpec> preprocessing() {
    return List.of(new TablePreprocessing(), new TablePreprocessing(), new TablePreprocessing());
  }

  /** The cohort, prepared with what was fitted on those subjects. */
  public static PreparedCohort prepared(Cohort cohort, int[] train) {
    return fitted(cohort, train).apply(cohort);
  }

  /** A small model; with strategy unimodal of modality {@code a}. */
  public static ModelSpec model(Strategy strategy, FusionSpec fusion, List<Kind> kinds) {
    Map<String, HeadSpec> heads = new LinkedHashMap<>();
    kinds.forEach(kind -> heads.put(kind.name().toLowerCase(java.util.Locale.ROOT), kind.head));
    return model(strategy, fusion, heads, null);
  }

  /** A small model, with its own learning rate for the first encoder. */
  public static ModelSpec model(
      Strategy strategy, FusionSpec fusion, Map<String, HeadSpec> heads, @Nullable Double rate) {
    return new ModelSpec(
        strategy,
        strategy == Strategy.UNIMODAL ? "a" : null,
        8,
        "linear",
        fusion,
        Combiner.MEAN,
        new MlpEncoder.Spec(),
        0.2,
        List.of(
            new ModalityEncoder("a", new MlpEncoder.Spec(), rate),
            new ModalityEncoder("b", new MlpEncoder.Spec(), null),
            new ModalityEncoder("c", new MlpEncoder.Spec(), null)),
        heads,
        Map.of());
  }

  public static ModelSpec model(Strategy strategy, Kind kind) {
    return model(strategy, new GatedFusion.Spec(), List.of(kind));
  }

  /** A small model of any strategy, with that combiner. */
  public static ModelSpec model(Strategy strategy, Combiner combiner, Kind kind) {
    ModelSpec mean = model(strategy, kind);
    return new ModelSpec(
        mean.strategy(),
        mean.modality(),
        mean.width(),
        mean.projection(),
        mean.fusion(),
        combiner,
        mean.early(),
        mean.modalityDropout(),
        mean.encoders(),
        mean.heads(),
        mean.targetWeights());
  }

  /** from … to-1. */
  public static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  /** The same cohort with other bytes in the rows that belong to nobody. */
  public static PreparedCohort withNobodysRows(PreparedCohort data, float value) {
    List<org.interfuse.preprocessing.Features> changed = new ArrayList<>();
    for (int m = 0; m < data.features().size(); m++) {
      org.interfuse.preprocessing.Features features = data.features().get(m).table();
      float[] numeric = features.numeric().clone();
      int width = features.shape().numericWidth();
      boolean[] owned = new boolean[features.rows()];
      for (int row : data.cohort().modalities().get(m).rowOf()) {
        if (row >= 0) {
          owned[row] = true;
        }
      }
      for (int i = 0; i < numeric.length; i++) {
        numeric[i] = owned[i / width] ? numeric[i] : value;
      }
      changed.add(
          new org.interfuse.preprocessing.Features(
              features.rows(), features.shape(), numeric, features.categories()));
    }
    return new PreparedCohort(data.cohort(), changed);
  }

  /** The same preparation with other features (and a wild target nowhere) for some subjects. */
  public static PreparedCohort withOtherRows(PreparedCohort data, int[] subjects, float value) {
    List<org.interfuse.preprocessing.Features> changed = new ArrayList<>();
    for (int m = 0; m < data.features().size(); m++) {
      org.interfuse.preprocessing.Features features = data.features().get(m).table();
      float[] numeric = features.numeric().clone();
      int width = features.shape().numericWidth();
      for (int subject : subjects) {
        int row = data.cohort().modalities().get(m).rowOf()[subject];
        if (row >= 0) {
          Arrays.fill(numeric, row * width, (row + 1) * width, value);
        }
      }
      changed.add(
          new org.interfuse.preprocessing.Features(
              features.rows(), features.shape(), numeric, features.categories()));
    }
    return new PreparedCohort(data.cohort(), changed);
  }

  /** Everything predicted of each subject as one row of numbers. */
  public static double[][] rows(Prediction prediction) {
    double[][] rows = new double[prediction.size()][];
    for (int i = 0; i < rows.length; i++) {
      if (prediction instanceof Prediction.Classes classes) {
        rows[i] = classes.probabilities()[i];
      } else if (prediction instanceof Prediction.Labels labels) {
        rows[i] = labels.probabilities()[i];
      } else if (prediction instanceof Prediction.Values values) {
        rows[i] = new double[] {values.values()[i]};
      } else if (prediction instanceof Prediction.Survival survival) {
        double[] curve = survival.survival()[i];
        rows[i] = new double[1 + curve.length + survival.times().length];
        rows[i][0] = survival.risk()[i];
        System.arraycopy(curve, 0, rows[i], 1, curve.length);
        System.arraycopy(survival.times(), 0, rows[i], 1 + curve.length, survival.times().length);
      }
    }
    return rows;
  }
}
