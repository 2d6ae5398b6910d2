package org.interfuse.trees;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.baseline.Linear.Merge;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.comparison.BaselineCandidate;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.Comparison;
import org.interfuse.comparison.PlantedStatistics;
import org.interfuse.comparison.Protocol;
import org.interfuse.evaluation.AreaUnderRoc;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Labels planted in the statistics of test rows gain boosted trees nothing. */
class TreesLeakTest {
  private static final Seed SEED = new Seed(67);
  private static final List<PreprocessingSpec> PREPROCESSING =
      List.of(PlantedStatistics.KEEPS_TWO, PlantedStatistics.KEEPS_TWO);

  @ParameterizedTest(name = "{0}, seed 67")
  @EnumSource(Merge.class)
  void labelsPlantedInTheStatisticsOfTestRowsGainNothing(Merge merge) {
    Cohort planted = PlantedStatistics.cohort(true);
    assertThat(compared(planted, merge))
        .isDeepEqualTo(compared(PlantedStatistics.cohort(false), merge));

    int[] all = IntStream.range(0, PlantedStatistics.SUBJECTS).toArray();
    PreparedCohort leaky =
        PreparedCohort.fit(planted, PREPROCESSING, all, "modalities").apply(planted);
    Target target = planted.targets().get(0);
    Prediction leaked = trees(merge).fit(leaky, target, train(), SEED).predict(leaky, test());
    Target judged = target.select(test());
    assertThat(new AreaUnderRoc().compute(judged, leaked, judged))
        .as("a leak does gain")
        .isGreaterThan(0.99);
  }

  @SuppressWarnings("NullAway") // an array of a record may be null; its class file does not say so
  private static double[][] compared(Cohort cohort, Merge merge) {
    Protocol protocol =
        new Protocol(
            cohort,
            new Split("one fold", List.of(new Fold("fold 1", 0, train(), test()))),
            PREPROCESSING,
            null,
            1,
            SEED,
            0.95);
    CandidateResult result =
        new Comparison(protocol, List.of(new BaselineCandidate("trees", trees(merge))), 1)
            .run(Progress.SILENT)
            .candidates()
            .get(0);
    assertThat(result.failures()).isEmpty();
    Prediction said = result.outcomes().get(0).predictions().get(0);
    return ((Prediction.Classes) said).probabilities();
  }

  private static BoostedTrees trees(Merge merge) {
    return new BoostedTrees(merge, List.of(5, 20), List.of(2), List.of(0.3));
  }

  private static int[] train() {
    return where(false);
  }

  private static int[] test() {
    return where(true);
  }

  private static int[] where(boolean test) {
    return IntStream.range(0, PlantedStatistics.SUBJECTS)
        .filter(s -> (s % PlantedStatistics.FOLDS == 0) == test)
        .toArray();
  }
}
