package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.interfuse.baseline.Linear;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.evaluation.AreaUnderRoc;
import org.interfuse.fusion.GatedFusion;
import org.interfuse.head.ClassificationHead;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.ModalityData;
import org.interfuse.model.Combiner;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Features;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.PreprocessingState;
import org.interfuse.preprocessing.TablePreprocessing;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.interfuse.training.NetworkFit;
import org.interfuse.training.NetworkTrainer;
import org.interfuse.training.TrainingSpec;
import org.interfuse.training.Trial;
import org.junit.jupiter.api.Test;

/**
 * What every candidate shares, and what none may see: single networks, ensembles, tuned ones, of
 * every strategy and combiner, and baselines.
 */
final class ProtocolTest {
  private static final Seed SEED = new Seed(67);
  private static final int SUBJECTS = PlantedStatistics.SUBJECTS;
  private static final int FOLDS = PlantedStatistics.FOLDS;
  private static final TablePreprocessing KEEPS_TWO = PlantedStatistics.KEEPS_TWO;
  private static final TrainingSpec SINGLE =
      new TrainingSpec(4, 16, 1e-2, 1e-2, 0.05, 1, 3, 0.2, 7, 1);
  private static final TrainingSpec LONG =
      new TrainingSpec(30, 16, 1e-2, 1e-2, 0.05, 1, 0, 0.2, 7, 1);

  /**
   * Both modalities have a column that is the label. On the training rows it hardly varies, so that
   * a filter which keeps the two columns that vary most drops it; on the test rows it varies most
   * of all. Who fits the filter on all rows keeps it, learns from it and is right about every test
   * row; who fits it on the training rows cannot tell it from the twin, whose column is noise
   * there.
   */
  @Test
  void labelsPlantedInTheStatisticsOfTestRowsGainNothing() {
    Cohort planted = PlantedStatistics.cohort(true);
    Map<String, double[]> figures = predictions(planted, KEEPS_TWO, 1);
    Map<String, double[]> twin = predictions(PlantedStatistics.cohort(false), KEEPS_TWO, 1);
    assertThat(figures)
        .containsOnlyKeys(
            "single",
            "ensemble",
            "tuned",
            "early",
            "late",
            "stacking",
            "weighted",
            "tuned stacking",
            "linear",
            "linear early");
    figures.forEach(
        (name, predicted) ->
            assertThat(twin.get(name)).as("%s, %s", name, SEED).isEqualTo(predicted));

    int[] all = IntStream.range(0, SUBJECTS).toArray();
    int[] train = IntStream.range(0, SUBJECTS).filter(s -> s % FOLDS != 0).toArray();
    int[] test = IntStream.range(0, SUBJECTS).filter(s -> s % FOLDS == 0).toArray();
    PreparedCohort leaky =
        PreparedCohort.fit(planted, List.of(KEEPS_TWO, KEEPS_TWO), all, "modalities")
            .apply(planted);
    Target target = planted.targets().get(0);
    Prediction linear = new Linear().fit(leaky, target, train, SEED).predict(leaky, test);
    assertThat(area(target, test, linear)).as("a leak does gain").isGreaterThan(0.99);
    List<ModelSpec> models =
        List.of(
            model(8),
            model(Strategy.EARLY, Combiner.MEAN, 8),
            model(Strategy.LATE, Combiner.STACKING, 8),
            model(Strategy.LATE, Combiner.WEIGHTED, 8));
    for (ModelSpec model : models) {
      try (NetworkFit fit =
          new NetworkTrainer("leaky", model, LONG.withEnsemble(3), Progress.SILENT)
              .fit(leaky, train, null, SEED)) {
        Prediction network = fit.network().predict(leaky, test).predictions().get(0);
        assertThat(area(target, test, network))
            .as("a leak does gain: %s, %s", model.strategy(), model.combiner())
            .isGreaterThan(0.9);
      }
    }
  }

  private static double area(Target target, int[] test, Prediction predicted) {
    Target judged = target.select(test);
    return new AreaUnderRoc().compute(judged, predicted, judged);
  }

  @Test
  void preprocessingIsFittedOnceAFoldWhateverIsTunedOrEnsembled() {
    AtomicInteger fits = new AtomicInteger();
    AtomicInteger applications = new AtomicInteger();
    predictions(PlantedStatistics.cohort(true), new Counting(fits, applications), FOLDS);
    assertThat(fits).hasValue(FOLDS * 2);
    assertThat(applications).hasValue(FOLDS * 2);
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    Map<String, double[]> first = predictions(PlantedStatistics.cohort(true), KEEPS_TWO, 1);
    Map<String, double[]> second = predictions(PlantedStatistics.cohort(true), KEEPS_TWO, 1);
    first.forEach(
        (name, figures) ->
            assertThat(second.get(name)).as("%s, %s", name, SEED).isEqualTo(figures));
  }

  /** Per candidate every predicted probability. */
  private static Map<String, double[]> predictions(
      Cohort cohort, PreprocessingSpec spec, int folds) {
    Map<String, double[]> all = new LinkedHashMap<>();
    for (CandidateResult candidate : run(cohort, spec, folds).candidates()) {
      assertThat(candidate.failures()).isEmpty();
      all.put(
          candidate.name(),
          candidate.outcomes().stream()
              .flatMapToDouble(
                  outcome ->
                      Arrays.stream(
                              ((Prediction.Classes) outcome.predictions().get(0)).probabilities())
                          .mapToDouble(row -> row[1]))
              .toArray());
    }
    return all;
  }

  @SuppressWarnings("NullAway") // an array of a record may be null; its class file does not say so
  private static ComparisonResult run(Cohort cohort, PreprocessingSpec spec, int folds) {
    List<Fold> divisions = new ArrayList<>();
    for (int f = 0; f < folds; f++) {
      int own = f;
      int[] all = IntStream.range(0, SUBJECTS).toArray();
      divisions.add(
          new Fold(
              "fold " + (f + 1),
              0,
              Arrays.stream(all).filter(s -> s % FOLDS != own).toArray(),
              Arrays.stream(all).filter(s -> s % FOLDS == own).toArray()));
    }
    Protocol protocol =
        new Protocol(
            cohort, new Split("folds", divisions), List.of(spec, spec), null, 1, SEED, 0.95);
    List<CandidateSpec> candidates =
        List.of(
            new NetworkCandidate("single", model(8), SINGLE),
            new NetworkCandidate("ensemble", model(8), SINGLE.withEnsemble(3)),
            new NetworkCandidate("tuned", model(8), SINGLE.withEnsemble(2)),
            new NetworkCandidate("early", model(Strategy.EARLY, Combiner.MEAN, 8), SINGLE),
            new NetworkCandidate("late", model(Strategy.LATE, Combiner.MEAN, 8), SINGLE),
            new NetworkCandidate("stacking", model(Strategy.LATE, Combiner.STACKING, 8), SINGLE),
            new NetworkCandidate("weighted", model(Strategy.LATE, Combiner.WEIGHTED, 8), SINGLE),
            new NetworkCandidate(
                "tuned stacking", model(Strategy.LATE, Combiner.STACKING, 8), SINGLE),
            new BaselineCandidate("linear", new Linear()),
            new BaselineCandidate("linear early", new Linear(Linear.Merge.EARLY)));
    Map<String, List<Trial>> trials =
        Map.of(
            "tuned", trials(Strategy.INTERMEDIATE, Combiner.MEAN, 2),
            "tuned stacking", trials(Strategy.LATE, Combiner.STACKING, 1));
    return new Comparison(protocol, candidates, 2)
        .tuned(new Tuning(new TuningSpec(4, Map.of()), trials))
        .run(Progress.SILENT);
  }

  private static List<Trial> trials(Strategy strategy, Combiner combiner, int members) {
    return IntStream.of(8, 4, 16, 6)
        .mapToObj(
            width ->
                new Trial(
                    Map.of("model.width", "" + width),
                    model(strategy, combiner, width),
                    SINGLE.withEnsemble(members)))
        .toList();
  }

  private static ModelSpec model(int width) {
    return model(Strategy.INTERMEDIATE, Combiner.MEAN, width);
  }

  private static ModelSpec model(Strategy strategy, Combiner combiner, int width) {
    return new ModelSpec(
        strategy,
        null,
        width,
        "linear",
        new GatedFusion.Spec(),
        combiner,
        new MlpEncoder.Spec(),
        0,
        List.of(
            new ModalityEncoder("left", new MlpEncoder.Spec(), null),
            new ModalityEncoder("right", new MlpEncoder.Spec(), null)),
        Map.of("class", new ClassificationHead.Spec()),
        Map.of("class", 1.0));
  }

  /** As a table's, and counts. */
  private record Counting(AtomicInteger fits, AtomicInteger applications)
      implements PreprocessingSpec {
    @Override
    public String type() {
      return KEEPS_TWO.type();
    }

    @Override
    public boolean accepts(ModalityData data) {
      return KEEPS_TWO.accepts(data);
    }

    @Override
    public FittedPreprocessing fit(String where, ModalityData data, int[] trainingRows) {
      fits.incrementAndGet();
      FittedPreprocessing fitted = KEEPS_TWO.fit(where, data, trainingRows);
      return new FittedPreprocessing() {
        @Override
        public FeatureShape shape() {
          return fitted.shape();
        }

        @Override
        public Features apply(ModalityData data) {
          applications.incrementAndGet();
          return fitted.apply(data).table();
        }

        @Override
        public KnownColumns columns() {
          return fitted.columns();
        }

        @Override
        public PreprocessingState state() {
          return fitted.state();
        }
      };
    }

    @Override
    public FittedPreprocessing restore(PreprocessingState state) {
      return KEEPS_TWO.restore(state);
    }
  }
}
