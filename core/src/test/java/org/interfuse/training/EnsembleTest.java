package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.model.Combiner;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Network;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks that were held out from one inner fold each, and predict together. */
final class EnsembleTest {
  private static final Seed SEED = new Seed(29);
  private static final TrainingSpec SHORT =
      new TrainingSpec(4, 16, 1e-2, 1e-2, 0.05, 1, 3, 0.2, 7, 1);
  private static final int SUBJECTS = 63;

  @TempDir private Path folder;

  @Test
  void everyTrainingSubjectIsHeldOutOnceAndGroupsStayWhole() {
    Target target = SmallCohort.of(SUBJECTS, Kind.COX, 3).targets().get(0);
    int[] train = SmallCohort.range(5, SUBJECTS);
    int[] groups = Arrays.stream(SmallCohort.range(0, SUBJECTS)).map(s -> s / 3).toArray();
    List<HeldOut> rows = Members.rows(target, train, groups, 5, SEED);
    List<Integer> held = new ArrayList<>();
    for (HeldOut member : rows) {
      assertThat(member.all()).containsExactly(train);
      assertThat(member.train()).isSorted();
      TreeSet<Integer> outside = new TreeSet<>();
      Arrays.stream(member.validation()).forEach(s -> outside.add(groups[s]));
      Arrays.stream(member.train()).forEach(s -> assertThat(outside).doesNotContain(groups[s]));
      Arrays.stream(member.validation()).forEach(held::add);
    }
    assertThat(held).containsExactlyInAnyOrderElementsOf(Arrays.stream(train).boxed().toList());
  }

  @Test
  void theRuleGoesByTrainingSubjectsOrEvents() {
    int[] many = IntStream.range(0, Members.MOST_SUBJECTS + 1).toArray();
    int[] few = IntStream.range(0, Members.MOST_SUBJECTS).toArray();
    Target classes =
        new Target.Classification(
            Target.schema("class", TargetType.CLASSIFICATION, "a", "b"), new int[many.length]);
    TrainingSpec usual = new TrainingSpec();
    assertThat(Members.count(usual, classes, few, null)).isEqualTo(Members.USUAL);
    assertThat(Members.count(usual, classes, many, null)).isEqualTo(1);
    assertThat(Members.count(usual.withEnsemble(3), classes, many, null)).isEqualTo(3);
    assertThat(Members.count(usual.withEnsemble(0), classes, few, null)).isEqualTo(1);
    assertThat(Members.count(usual, classes, SmallCohort.range(0, 9), null)).isEqualTo(1);
    int[] threeGroups = Arrays.stream(many).map(s -> s % 3).toArray();
    assertThat(Members.count(usual, classes, few, threeGroups)).isEqualTo(3);

    boolean[] events = new boolean[many.length];
    Arrays.fill(events, 0, Members.MOST_EVENTS, true);
    double[] times = IntStream.range(0, many.length).mapToDouble(i -> i + 1).toArray();
    Target rare = new Target.Survival(Target.schema("death", TargetType.SURVIVAL), times, events);
    assertThat(Members.count(usual, rare, many, null)).as("few events").isEqualTo(Members.USUAL);
    events[Members.MOST_EVENTS] = true;
    Target frequent =
        new Target.Survival(Target.schema("death", TargetType.SURVIVAL), times, events);
    assertThat(Members.count(usual, frequent, many, null)).isEqualTo(1);
  }

  @Test
  void whoWantsAllRowsLearnedFromGetsOneNetwork() {
    Target target = SmallCohort.of(SUBJECTS, Kind.REGRESSION, 3).targets().get(0);
    TrainingSpec all = new TrainingSpec(4, 16, 1e-2, 1e-2, 0.05, 1, 3, 0.0, 7, 1, null);
    int[] train = SmallCohort.range(0, SUBJECTS);
    assertThat(Members.count(all, target, train, null)).isEqualTo(1);
    assertThat(Members.count(all.withEnsemble(4), target, train, null)).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void itPredictsTheMeanOfItsMembers(Kind kind) {
    Cohort cohort = SmallCohort.of(SUBJECTS, kind, 3);
    int[] train = SmallCohort.range(0, 48);
    PreparedCohort data = SmallCohort.prepared(cohort, train);
    int[] test = SmallCohort.range(48, SUBJECTS);
    try (NetworkFit fit = fit(SmallCohort.model(Strategy.LATE, kind), data, train)) {
      assertThat(fit.network().members()).hasSize(3);
      assertThat(fit.bestEpochs()).hasSize(9);
      Network.Predicted whole = fit.network().predict(data, test);
      List<Network.Predicted> each =
          fit.network().members().stream().map(member -> member.predict(data, test)).toList();
      Prediction mean = whole.predictions().get(0);
      for (int i = 0; i < test.length; i++) {
        if (mean instanceof Prediction.Survival survival) {
          assertCurve(survival, each, i);
        } else {
          double[] expected = new double[SmallCohort.rows(mean)[i].length];
          for (Network.Predicted one : each) {
            double[] row = SmallCohort.rows(one.predictions().get(0))[i];
            for (int k = 0; k < row.length; k++) {
              expected[k] += row[k] / 3;
            }
          }
          assertThat(SmallCohort.rows(mean)[i])
              .as("%s", SEED)
              .containsExactly(expected, within(1e-12));
        }
      }
      assertThat(whole.byPrior()).isEqualTo(each.get(0).byPrior());
      assertThat(fit.network().parameterCount())
          .isEqualTo(fit.network().members().stream().mapToLong(Network::parameterCount).sum());
    }
  }

  /** A step function's value at t is that of its last time at or before t. */
  private static void assertCurve(
      Prediction.Survival mean, List<Network.Predicted> each, int subject) {
    for (int t = 0; t < mean.times().length; t++) {
      double expected = 0;
      for (Network.Predicted one : each) {
        Prediction.Survival curve = (Prediction.Survival) one.predictions().get(0);
        double value = 1;
        for (int j = 0; j < curve.times().length && curve.times()[j] <= mean.times()[t]; j++) {
          value = curve.survival()[subject][j];
        }
        expected += value / 3;
      }
      assertThat(mean.survival()[subject][t]).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void everyMemberHasItsOwnStackingAndSaysSo() {
    Cohort cohort = SmallCohort.of(SUBJECTS, Kind.CLASSIFICATION, 3);
    int[] train = SmallCohort.range(0, SUBJECTS);
    PreparedCohort data = SmallCohort.prepared(cohort, train);
    List<String> logged = new ArrayList<>();
    ModelSpec model = SmallCohort.model(Strategy.LATE, Combiner.WEIGHTED, Kind.CLASSIFICATION);
    NetworkTrainer trainer =
        new NetworkTrainer(
            "late",
            model,
            SHORT.withEnsemble(2),
            Progress.SILENT,
            (part, epoch) -> logged.add(part),
            Checkpoints.none());
    try (NetworkFit fit = trainer.fit(data, train, null, SEED)) {
      assertThat(fit.choices())
          .containsOnlyKeys(
              "member 1 of 2, weight a",
              "member 1 of 2, weight b",
              "member 1 of 2, weight c",
              "member 2 of 2, weight a",
              "member 2 of 2, weight b",
              "member 2 of 2, weight c");
    }
    assertThat(logged).contains("member 1 of 2, a", "member 2 of 2, inner fold 5 of 5, c");
  }

  @Test
  void goesOnWithTheSameBitsWhereverItStopped() {
    Cohort cohort = SmallCohort.of(SUBJECTS, Kind.CLASSIFICATION, 3);
    PreparedCohort data = SmallCohort.prepared(cohort, SmallCohort.range(0, SUBJECTS));
    List<double[]> whole = weights(data, Checkpoints.none(), Integer.MAX_VALUE);
    for (int stop : new int[] {2, 6, 10}) {
      Checkpoints kept = new Checkpoints(folder.resolve("stop-" + stop), Duration.ZERO);
      assertThatThrownBy(() -> weights(data, kept, stop)).isInstanceOf(IllegalStateException.class);
      List<double[]> resumed = weights(data, kept, Integer.MAX_VALUE);
      for (int p = 0; p < whole.size(); p++) {
        assertThat(resumed.get(p)).as("stopped at %d, %s", stop, SEED).isEqualTo(whole.get(p));
      }
    }
  }

  private static List<double[]> weights(PreparedCohort data, Checkpoints kept, int stop) {
    int[] epochs = {0};
    NetworkTrainer trainer =
        new NetworkTrainer(
            "test",
            SmallCohort.model(Strategy.INTERMEDIATE, Kind.CLASSIFICATION),
            SHORT.withEnsemble(3),
            Progress.SILENT,
            (part, epoch) -> {
              if (++epochs[0] > stop) {
                throw new IllegalStateException("killed");
              }
            },
            kept);
    List<double[]> values = new ArrayList<>();
    try (NetworkFit fit = trainer.fit(data, SmallCohort.range(0, SUBJECTS), null, SEED)) {
      for (NetworkPart part : fit.network().parts()) {
        for (Parameter parameter : part.model().parameters().all()) {
          values.add(Tensors.toDoubles(parameter.value()));
        }
      }
    }
    return values;
  }

  private static NetworkFit fit(ModelSpec model, PreparedCohort data, int[] train) {
    return new NetworkTrainer("test", model, SHORT.withEnsemble(3), Progress.SILENT)
        .fit(data, train, null, SEED);
  }
}
