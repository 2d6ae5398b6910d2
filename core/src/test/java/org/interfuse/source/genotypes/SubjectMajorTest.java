package org.interfuse.source.genotypes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.interfuse.modality.WideCells;
import org.interfuse.progress.Progress;
import org.interfuse.source.PlinkFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Genotypes by subject against the copies they were written from. */
final class SubjectMajorTest {
  @TempDir private Path folder;

  private GenotypeMatrix matrix(int[][] copies, ChosenVariants chosen) throws IOException {
    Path file = folder.resolve("x.bed");
    Files.write(file, PlinkFiles.bed(copies));
    return BedFile.open(file, "x.bed", copies[0].length, copies.length)
        .bySubject(chosen, Progress.SILENT);
  }

  private static float expected(int copies, boolean swapped) {
    return copies == PlinkFiles.MISSING ? Float.NaN : swapped ? 2 - copies : copies;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyGenotypeOfAnySizeChoiceAndTile(long seed) throws IOException {
    Random random = new Random(seed);
    int n = 1 + random.nextInt(140);
    int p = 1 + random.nextInt(90);
    int[][] copies = PlinkFiles.random(n, p, seed);
    int[] places = random.nextBoolean() ? null : random.ints(1 + random.nextInt(p), 0, p).toArray();
    BitSet swaps = new BitSet();
    int count = places == null ? p : places.length;
    IntStream.range(0, count).filter(j -> random.nextBoolean()).forEach(swaps::set);
    GenotypeMatrix matrix = matrix(copies, new ChosenVariants(places, p, swaps));
    assertThat(matrix.rows()).isEqualTo(n);
    assertThat(matrix.columns()).isEqualTo(count);
    for (int round = 0; round < 5; round++) {
      int from = random.nextInt(count);
      int to = from + 1 + random.nextInt(count - from);
      int[] rows = random.ints(1 + random.nextInt(5), 0, n).toArray();
      float[][] tile = WideCells.of(matrix, rows, from, to);
      for (int i = 0; i < rows.length; i++) {
        for (int j = from; j < to; j++) {
          int variant = places == null ? j : places[j];
          assertThat(tile[i][j - from])
              .isEqualTo(Float.valueOf(expected(copies[rows[i]][variant], swaps.get(j))));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} subjects, {1} variants")
  @CsvSource({"2049, 300", "40, 16389", "4100, 16401"})
  void blocksMeetWithoutASeam(int n, int p) throws IOException {
    int[][] copies = PlinkFiles.random(n, p, 5);
    GenotypeMatrix matrix = matrix(copies, new ChosenVariants(null, p, new BitSet()));
    for (int row : new int[] {0, 31, 32, n / 2, n - 2, n - 1}) {
      float[] cells = WideCells.of(matrix, new int[] {row}, 0, p)[0];
      for (int j = 0; j < p; j++) {
        if (Float.compare(cells[j], expected(copies[row][j], false)) != 0) {
          throw new AssertionError("subject %d, variant %d".formatted(row, j));
        }
      }
    }
  }

  @Test
  void nothingIsLeftInTheFolderOfTemporaryFiles() throws IOException {
    String before = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", folder.toString());
    try {
      GenotypeMatrix matrix =
          matrix(PlinkFiles.random(9, 9, 1), new ChosenVariants(null, 9, new BitSet()));
      assertThat(WideCells.of(matrix)).hasNumberOfRows(9);
      try (var entries = Files.list(folder)) {
        assertThat(entries.map(file -> String.valueOf(file.getFileName())))
            .containsExactly("x.bed");
      }
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }
}
