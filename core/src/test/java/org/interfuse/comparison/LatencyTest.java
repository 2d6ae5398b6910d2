package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.ArrayMatrix;
import org.interfuse.modality.TableData;
import org.interfuse.model.SmallCohort;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Features;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.WideFeatures;
import org.junit.jupiter.api.Test;

/** What is timed is the prediction of one subject of whom nothing was computed before. */
final class LatencyTest {
  private static final int SUBJECTS = 12;

  private static CohortModality modality(String name, int[] rowOf) {
    TableData unread = TableData.ofNumbers(SUBJECTS, List.of("unread"), new float[SUBJECTS]);
    return new CohortModality(name, unread, rowOf);
  }

  /** Subject 5 is the first of those who have both; its rows are 3 and 5. */
  @SuppressWarnings("NullAway") // javac drops the annotation of an array parameter of a record
  private static PreparedCohort data() {
    Cohort base = SmallCohort.of(SUBJECTS, SmallCohort.Kind.REGRESSION, 4);
    int[] some = IntStream.range(0, SUBJECTS).map(i -> i < 5 ? -1 : i - 2).toArray();
    int[] all = IntStream.range(0, SUBJECTS).toArray();
    Cohort cohort =
        new Cohort(
            base.ids(),
            base.targets(),
            Map.of(),
            List.of(modality("wide", some), modality("few", all)));
    float[] cells = new float[SUBJECTS * 2];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = i;
    }
    FeatureShape tiled = FeatureShape.ofWide(List.of("a", "b"), null);
    FeatureShape table = new FeatureShape(List.of("a", "b"), 2, new int[0]);
    Prepared wide =
        new WideFeatures(
            new ArrayMatrix(SUBJECTS, 2, cells), tiled, false, null, new float[] {1, 1}, cells);
    return new PreparedCohort(
        cohort, List.of(wide, new Features(SUBJECTS, table, cells, new int[0])));
  }

  @Test
  void isOfOneSubjectAlone() {
    PreparedCohort data = data();
    Map<Prepared, Boolean> seen = new IdentityHashMap<>();
    List<PreparedCohort> asked = new ArrayList<>();
    double millis =
        Latency.millis(
            (own, subjects) -> {
              assertThat(subjects).containsExactly(0);
              asked.add(own);
              seen.put(own.features().get(0), true);
              return List.of();
            },
            data,
            IntStream.range(0, SUBJECTS).toArray());

    assertThat(millis).isNotNegative();
    assertThat(asked).hasSize(5);
    assertThat(seen).as("features of which nothing is known").hasSize(5);
    PreparedCohort alone = asked.get(0);
    assertThat(alone.cohort().ids()).containsExactly(data.cohort().ids().get(5));
    assertThat(alone.features().get(0).rows()).isEqualTo(1);
    assertThat(alone.features().get(1).table().numeric()).containsExactly(10, 11);
    float[][] cells =
        org.interfuse.modality.WideCells.of(((WideFeatures) alone.features().get(0)).matrix());
    assertThat(cells[0]).containsExactly(6, 7);
  }

  @Test
  void oneSlowPredictionIsEnough() {
    int[] count = {0};
    double millis =
        Latency.millis(
            (own, subjects) -> {
              count[0]++;
              sleep();
              return List.of();
            },
            data(),
            new int[] {7});

    assertThat(count[0]).isEqualTo(1);
    assertThat(millis).isGreaterThan(1000);
  }

  private static void sleep() {
    try {
      Thread.sleep(1050);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
