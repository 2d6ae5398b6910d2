package org.interfuse.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.TableData;
import org.interfuse.modality.TableData.CategoricalColumn;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every baseline, whatever registers itself. Subjects and targets come of seed 3. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class BaselineContractTest {
  private static final int SUBJECTS = 80;
  private static final int[] TRAIN = Cohorts.range(0, 60);
  private static final int[] TEST = Cohorts.range(60, SUBJECTS);
  private static final int NOTHING = 61;
  private static final Seed SEED = new Seed(11);

  /** Those that are registered, and others of their options. */
  protected Stream<Arguments> baselines() {
    List<BaselineSpec> specs = new ArrayList<>();
    ServiceLoader.load(BaselineSpec.class).forEach(specs::add);
    specs.add(new Linear(Linear.Merge.EARLY));
    specs.add(new Linear(Linear.Merge.LATE, List.of(), 0.5, Linear.Rule.ONE_SE, 1));
    specs.add(new Linear(Linear.Merge.EARLY, List.of(0.1, 1.0), 1, Linear.Rule.MINIMUM, 2));
    return ofTypes(specs);
  }

  /** Each with every type of target that it predicts. */
  protected static Stream<Arguments> ofTypes(List<BaselineSpec> specs) {
    return specs.stream()
        .flatMap(spec -> Arrays.stream(TargetType.values()).map(type -> Arguments.of(spec, type)))
        .filter(pair -> ((BaselineSpec) pair.get()[0]).predicts((TargetType) pair.get()[1]));
  }

  @Test
  void allAreFoundByServiceLoader() {
    assertThat(ServiceLoader.load(BaselineSpec.class).stream().map(found -> found.get().type()))
        .contains("prevalence", "presence", "linear");
  }

  @ParameterizedTest(name = "{0}, {1}, seed 11")
  @MethodSource("baselines")
  void predictionsAreValid(BaselineSpec spec, TargetType type) {
    PreparedCohort data = data();
    FittedBaseline fitted = spec.fit(data, target(type, 3), TRAIN, SEED);
    Prediction prediction = fitted.predict(data, TEST);

    assertThat(prediction.size()).isEqualTo(TEST.length);
    assertThat(fitted.describe()).isNotEmpty();
    if (prediction instanceof Prediction.Classes classes) {
      for (double[] row : classes.probabilities()) {
        assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(1e-9));
        assertProbabilities(row);
      }
    } else if (prediction instanceof Prediction.Labels labels) {
      for (double[] row : labels.probabilities()) {
        assertThat(row).hasSize(3);
        assertProbabilities(row);
      }
    } else if (prediction instanceof Prediction.Values values) {
      assertThat(Arrays.stream(values.values()).allMatch(Double::isFinite)).isTrue();
    } else if (prediction instanceof Prediction.Survival survival) {
      assertCurves(survival);
    }
  }

  private static void assertProbabilities(double[] row) {
    assertThat(Arrays.stream(row).allMatch(value -> value >= 0 && value <= 1)).isTrue();
  }

  private static void assertCurves(Prediction.Survival survival) {
    assertThat(survival.times()).isSorted();
    assertThat(Arrays.stream(survival.risk()).allMatch(Double::isFinite)).isTrue();
    for (double[] curve : survival.survival()) {
      assertThat(curve).hasSameSizeAs(survival.times());
      double before = 1;
      for (double now : curve) {
        assertThat(now).isBetween(0.0, before);
        before = now;
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}, seed 11")
  @MethodSource("baselines")
  void sameSeedSameBits(BaselineSpec spec, TargetType type) {
    PreparedCohort data = data();
    Target target = target(type, 3);

    assertThat(numbers(spec.fit(data, target, TRAIN, SEED).predict(data, TEST)))
        .containsExactly(numbers(spec.fit(data, target, TRAIN, SEED).predict(data, TEST)));
  }

  @ParameterizedTest(name = "{0}, {1}, seed 11")
  @MethodSource("baselines")
  void targetsOfTestSubjectsAreNeverTouched(BaselineSpec spec, TargetType type) {
    PreparedCohort data = data();
    int[] order = Cohorts.range(0, SUBJECTS);
    for (int i = 0; i < TEST.length; i++) {
      order[TEST[i]] = TEST[(i + 7) % TEST.length];
    }
    Target target = target(type, 3);

    assertThat(numbers(spec.fit(data, target.select(order), TRAIN, SEED).predict(data, TEST)))
        .containsExactly(numbers(spec.fit(data, target, TRAIN, SEED).predict(data, TEST)));
  }

  @ParameterizedTest(name = "{0}, {1}, seed 11")
  @MethodSource("baselines")
  void aSubjectWithNoModalityGetsTheTrainingPrior(BaselineSpec spec, TargetType type) {
    PreparedCohort data = data();
    Target target = target(type, 3);
    int[] nothing = {NOTHING};

    double[] prior =
        numbers(new Prevalence().fit(data, target, TRAIN, SEED).predict(data, nothing));

    assertThat(numbers(spec.fit(data, target, TRAIN, SEED).predict(data, nothing)))
        .containsExactly(prior);
  }

  @ParameterizedTest(name = "{0}, {1}, seed 11")
  @MethodSource("baselines")
  void aSubjectsPredictionDependsOnThatSubjectAlone(BaselineSpec spec, TargetType type) {
    PreparedCohort data = data();
    FittedBaseline fitted = spec.fit(data, target(type, 3), TRAIN, SEED);
    Prediction together = fitted.predict(data, TEST);

    for (int i = 0; i < TEST.length; i++) {
      assertThat(numbers(fitted.predict(data, new int[] {TEST[i]})))
          .containsExactly(numbers(together.select(new int[] {i})));
    }
  }

  /** Three modalities, each missing for about a third; subject 61 has none. */
  private static PreparedCohort data() {
    SplittableRandom random = new SplittableRandom(3);
    CohortModality[] modalities = new CohortModality[3];
    for (int m = 0; m < 3; m++) {
      int[] rowOf = new int[SUBJECTS];
      int rows = 0;
      for (int subject = 0; subject < SUBJECTS; subject++) {
        boolean has = subject != NOTHING && random.nextInt(3) > 0;
        rowOf[subject] = has ? rows++ : -1;
      }
      modalities[m] = new CohortModality("m" + m, table(rows, 4 + 60 * m, random), rowOf);
    }
    Cohort cohort = Cohorts.cohort(SUBJECTS, modalities);
    return Cohorts.prepared(cohort, TRAIN);
  }

  private static TableData table(int rows, int width, SplittableRandom random) {
    float[] values = new float[rows * width];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) random.nextDouble(-2, 2);
    }
    return new TableData(
        rows,
        IntStream.range(0, width).mapToObj(j -> "c" + j).toList(),
        values,
        List.of(new CategoricalColumn("level", List.of("x", "y", "z"))),
        random.ints(rows, -1, 3).toArray());
  }

  private static Target target(TargetType type, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return switch (type) {
      case CLASSIFICATION ->
          Cohorts.classes(random.ints(SUBJECTS, -1, 3).toArray(), "low", "middle", "high");
      case MULTILABEL -> {
        byte[][] values = new byte[SUBJECTS][3];
        for (byte[] row : values) {
          for (int label = 0; label < 3; label++) {
            row[label] = (byte) (random.nextInt(3) - 1);
          }
        }
        yield new Target.Multilabel(Target.schema("labels", type, "a", "b", "c"), values);
      }
      case REGRESSION -> {
        double[] values = random.doubles(SUBJECTS, 0, 10).toArray();
        values[5] = Double.NaN;
        yield new Target.Regression(Target.schema("value", type), values);
      }
      case SURVIVAL -> {
        double[] times = random.doubles(SUBJECTS, 1, 30).map(Math::ceil).toArray();
        times[6] = Double.NaN;
        boolean[] events = new boolean[SUBJECTS];
        for (int i = 0; i < SUBJECTS; i++) {
          events[i] = random.nextBoolean();
        }
        yield new Target.Survival(Target.schema("time", type), times, events);
      }
    };
  }

  private static double[] numbers(Prediction prediction) {
    if (prediction instanceof Prediction.Classes classes) {
      return flat(classes.probabilities());
    }
    if (prediction instanceof Prediction.Labels labels) {
      return flat(labels.probabilities());
    }
    if (prediction instanceof Prediction.Values values) {
      return values.values();
    }
    Prediction.Survival survival = (Prediction.Survival) prediction;
    double[][] rows = Arrays.copyOf(survival.survival(), survival.size() + 1);
    rows[survival.size()] = survival.risk();
    return flat(rows);
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  @Test
  void presenceSeesWhatIsMissing() {
    int[] rowOf = Cohorts.range(0, 40);
    int[] labels = new int[40];
    for (int subject = 0; subject < 40; subject++) {
      labels[subject] = subject % 2;
      rowOf[subject] = subject % 2 == 0 ? -1 : subject / 2;
    }
    Cohort cohort =
        Cohorts.cohort(
            40,
            Cohorts.partial("scan", new float[20][1], rowOf),
            Cohorts.complete("table", new float[40][1]));
    PreparedCohort data = Cohorts.prepared(cohort, Cohorts.range(0, 30));
    Prediction.Classes prediction =
        (Prediction.Classes)
            new Presence()
                .fit(data, Cohorts.classes(labels, "no", "yes"), Cohorts.range(0, 30), SEED)
                .predict(data, new int[] {30, 31});

    assertThat(prediction.probabilities()[0][1]).isLessThan(0.1);
    assertThat(prediction.probabilities()[1][1]).isGreaterThan(0.9);
  }

  @Test
  void kaplanMeierByHand() {
    Target.Survival target =
        new Target.Survival(
            Target.schema("time", TargetType.SURVIVAL),
            new double[] {1, 2, 2, 3, 4},
            new boolean[] {true, true, false, true, false});
    int[] all = Cohorts.range(0, 5);
    PreparedCohort data = Cohorts.prepared(Cohorts.cohort(5, everybody()), all);

    Prediction.Survival curve =
        (Prediction.Survival)
            new Prevalence().fit(data, target, all, SEED).predict(data, new int[] {3});

    // 4/5, then 4/5 · 3/4, then · 1/2
    assertThat(curve.survival()[0]).containsExactly(new double[] {0.8, 0.6, 0.3}, within(1e-12));
    assertThat(curve.at(0, 0.5)).isEqualTo(1);
    assertThat(curve.at(0, 2.5)).isCloseTo(0.6, within(1e-12));
    assertThat(curve.risk()[0]).as("− area up to 3").isCloseTo(-(1 + 0.8 + 0.6), within(1e-12));
  }

  private static CohortModality everybody() {
    return Cohorts.complete("one", new float[][] {{1}, {2}, {3}, {4}, {5}});
  }

  @Test
  void optionsSayWhatIsWrong() {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> new Linear(Linear.Merge.LATE, List.of(), 2, Linear.Rule.MINIMUM, 1))
        .hasMessage("l1_ratio: expected a value from 0 to 1, but it is 2.0");
    assertThat(new Linear().fit(data(), target(TargetType.SURVIVAL, 3), TRAIN, SEED).describe())
        .containsAllEntriesOf(Map.of("merge", "late", "l1_ratio", "0.0"));
  }
}
