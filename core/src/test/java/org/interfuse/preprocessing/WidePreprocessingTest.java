package org.interfuse.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.WideCells;
import org.interfuse.modality.WideData;
import org.interfuse.preprocessing.WidePreprocessing.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures of wide columns against sums over all cells. */
final class WidePreprocessingTest {
  private static final String WHERE = "modalities.snps.preprocessing";

  private static float[][] genotypes(int n, int p, long seed) {
    Random random = new Random(seed);
    float[][] cells = new float[n][p];
    for (int j = 0; j < p; j++) {
      double frequency = j % 7 == 0 ? 0 : random.nextDouble();
      for (int i = 0; i < n; i++) {
        int copies =
            (random.nextDouble() < frequency ? 1 : 0) + (random.nextDouble() < frequency ? 1 : 0);
        cells[i][j] = random.nextInt(15) == 0 ? Float.NaN : copies;
      }
    }
    return cells;
  }

  private static WideData data(WideData.Kind kind, float[][] cells) {
    List<String> names = IntStream.range(0, cells[0].length).mapToObj(j -> "c" + j).toList();
    return new WideData(kind, names, WideCells.matrix(cells), null);
  }

  private static WideFeatures prepare(WidePreprocessing options, WideData data, int[] train) {
    return (WideFeatures) options.fit(WHERE, data, train).apply(data);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void genotypesAreScaledByAlleleFrequencyOfTheTrainingRows(long seed) {
    float[][] cells = genotypes(60, 3000, seed);
    int[] train = IntStream.range(0, 41).map(i -> i + 5).toArray();
    WideData data = data(WideData.Kind.GENOTYPES, cells);
    WideFeatures features =
        prepare(new WidePreprocessing(false, Scale.AUTO, 0.05, 0.2), data, train);
    int kept = 0;
    for (int j = 0; j < 3000; j++) {
      double sum = 0;
      int there = 0;
      for (int i : train) {
        if (!Float.isNaN(cells[i][j])) {
          sum += cells[i][j];
          there++;
        }
      }
      double f = sum / there / 2;
      boolean keeps = Math.min(f, 1 - f) >= 0.05 && 41 - there <= 0.2 * 41;
      if (keeps) {
        assertThat(features.shape().names().get(kept)).isEqualTo("c" + j);
        assertThat(Objects.requireNonNull(features.centre())[kept])
            .isCloseTo((float) (2 * f), within(1e-6f));
        assertThat(features.scale()[kept])
            .isCloseTo((float) (1 / Math.sqrt(2 * f * (1 - f))), within(1e-4f));
        assertThat(WideCells.of(features.matrix(), new int[] {7}, kept, kept + 1)[0])
            .containsExactly(cells[7][j]);
        kept++;
      }
    }
    assertThat(features.shape().numericWidth()).isEqualTo(kept).isBetween(1500, 2700);
    assertThat(features.shape().wide()).isTrue();
    assertThat(features.cells()).isZero();
    assertThatThrownBy(features::table).hasMessageContaining("never held as a table");
  }

  @Test
  void standardScalesByDeviationOfTheLogarithm() {
    float[][] cells = {{0, 5, 1}, {3, 5, Float.NaN}, {8, 5, 2}, {100, 7, 1e9f}};
    WideFeatures features =
        prepare(
            new WidePreprocessing(true, Scale.STANDARD, 0, 1),
            data(WideData.Kind.NUMBERS, cells),
            new int[] {0, 1, 2});
    double mean = (Math.log1p(3) + Math.log1p(8)) / 3;
    double square =
        (mean * mean + Math.pow(Math.log1p(3) - mean, 2) + Math.pow(Math.log1p(8) - mean, 2)) / 3;
    assertThat(features.shape().names()).containsExactly("c0", "c2"); // c1 does not vary
    assertThat(features.logarithm()).isTrue();
    assertThat(Objects.requireNonNull(features.centre())[0]).isCloseTo((float) mean, within(1e-6f));
    assertThat(features.scale()[0]).isCloseTo((float) (1 / Math.sqrt(square)), within(1e-6f));
  }

  @Test
  void whatHasNoLogarithmOrIsInfiniteIsAFinding() {
    float[][] below = {{0, 1}, {3, -2}, {4, 5}};
    assertThatThrownBy(
            () ->
                prepare(
                    new WidePreprocessing(true, Scale.AUTO, 0, 1),
                    data(WideData.Kind.NUMBERS, below),
                    new int[] {0, 1, 2}))
        .hasMessage(
            "row 2, column 2: a number must be above -1 for a logarithm; found one that is not.");
    float[][] infinite = {{Float.NEGATIVE_INFINITY, 1}, {Float.POSITIVE_INFINITY, 2}, {4, 5}};
    assertThatThrownBy(
            () ->
                prepare(
                    new WidePreprocessing(),
                    data(WideData.Kind.NUMBERS, infinite),
                    new int[] {0, 1, 2}))
        .hasMessage("row 1, column 1: a number must be finite in float32; found an infinite one.");
    assertThatThrownBy(
            () ->
                prepare(
                    new WidePreprocessing(),
                    data(WideData.Kind.NUMBERS, new float[][] {{1, 2}, {1, 2}}),
                    new int[] {0, 1}))
        .hasMessageContaining("some column must vary");
  }

  @Test
  void allelesHaveFrequenciesAndOtherNumbersHaveNone() {
    assertThatThrownBy(
            () ->
                prepare(
                    new WidePreprocessing(false, Scale.ALLELE_FREQUENCY, 0, 1),
                    data(WideData.Kind.NUMBERS, new float[][] {{1, 2}, {3, 4}}),
                    new int[] {0, 1}))
        .hasMessageStartingWith(
            WHERE + ": 'scale: allele-frequency' is for genotypes; found other numbers");
  }

  @ParameterizedTest
  @EnumSource(Scale.class)
  void stateIsRestoredExactly(Scale scale) {
    float[][] cells = genotypes(30, 400, 9);
    WideData plain = data(WideData.Kind.GENOTYPES, cells);
    WideData data =
        new WideData(
            plain.kind(),
            plain.columns(),
            plain.matrix(),
            new ColumnGroups(
                List.of("g", "größe"), new int[] {1, 2, 300, 5, 301}, new int[] {0, 0, 0, 1, 1}));
    int[] train = IntStream.range(0, 20).toArray();
    FittedPreprocessing fitted =
        new WidePreprocessing(false, scale, 0.01, 1).fit(WHERE, data, train);
    FittedPreprocessing restored = new WidePreprocessing().restore(fitted.state());
    WideFeatures before = (WideFeatures) fitted.apply(data);
    WideFeatures after = (WideFeatures) restored.apply(data);
    assertThat(after.shape().names()).isEqualTo(before.shape().names());
    assertThat(after.scale()).containsExactly(before.scale());
    assertThat(Arrays.equals(after.centre(), before.centre())).isTrue();
    ColumnGroups groups = Objects.requireNonNull(after.shape().groups());
    ColumnGroups fittedGroups = Objects.requireNonNull(before.shape().groups());
    assertThat(groups.names()).isEqualTo(fittedGroups.names());
    assertThat(groups.columns()).containsExactly(fittedGroups.columns());
    assertThat(groups.groups()).containsExactly(fittedGroups.groups());
    assertThat(Arrays.deepEquals(WideCells.of(after.matrix()), WideCells.of(before.matrix())))
        .isTrue();
    assertThat(restored.columns().numeric()).isEqualTo(before.shape().names());
  }

  @Test
  void columnsInAnotherOrderAreFoundByName() {
    float[][] cells = {{0, 1, 2}, {2, 1, 0}, {1, 2, 2}};
    WideData data = data(WideData.Kind.GENOTYPES, cells);
    FittedPreprocessing fitted = new WidePreprocessing().fit(WHERE, data, new int[] {0, 1, 2});
    WideData other =
        new WideData(
            WideData.Kind.GENOTYPES,
            List.of("c2", "x", "c0", "c1"),
            WideCells.matrix(new float[][] {{20, 9, 0, 10}}),
            null);
    WideFeatures features = (WideFeatures) fitted.apply(other);
    assertThat(WideCells.of(features.matrix())[0]).containsExactly(0, 10, 20);
    WideData lacking =
        new WideData(
            WideData.Kind.GENOTYPES, List.of("c2"), WideCells.matrix(new float[][] {{1}}), null);
    assertThatThrownBy(() -> fitted.apply(lacking))
        .hasMessage(WHERE + ": expected column 'c0', but it is not there");
    assertThat(((WideFeatures) fitted.apply(WideData.nobody(fitted.columns().numeric()))).rows())
        .isZero();
  }
}
