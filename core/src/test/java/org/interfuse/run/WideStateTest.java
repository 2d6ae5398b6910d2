package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.WideCells;
import org.interfuse.modality.WideData;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.study.SpecCatalog;
import org.interfuse.study.Study;
import org.interfuse.tensor.safetensors.MetadataTree;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.interfuse.tensor.safetensors.SafetensorsWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model file and a digest keep of a wide modality. */
final class WideStateTest {
  private static final float[][] CELLS = {{0, 1, 2, 1}, {2, Float.NaN, 0, 1}, {1, 2, 2, 1}};
  private static final List<String> NAMES = List.of("rs1_A", "größe", "rs3_C", "rs4_T");

  @TempDir private Path folder;

  private static WideData data(float[][] cells, List<String> names) {
    return new WideData(
        WideData.Kind.GENOTYPES,
        names,
        WideCells.matrix(cells),
        new ColumnGroups(List.of("gene"), new int[] {0, 2}, new int[] {0, 0}));
  }

  @Test
  void preprocessingComesBackFromAFile() throws IOException {
    Study study =
        Study.parse(
            """
            interfuse: 1
            cohort: {table: t.csv, target: {type: regression, column: y}}
            modalities:
              snps: {source: genotypes, path: data, preprocessing: {minimum_frequency: 0.1}}
            """,
            "a test",
            SpecCatalog.load());
    FittedPreprocessing fitted =
        study
            .modalities()
            .get(0)
            .preprocessing()
            .fit("snps", data(CELLS, NAMES), new int[] {0, 1, 2});
    List<NamedTensor> tensors = new ArrayList<>();
    var metadata =
        PreprocessingCodec.write(new FittedCohort(List.of("snps"), List.of(fitted)), tensors);
    Path file = folder.resolve("state.safetensors");
    SafetensorsWriter.write(file, Map.of(), tensors);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      MetadataTree tree = new MetadataTree("state", Json.MAPPER.readTree(metadata.toString()));
      FittedPreprocessing restored =
          PreprocessingCodec.read(study, tree, reader).preprocessing().get(0);
      WideFeatures before = (WideFeatures) fitted.apply(data(CELLS, NAMES));
      WideFeatures after = (WideFeatures) restored.apply(data(CELLS, NAMES));
      assertThat(after.shape().names()).containsExactly("rs1_A", "größe", "rs3_C");
      assertThat(after.scale()).containsExactly(before.scale());
      assertThat(after.centre()).isEqualTo(before.centre());
      assertThat(Objects.requireNonNull(after.shape().groups()).columns()).containsExactly(0, 2);
      assertThat(Arrays.deepEquals(WideCells.of(after.matrix()), WideCells.of(before.matrix())))
          .isTrue();
    }
  }

  @Test
  void digestsDifferByCellsNamesOwnersAndGroups() {
    int[] owners = {0, -1, 2};
    String digest = DataDigest.of(new CohortModality("snps", data(CELLS, NAMES), owners));
    float[][] other = {{0, 1, 2, 1}, {2, Float.NaN, 0, 1}, {1, 2, 2, 2}};
    List<String> names = List.of("rs1_A", "größe", "rs3_C", "rs4_G");
    WideData ungrouped =
        new WideData(WideData.Kind.GENOTYPES, NAMES, WideCells.matrix(CELLS), null);
    assertThat(DataDigest.of(new CohortModality("snps", data(CELLS, NAMES), owners)))
        .isEqualTo(digest);
    assertThat(
            List.of(
                DataDigest.of(new CohortModality("snps", data(other, NAMES), owners)),
                DataDigest.of(new CohortModality("snps", data(CELLS, names), owners)),
                DataDigest.of(new CohortModality("snps", data(CELLS, NAMES), new int[] {0, 1, 2})),
                DataDigest.of(new CohortModality("snps", ungrouped, owners))))
        .doesNotHaveDuplicates()
        .doesNotContain(digest);
  }

  @Test
  void sharesOfMissingCellsAreCountedTileByTile() {
    float[][] cells = new float[131][5003];
    int missing = 0;
    for (int i = 0; i < cells.length; i++) {
      for (int j = (i * 7) % 11; j < 5003; j += 11 + i) {
        cells[i][j] = Float.NaN;
        missing += i == 3 ? 0 : 1;
      }
    }
    int[] rows = java.util.stream.IntStream.range(0, 131).filter(i -> i != 3).toArray();
    assertThat(WideShares.missing(WideCells.matrix(cells), rows))
        .isEqualTo((double) missing / (130 * 5003L));
    assertThat(WideShares.missing(WideCells.matrix(cells), new int[0])).isNaN();
    cells[99][17] = Float.NEGATIVE_INFINITY;
    cells[2][5000] = Float.POSITIVE_INFINITY;
    assertThatThrownBy(() -> WideShares.missing(WideCells.matrix(cells), rows))
        .hasMessage(
            "row 3, column 5,001: a number must be finite in float32; found an infinite one.");
  }
}
