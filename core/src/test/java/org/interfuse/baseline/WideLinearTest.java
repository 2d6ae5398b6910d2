package org.interfuse.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ArrayMatrix;
import org.interfuse.modality.TableData;
import org.interfuse.model.SmallCohort;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Features;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ridge of columns read in tiles against ridge of the same columns as a table. */
final class WideLinearTest {
  private static final int SUBJECTS = 90;
  private static final int WIDE = 400;
  private static final int FEW = 3;
  private static final int[] TRAIN = IntStream.range(0, 70).toArray();
  private static final int[] TEST = IntStream.range(70, SUBJECTS).toArray();

  /** The same columns as a table and in tiles, beside a small table; some subjects lack them. */
  private static final class Columns {
    private final float[] wide = new float[SUBJECTS * WIDE];
    private final float[] few = new float[SUBJECTS * FEW];
    private final Cohort cohort;
    private final Target target;

    private Columns(SmallCohort.Kind kind) {
      Cohort base = SmallCohort.of(SUBJECTS, kind, 4);
      this.target = base.targets().get(0);
      SplittableRandom random = new SplittableRandom(8);
      for (int i = 0; i < SUBJECTS; i++) {
        double signal = signal(target, i);
        for (int j = 0; j < WIDE; j++) {
          wide[i * WIDE + j] = (float) (random.nextGaussian() + (j < 40 ? 0.4 * signal : 0) + 0.3);
        }
        for (int j = 0; j < FEW; j++) {
          few[i * FEW + j] = (float) (random.nextGaussian() + 0.3 * signal);
        }
      }
      int[] rows = IntStream.range(0, SUBJECTS).map(i -> i % 6 == 5 ? -1 : i).toArray();
      centre(IntStream.of(TRAIN).filter(i -> rows[i] >= 0).toArray());
      int[] all = IntStream.range(0, SUBJECTS).toArray();
      this.cohort =
          new Cohort(
              base.ids(),
              base.targets(),
              java.util.Map.of(),
              List.of(modality("snps", rows), modality("clinical", all)));
    }

    /** As preprocessing does: what is absent is then the mean. */
    private void centre(int[] training) {
      for (int j = 0; j < WIDE; j++) {
        int column = j;
        double mean =
            IntStream.of(training).mapToDouble(i -> wide[i * WIDE + column]).average().orElse(0);
        for (int i = 0; i < SUBJECTS; i++) {
          wide[i * WIDE + j] -= (float) mean;
        }
      }
    }

    private static double signal(Target target, int i) {
      if (target instanceof Target.Classification classes) {
        return classes.labels()[i] - 1;
      }
      if (target instanceof Target.Regression regression) {
        return (regression.values()[i] - 100) / 10;
      }
      if (target instanceof Target.Survival survival) {
        return 2 - Math.log(survival.times()[i]) / 2;
      }
      return ((Target.Multilabel) target).values()[i][0];
    }

    private static CohortModality modality(String name, int[] rowOf) {
      float[] values = new float[SUBJECTS];
      return new CohortModality(
          name, TableData.ofNumbers(SUBJECTS, List.of("unread"), values), rowOf);
    }

    private static FeatureShape shape(String prefix, int width, boolean inTiles) {
      List<String> names = new ArrayList<>();
      IntStream.range(0, width).forEach(j -> names.add(prefix + j));
      return inTiles
          ? FeatureShape.ofWide(names, null)
          : new FeatureShape(names, width, new int[0]);
    }

    private Prepared few() {
      return new Features(SUBJECTS, shape("c", FEW, false), few, new int[0]);
    }

    private PreparedCohort table() {
      Features all = new Features(SUBJECTS, shape("w", WIDE, false), wide, new int[0]);
      return new PreparedCohort(cohort, List.of(all, few()));
    }

    @SuppressWarnings("NullAway") // javac drops the annotation of an array parameter of a record
    private PreparedCohort tiled() {
      float[] ones = new float[WIDE];
      Arrays.fill(ones, 1);
      ArrayMatrix matrix = new ArrayMatrix(SUBJECTS, WIDE, wide);
      WideFeatures all =
          new WideFeatures(matrix, shape("w", WIDE, true), false, null, ones, matrix);
      return new PreparedCohort(cohort, List.of(all, few()));
    }
  }

  private static void compare(Columns columns, Linear linear) {
    PreparedCohort tiled = columns.tiled();
    FittedBaseline expected = linear.fit(columns.table(), columns.target, TRAIN, new Seed(2));
    FittedBaseline found = linear.fit(tiled, columns.target, TRAIN, new Seed(2));

    double[][] tabular = SmallCohort.rows(expected.predict(columns.table(), TEST));
    close(found.predict(tiled, TEST), tabular);
    close(found.predict(columns.tiled(), TEST), tabular); // rows read again from another source
    assertThat(found.bytes()).isPositive();
    assertThat(found.describe().get("coordinates snps")).matches("all 5[0-9]");
    assertThat(expected.describe()).doesNotContainKey("coordinates snps");
  }

  private static void close(Prediction prediction, double[][] expected) {
    double[][] found = SmallCohort.rows(prediction);
    for (int i = 0; i < expected.length; i++) {
      for (int k = 0; k < expected[i].length; k++) {
        double size = 1 + Math.abs(expected[i][k]);
        assertThat(found[i][k]).as("[%d][%d]", i, k).isCloseTo(expected[i][k], within(1e-3 * size));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SmallCohort.Kind.class)
  void lateIsTheSame(SmallCohort.Kind kind) {
    compare(new Columns(kind), new Linear(Linear.Merge.LATE));
  }

  @ParameterizedTest
  @EnumSource(SmallCohort.Kind.class)
  void earlyIsTheSame(SmallCohort.Kind kind) {
    compare(new Columns(kind), new Linear(Linear.Merge.EARLY));
  }

  @Test
  void lassoIsRefused() {
    Linear lasso = new Linear(Linear.Merge.LATE, List.of(), 1, Linear.Rule.MINIMUM, 1);

    Columns columns = new Columns(SmallCohort.Kind.REGRESSION);
    PreparedCohort tiled = columns.tiled();

    assertThatThrownBy(() -> lasso.fit(tiled, columns.target, TRAIN, new Seed(2)))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining(
            "baseline linear, modality 'snps': columns that are read in tiles have a ridge model"
                + " alone: l1_ratio must be 0");
  }
}
