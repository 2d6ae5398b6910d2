package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.interfuse.comparison.HandMade.baseline;
import static org.interfuse.comparison.HandMade.network;
import static org.interfuse.comparison.HandMade.outcome;
import static org.interfuse.comparison.HandMade.predicting;
import static org.interfuse.comparison.HandMade.probabilities;
import static org.interfuse.comparison.HandMade.protocol;
import static org.interfuse.comparison.HandMade.spec;
import static org.interfuse.comparison.HandMade.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.evaluation.Draws;
import org.interfuse.evaluation.Resamples;
import org.interfuse.finding.Finding;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.junit.jupiter.api.Test;

/** Predictions put together over folds, and what is computed from them. */
class PoolTest {
  private static final int SUBJECTS = 60;
  private static final int[] LABELS = new SplittableRandom(3).ints(SUBJECTS, 0, 2).toArray();
  private static final ReportSpec BY_SEX = new ReportSpec(List.of("sex"), 10);

  private static double[] scores(long seed, double strength) {
    SplittableRandom random = new SplittableRandom(seed);
    return Arrays.stream(LABELS)
        .mapToDouble(y -> (strength * y + random.nextDouble()) / (1 + strength))
        .toArray();
  }

  private static Protocol classes(Split split, Map<String, List<String>> columns) {
    return protocol(split, null, columns, HandMade.classes(LABELS));
  }

  private static ComparisonStatistics statistics(Protocol protocol, ReportSpec report) {
    return ComparisonStatistics.of(
        new ComparisonResult(
            protocol,
            List.of(
                predicting("fused", protocol, probabilities(scores(1, 0.6))),
                predicting("plain", protocol, probabilities(scores(2, 0.3))))),
        spec(0.02, network("fused"), baseline("plain")),
        report);
  }

  @Test
  void everyPassHoldsEverySubjectOnceInTheCohortsOrder() {
    Protocol protocol = classes(split(SUBJECTS, 4, 2), Map.of());
    Pool pool = Pool.of(protocol, 0);
    double[] p = scores(1, 0.6);

    List<Prediction> pooled = pool.predictions(predicting("fused", protocol, probabilities(p)), 0);

    assertThat(pool.subjects()).hasSize(SUBJECTS).isSorted();
    assertThat(pooled).as("two repeats").hasSize(2);
    for (Prediction prediction : pooled) {
      for (int i = 0; i < SUBJECTS; i++) {
        assertThat(((Prediction.Classes) prediction).probabilities()[i][1]).isEqualTo(p[i]);
      }
    }
  }

  @Test
  void whoIsNeverTestedOrLacksTheTargetIsNoneOfIt() {
    int[] labels = LABELS.clone();
    labels[4] = -1;
    List<Fold> folds = split(SUBJECTS, 4, 1).folds();
    Protocol protocol =
        protocol(
            new Split("two of four", folds.subList(0, 2)),
            null,
            Map.of(),
            HandMade.classes(labels));

    Pool pool = Pool.of(protocol, 0);

    assertThat(pool.subjects()).hasSize(SUBJECTS / 2 - 1).doesNotContain(2, 3, 4);
    assertThat(pool.foldOf()).hasDimensions(1, SUBJECTS / 2 - 1);
  }

  @Test
  void survivalCurvesOfAllFoldsAreAskedAtOneTime() {
    double[] times = {1, 2, 3, 4};
    boolean[] events = {true, true, true, false};
    Target.Survival death =
        new Target.Survival(Target.schema("death", TargetType.SURVIVAL), times, events);
    Protocol protocol = protocol(split(4, 2, 1), null, Map.of(), death);
    CandidateResult candidate =
        CandidateResult.of(
            "cox",
            protocol,
            List.of(
                outcome(0, 0, curves(new double[] {1, 2, 6}, 0.9, 0.8, 0.1)),
                outcome(1, 0, curves(new double[] {1.5, 4}, 0.7, 0.2))),
            List.of());
    Pool pool = Pool.of(protocol, 0);

    Prediction.Survival pooled = (Prediction.Survival) pool.predictions(candidate, 0).get(0);

    assertThat(pool.time()).isEqualTo(2);
    assertThat(pooled.survival()[0]).containsExactly(0.8);
    assertThat(pooled.survival()[1]).containsExactly(0.7);
    // up to 4, where the shorter curves end: 1 + 0.9 + 2 · 0.8, and 1.5 + 2.5 · 0.7
    assertThat(pooled.risk()[0]).isCloseTo(-3.5, within(1e-12));
    assertThat(pooled.risk()[1]).isCloseTo(-3.25, within(1e-12));
  }

  private static Prediction curves(double[] times, double... curve) {
    return Prediction.Survival.ofCurves(times, new double[][] {curve, curve});
  }

  @Test
  void subgroupsThatAreTooSmallAreOnlyCounted() {
    List<String> sex = new ArrayList<>();
    for (int i = 0; i < SUBJECTS; i++) {
      sex.add(i < 30 ? "female" : i < 50 ? "male" : i < 58 ? "" : "other");
    }
    Subgroups groups =
        statistics(classes(split(SUBJECTS, 3, 1), Map.of("sex", sex)), BY_SEX).subgroups();

    assertThat(groups.shown())
        .extracting(group -> group.level() + " " + group.subjects())
        .containsExactly("female 30", "male 20");
    assertThat(groups.hidden()).containsExactly(new Subgroup.Hidden("sex", "class", 2));
    Subgroup female = groups.shown().get(0);
    assertThat(female.figures())
        .extracting(Subgroup.Figure::candidate)
        .containsExactly("fused", "plain");
    double expected = pairs(scores(1, 0.6), 0, 30);
    assertThat(female.figures().get(0).estimate().value()).isCloseTo(expected, within(1e-12));
    assertThat(female.figures().get(0).estimate().lower()).isLessThan(expected);
    assertThat(female.difference().value())
        .isCloseTo(expected - pairs(scores(2, 0.3), 0, 30), within(1e-12));
    assertThat(female.difference().hasInterval()).isTrue();
  }

  /** AUROC of each of three folds pair by pair, averaged by their subjects. */
  private static double pairs(double[] scores, int from, int to) {
    double sum = 0;
    int subjects = 0;
    for (int fold = 0; fold < 3; fold++) {
      double above = 0;
      int count = 0;
      int members = 0;
      for (int i = from; i < to; i++) {
        members += i % 3 == fold ? 1 : 0;
        for (int j = from; j < to; j++) {
          if (i % 3 == fold && j % 3 == fold && LABELS[i] == 1 && LABELS[j] == 0) {
            above += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
            count++;
          }
        }
      }
      sum += members * above / count;
      subjects += members;
    }
    return sum / subjects;
  }

  @Test
  void aColumnThatWasNotReadIsAMistakeOfTheProgram() {
    assertThatThrownBy(() -> statistics(classes(split(SUBJECTS, 3, 1), Map.of()), BY_SEX))
        .hasMessage("the cohort was read without its column 'sex'");
  }

  @Test
  void curvesAreOfThePrimaryAndTheBestBaseline() {
    Curves curves = statistics(classes(split(SUBJECTS, 3, 2), Map.of()), new ReportSpec()).curves();

    assertThat(curves.calibration())
        .extracting(c -> c.candidate() + " " + c.outcome() + " " + c.curve().bins().size())
        .containsExactly("fused yes 6", "plain yes 6");
    assertThat(curves.decision()).extracting(Curves.Decision::subjects).containsOnly(SUBJECTS);
    Curves none =
        statistics(classes(split(SUBJECTS, 3, 2), Map.of()), new ReportSpec(List.of(), 100))
            .curves();
    assertThat(none.calibration()).as("fewer subjects than the smallest cell").isEmpty();
    assertThat(none.decision()).isEmpty();
  }

  @Test
  void theBestOfTwoIsCorrected() {
    BestOfMany best =
        statistics(classes(split(SUBJECTS, 3, 1), Map.of()), new ReportSpec()).bestOfMany().get(0);

    assertThat(best.best()).isEqualTo("fused");
    assertThat(best.candidates()).isEqualTo(2);
    assertThat(best.apparent()).isCloseTo(pairs(scores(1, 0.6), 0, SUBJECTS), within(1e-12));
    assertThat(best.share()).isBetween(0.5, 1.0);
    assertThat(best.corrected().hasInterval()).isTrue();
  }

  /** Choose inside, judge outside, on the same draws; every figure by counting pairs. */
  @Test
  void theCorrectionIsThatOfTheDrawsWrittenOut() {
    double[][] scores = {scores(1, 0.4), scores(2, 0.4)}; // equally good: the choice is luck
    Protocol protocol = classes(split(SUBJECTS, 3, 1), Map.of());
    BestOfMany best =
        ComparisonStatistics.of(
                new ComparisonResult(
                    protocol,
                    List.of(
                        predicting("fused", protocol, probabilities(scores[0])),
                        predicting("plain", protocol, probabilities(scores[1])))),
                spec(0.02, network("fused"), baseline("plain")),
                new ReportSpec())
            .bestOfMany()
            .get(0);
    Resamples draws =
        Resamples.of(HandMade.classes(LABELS), null, 500, HandMade.SEED.at("best of many"));
    double[] outside = new double[500];
    int firstChosen = 0;
    for (int r = 0; r < 500; r++) {
      int[] inside = Draws.of(draws, r);
      List<Integer> drawn = Arrays.stream(inside).boxed().toList();
      int[] left =
          java.util.stream.IntStream.range(0, SUBJECTS).filter(i -> !drawn.contains(i)).toArray();
      boolean second = ownFolds(scores[1], inside) > ownFolds(scores[0], inside);
      firstChosen += second ? 0 : 1;
      outside[r] = ownFolds(scores[second ? 1 : 0], left);
    }

    double mean = Arrays.stream(outside).average().orElseThrow();
    Arrays.sort(outside);
    assertThat(firstChosen).as("a choice that is no foregone conclusion").isBetween(50, 450);
    assertThat(best.corrected().value()).isCloseTo(mean, within(1e-12));
    assertThat(best.corrected().lower()).isBetween(outside[12], outside[13]); // 0.025 × 499 = 12.5
    assertThat(best.corrected().upper()).isBetween(outside[486], outside[487]);
    assertThat(best.share())
        .isCloseTo(
            (best.best().equals("fused") ? firstChosen : 500 - firstChosen) / 500.0, within(1e-12));
    assertThat(best.corrected().value())
        .as("less than what was chosen for")
        .isLessThan(best.apparent());
  }

  /** AUROC within the three folds, averaged by how many of the subjects each has. */
  private static double ownFolds(double[] scores, int[] subjects) {
    double sum = 0;
    int judged = 0;
    for (int f = 0; f < 3; f++) {
      int fold = f;
      int[] own = Arrays.stream(subjects).filter(i -> i % 3 == fold).toArray();
      double won = 0;
      double pairs = 0;
      for (int i : own) {
        for (int j : own) {
          if (LABELS[i] == 1 && LABELS[j] == 0) {
            won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
            pairs++;
          }
        }
      }
      sum += pairs == 0 ? 0 : won / pairs * own.length;
      judged += pairs == 0 ? 0 : own.length;
    }
    return sum / judged;
  }

  @Test
  void smallAndFewFoldsAreSaid() {
    List<Finding> warnings =
        statistics(classes(split(SUBJECTS, 3, 1), Map.of()), new ReportSpec()).warnings();
    int fewest = SUBJECTS;
    for (int f = 0; f < 3; f++) {
      int fold = f;
      int yes =
          (int)
              java.util.stream.IntStream.range(0, SUBJECTS)
                  .filter(i -> i % 3 == fold && LABELS[i] == 1)
                  .count();
      fewest = Math.min(fewest, Math.min(yes, 20 - yes));
    }
    assertThat(fewest).isLessThan(10);
    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(0).message())
        .startsWith(
            "split, target class: a test part should hold 10 subjects of each class or more;")
        .contains("the smallest with %d; take fewer folds, and repeat them.".formatted(fewest));
    assertThat(warnings.get(1).message())
        .isEqualTo(
            "split: a variance over folds should rest on 5 folds or more; found 3, so its tests can"
                + " show large differences only; repeat the folds.");
    int[] half = new int[200];
    Arrays.setAll(half, i -> i % 2);
    assertThat(FoldWarnings.of(protocol(split(200, 5, 1), null, Map.of(), HandMade.classes(half))))
        .isEmpty();
  }

  @Test
  void eventsAreWhatSurvivalCounts() {
    double[] times = new double[200];
    boolean[] events = new boolean[200];
    for (int i = 0; i < 200; i++) {
      times[i] = i + 1;
      events[i] = i % 5 == 0 && i < 45;
    }
    Target death = new Target.Survival(Target.schema("death", TargetType.SURVIVAL), times, events);

    assertThat(FoldWarnings.of(protocol(split(200, 5, 1), null, Map.of(), death)).get(0).message())
        .contains("10 events or more; found 5 of 5 with fewer, the smallest with 0");
  }

  @Test
  void aReportAsksForWhatCanBeGiven() {
    assertThatThrownBy(() -> new ReportSpec(List.of(), 1))
        .hasMessage("smallest_cell: expected 2 or more, but it is 1");
    assertThatThrownBy(() -> new ReportSpec(List.of("a", "a"), 10))
        .hasMessage("by: expected distinct columns, but it is [a, a]");
  }
}
