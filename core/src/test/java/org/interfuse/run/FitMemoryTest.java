package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FitMemoryTest {
  @Test
  void holdsAParameterFiveTimesInTraining() {
    assertThat(FitMemory.bytes(List.of(new FitMemory.Part(1000, 1000, 50, 0))))
        .isEqualTo(20_000 + 200);
  }

  @Test
  void addsTheMapsOfAStepToTheirOwnPart() {
    List<FitMemory.Part> parts =
        List.of(
            new FitMemory.Part(100, 100, 0, 0, 50_000), new FitMemory.Part(1000, 1000, 0, 0, 0));

    // the first at 20 · 100 + 50,000; the second at 20 · 1000 beside 8 · 100
    assertThat(FitMemory.bytes(parts)).isEqualTo(2_000 + 50_000);
  }

  @Test
  void holdsAllMembersThatAreTrainedAtOnce() {
    List<FitMemory.Part> parts =
        List.of(new FitMemory.Part(100, 100, 10, 0), new FitMemory.Part(1000, 1000, 0, 0));

    // the second part of five members: 40 · 5 · 1000, beside 4 · 5 · 100 of the first
    assertThat(FitMemory.bytesAtOnce(parts, 5)).isEqualTo(200_000 + 2_000);
  }

  @Test
  void keepsPartsThatAreTrained() {
    // the second part's peak: 20 · 100 + 4 · 10, beside 8 · 1000 of the first; less than 20 · 1000
    List<FitMemory.Part> falling =
        List.of(new FitMemory.Part(1000, 1000, 0, 0), new FitMemory.Part(100, 100, 10, 0));
    List<FitMemory.Part> rising =
        List.of(new FitMemory.Part(100, 100, 10, 0), new FitMemory.Part(1000, 1000, 0, 0));

    assertThat(FitMemory.bytes(falling)).isEqualTo(20_000);
    assertThat(FitMemory.bytes(rising)).isEqualTo(20_000 + 800);
  }

  @Test
  void keepsWeightsOfColumnsWithTheirMoments() {
    FitMemory.Part wide = new FitMemory.Part(100, 5100, 0, 20_000);
    FitMemory.Part other = new FitMemory.Part(1000, 1000, 0, 0);

    assertThat(FitMemory.bytes(List.of(wide, other))).isEqualTo(20_000 + 800 + 20_000);
  }
}
