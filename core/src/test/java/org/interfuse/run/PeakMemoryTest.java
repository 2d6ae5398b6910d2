package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.interfuse.baseline.Linear;
import org.interfuse.baseline.Prevalence;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.encoder.MemoryNeed;
import org.interfuse.encoder.WideSize;
import org.interfuse.encoder.wide.PrincipalCoordinates;
import org.interfuse.modality.PackedTexts;
import org.interfuse.modality.TextData;
import org.interfuse.model.SmallCohort;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.text.TextPreprocessing;
import org.interfuse.tensor.ProcessMemory;
import org.junit.jupiter.api.Test;

/** Each term of the estimate, by what changes when it changes. */
class PeakMemoryTest {
  private static final long MEGABYTE = 1_000_000;

  private static CandidatePicture candidate(long fit, long native_, long heap) {
    return new CandidatePicture("a", "intermediate", 1, fit, new MemoryNeed(native_, heap));
  }

  private static long peak(
      ProcessMemory.Held held, long prepared, int folds, int workers, CandidatePicture... all) {
    return new PeakMemory(held, prepared, folds, List.of(all)).bytes(workers);
  }

  @Test
  void addsUpWhatIsHeldAndWhatFitsTake() {
    ProcessMemory.Held held =
        new ProcessMemory.Held(200 * MEGABYTE, 368 * MEGABYTE, 100 * MEGABYTE);
    long base = 200 * MEGABYTE + 368 * MEGABYTE + PeakMemory.WORKING;

    assertThat(held.bytes()).isEqualTo(568 * MEGABYTE);
    assertThat(peak(held, 0, 5, 1)).isEqualTo(base);
    // the largest of candidates, for each worker
    assertThat(peak(held, 0, 5, 3, candidate(7, 0, 0), candidate(5, 1, 0))).isEqualTo(base + 21);
    assertThat(peak(held, 0, 5, 3, candidate(7, 0, 0), candidate(5, 4, 0))).isEqualTo(base + 27);
    // the heap is what it begins with, until more is used
    assertThat(peak(held, 0, 5, 2, candidate(0, 0, 134 * MEGABYTE))).isEqualTo(base);
    assertThat(peak(held, 0, 5, 2, candidate(0, 0, 134 * MEGABYTE + 5))).isEqualTo(base + 10);
    // prepared folds: all where they are small, else one a worker, of which one is held already
    assertThat(peak(held, 16 * MEGABYTE, 5, 1)).isEqualTo(base + 64 * MEGABYTE);
    assertThat(peak(held, 16 * MEGABYTE + 1, 5, 1)).isEqualTo(base);
    assertThat(peak(held, 17 * MEGABYTE, 5, 3)).isEqualTo(base + 34 * MEGABYTE);
    assertThat(peak(held, 17 * MEGABYTE, 2, 3)).isEqualTo(base + 17 * MEGABYTE);
  }

  @Test
  void whatUnpackingUsedOfTheHeapIsNotCountedTwice() {
    long initial = 368 * MEGABYTE;
    ProcessMemory.Held warm =
        ProcessMemory.Held.of(310 * MEGABYTE, initial, 90 * MEGABYTE, 60 * MEGABYTE);
    ProcessMemory.Held cold =
        ProcessMemory.Held.of(560 * MEGABYTE, initial, 340 * MEGABYTE, 60 * MEGABYTE);

    assertThat(cold).isEqualTo(warm);
    assertThat(warm.nativeBytes()).isEqualTo(220 * MEGABYTE);
    assertThat(warm.heapBytes()).isEqualTo(initial);
  }

  @Test
  void baselinesTakeCoordinatesOfWordsToo() {
    int n = 30;
    PackedTexts words = PackedTexts.of(Collections.nCopies(n, "some words of a text"));
    CohortModality notes =
        new CohortModality("notes", new TextData(words, 0), SmallCohort.range(0, n));
    Cohort cohort =
        SmallCohort.of(n, SmallCohort.Kind.REGRESSION, 4).withModalities(List.of(notes));
    PreparedCohort data =
        PreparedCohort.fit(
                cohort, List.of(new TextPreprocessing()), SmallCohort.range(0, 20), "modalities")
            .apply(cohort);

    long columns = Objects.requireNonNull(data.features().get(0).wide()).shape().numericWidth();
    MemoryNeed table = PrincipalCoordinates.memory(new WideSize(n, 20, columns, n * columns), 20);
    assertThat(CandidatePicture.coordinates(new Prevalence(), data, SmallCohort.range(0, 20)))
        .isEqualTo(table);
    // 20 coordinates of 20 subjects: float32 once, float64 three times
    assertThat(CandidatePicture.coordinates(new Linear(), data, SmallCohort.range(0, 20)))
        .isEqualTo(table.plus(new MemoryNeed(0, 28 * 20 * 20)));
  }

  @Test
  void thisProcessHoldsSomething() {
    ProcessMemory.Held held = ProcessMemory.held();

    assertThat(held.bytes()).isGreaterThan(50 * MEGABYTE);
    assertThat(held.usedBytes()).isPositive().isLessThanOrEqualTo(held.heapBytes());
    assertThat(held.nativeBytes()).isLessThan(ProcessMemory.resident());
  }
}
