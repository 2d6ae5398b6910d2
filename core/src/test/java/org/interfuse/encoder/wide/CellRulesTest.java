package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.interfuse.modality.ArrayMatrix;
import org.interfuse.modality.PackedNames;
import org.interfuse.modality.WideData;
import org.interfuse.modality.WideMatrix;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.preprocessing.WidePreprocessing;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever decodes a tile refuses what cannot be computed with, whichever rows they are. */
final class CellRulesTest {
  @BeforeAll
  static void load() {
    Torch.load();
  }

  private static WideFeatures features(WideMatrix matrix, boolean logarithm) {
    List<String> names = IntStream.range(0, matrix.columns()).mapToObj(Integer::toString).toList();
    float[] scale = new float[matrix.columns()];
    java.util.Arrays.fill(scale, 2);
    return WideFeatures.uncentred(
        matrix, FeatureShape.ofWide(PackedNames.of(names), null), logarithm, scale, matrix);
  }

  private static float[] read(WideMatrix matrix, boolean logarithm, int... rows) {
    try (PointerScope scope = new PointerScope();
        TileScale figures = TileScale.of(features(matrix, logarithm));
        Tiles.Reader reader = new FeatureTiles(figures, rows).reader(matrix.columns())) {
      double[] read = Tensors.toDoubles(reader.read(0, matrix.columns()));
      float[] floats = new float[read.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) read[i];
      }
      return floats;
    }
  }

  @Test
  void infiniteCellsAreNamedAndMissingOnesAreZero() {
    int p = 5000; // more than are looked at in one go
    double[][] cells = new double[4][p];
    cells[0][p - 1] = Double.NaN;
    cells[2][4321] = Double.NEGATIVE_INFINITY;
    cells[3][7] = Double.POSITIVE_INFINITY;
    WideMatrix matrix = ArrayMatrix.of(cells);

    assertThat(read(matrix, false, 1, 0)).containsOnly(0);
    assertThatThrownBy(() -> read(matrix, false, 0, 2, 3))
        .hasMessage(
            "row 3, column 4,322: a number must be finite in float32; found an infinite one.");
    assertThatThrownBy(() -> read(matrix.rows(new int[] {1, 3}), false, 1))
        .hasMessageStartingWith("row 4, column 8: a number must be finite");
    assertThatThrownBy(() -> read(matrix.select(new int[] {9, 7}), false, 3))
        .hasMessageStartingWith("row 4, column 8: a number must be finite");
    assertThat(read(matrix.select(new int[] {6, 8}), false, 3)).containsExactly(0, 0);
  }

  @Test
  void cellsOfALogarithmAreAboveMinusOne() {
    double[][] cells = {{0, 1, 3}, {2, -1, 0}, {0, -0.5, Double.NaN}};
    WideMatrix matrix = ArrayMatrix.of(cells);

    assertThat(read(matrix, true, 2)).containsExactly(0, 2 * (float) Math.log1p(-0.5), 0);
    assertThat(read(matrix, false, 1)).containsExactly(4, -2, 0);
    assertThatThrownBy(() -> read(matrix, true, 0, 1))
        .hasMessage(
            "row 2, column 2: a number must be above -1 for a logarithm; found one that is not.");
  }

  @ParameterizedTest
  @EnumSource(WidePreprocessing.Scale.class)
  void aMissingCellIsTheMeanOfTheTrainingRows(WidePreprocessing.Scale scale) {
    double[][] cells = {{0, 2}, {2, 1}, {1, 0}, {1, 1}, {Double.NaN, Double.NaN}, {2, 2}};
    double[][] filled = cells.clone();
    filled[4] = new double[] {1, 0.75}; // of the first four rows: 4 / 4 and 3 / 4
    filled[3] = new double[] {1, 0};
    cells[3] = new double[] {1, 0};
    List<String> names = List.of("a", "b");
    int[] train = {0, 1, 2, 3};
    WideData data = new WideData(WideData.Kind.GENOTYPES, names, ArrayMatrix.of(cells), null);
    WideData known = new WideData(WideData.Kind.GENOTYPES, names, ArrayMatrix.of(filled), null);
    FittedPreprocessing fitted =
        new WidePreprocessing(false, scale, 0, 1).fit("modalities.x", data, train);

    FittedPreprocessing restored = new WidePreprocessing().restore(fitted.state());
    assertThat(row4(restored.apply(data))).containsExactly(row4(fitted.apply(known)), within(1e-6));
  }

  private static double[] row4(Prepared features) {
    try (PointerScope scope = new PointerScope();
        TileScale figures = TileScale.of((WideFeatures) features);
        Tiles.Reader reader = new FeatureTiles(figures, new int[] {4}).reader(2)) {
      return Tensors.toDoubles(reader.read(0, 2));
    }
  }
}
