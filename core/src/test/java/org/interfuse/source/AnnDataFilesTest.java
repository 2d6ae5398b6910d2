package org.interfuse.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.WideCells;
import org.interfuse.modality.WideData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of AnnData: those that Python's anndata 0.8 wrote (sparse/anndata-files.py among the
 * resources), compressed by gzip in chunks, and small ones made here.
 */
final class AnnDataFilesTest {
  private static final int CELLS = 600;
  private static final int GENES = 190;

  /** Three subjects a, b, c by four columns w, x, y, z. */
  private static final float[][] SMALL = {{0, 1.5f, 0, 2}, {0, 0, 0, 0}, {-3, 0, 0, 7}};

  @TempDir private Path temporary;
  private SourceFolder folder;

  @BeforeEach
  void folder() {
    folder = new SourceFolder(temporary);
  }

  /** X as anndata-files.py has it. */
  private static float expected(int cell, int gene) {
    return (7 * cell + 13 * gene) % 19 == 0 ? (1 + (31 * cell + 17 * gene) % 97) * 0.25f : 0;
  }

  @ParameterizedTest
  @CsvSource({"csr,,1", "csc,,1", "dense,,1", "csr,doubled,2"})
  void readsWhatPythonWrote(String kind, @Nullable String layer, float factor) throws IOException {
    folder.file("cells.h5ad", resource("anndata-" + kind + ".h5ad"));

    Loaded loaded = folder.load(layer(layer == null ? "" : layer));

    assertThat(loaded.ids())
        .containsExactlyElementsOf(IntStream.range(0, CELLS).mapToObj(i -> "cell-" + i).toList());
    WideData data = (WideData) loaded.data();
    assertThat(data.columns())
        .containsExactlyElementsOf(IntStream.range(0, GENES).mapToObj(j -> "gene-" + j).toList());
    assertThat(((SparseMatrix) data.matrix()).stored()).isEqualTo(CELLS * GENES / 19);
    float[][] cells = WideCells.of(data.matrix());
    for (int i = 0; i < CELLS; i++) {
      for (int j = 0; j < GENES; j++) {
        assertThat(cells[i][j]).as("cell %d, gene %d", i, j).isEqualTo(factor * expected(i, j));
      }
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(AnnDataFilesTest.class.getResourceAsStream("/sparse/" + name))) {
      return file.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csr_matrix", "csc_matrix", "array", "layer"})
  void annDataByRowsByColumnsDenseAndInALayer(String kind) {
    Path file = temporary.resolve("cells.h5ad");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      annotations(hdf);
      if (kind.equals("array")) {
        hdf.putDataset("X", SMALL);
      } else if (kind.equals("layer")) {
        hdf.putDataset("X", new float[3][4]);
        compressed(hdf.putGroup("layers").putGroup("counts"), "csr_matrix");
      } else {
        compressed(hdf.putGroup("X"), kind);
      }
    }
    Loaded loaded = folder.load(layer(kind.equals("layer") ? "counts" : ""));
    assertThat(loaded.ids()).containsExactly("a", "b", "c");
    WideData data = (WideData) loaded.data();
    assertThat(data.columns()).containsExactly("w", "x", "y", "z");
    assertThat(WideCells.of(data.matrix())).isDeepEqualTo(SMALL);
    assertThat(((SparseMatrix) data.matrix()).stored()).isEqualTo(4);
  }

  private static SparseSource layer(String layer) {
    return new SparseSource(
        "cells.h5ad",
        new IdSpec(),
        "rows",
        "",
        "",
        "id",
        layer,
        "column",
        "value",
        List.of(),
        List.of(),
        new GroupSpec());
  }

  private static void annotations(WritableHdfFile hdf) {
    WritableGroup obs = hdf.putGroup("obs");
    obs.putAttribute("_index", "barcode");
    obs.putDataset("barcode", new String[] {"a", "b", "c"});
    WritableGroup var = hdf.putGroup("var");
    var.putAttribute("_index", "_index");
    var.putDataset("_index", new String[] {"w", "x", "y", "z"});
  }

  private static void compressed(WritableGroup group, String kind) {
    group.putAttribute("encoding-type", kind);
    group.putAttribute("shape", new long[] {3, 4});
    boolean rows = kind.equals("csr_matrix");
    group.putDataset("data", rows ? new float[] {1.5f, 2, -3, 7} : new float[] {-3, 1.5f, 2, 7});
    group.putDataset("indices", rows ? new int[] {1, 3, 0, 3} : new int[] {2, 0, 0, 2});
    group.putDataset("indptr", rows ? new int[] {0, 2, 2, 4} : new int[] {0, 1, 2, 2, 4});
  }

  @Test
  void annDataOfAnotherCompressionIsNamed() throws IOException {
    try (InputStream file =
        new GZIPInputStream(
            Objects.requireNonNull(
                AnnDataFilesTest.class.getResourceAsStream("/sparse/lzf.h5ad.gz")))) {
      folder.file("cells.h5ad", file.readAllBytes());
    }
    assertThat(folder.complaint(layer("")))
        .startsWith(
            "cells.h5ad, /X/indices: it must be compressed by gzip, or not at all; found lzf;");
  }

  @Test
  void brokenAnnDataIsAFinding() {
    folder.file("cells.h5ad", "not HDF5 at all");
    assertThat(folder.complaint(layer(""))).contains("cells.h5ad: it must be an .h5ad");
    Path file = temporary.resolve("cells.h5ad");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      annotations(hdf);
      hdf.putDataset("X", new float[3][5]);
    }
    assertThat(folder.complaint(layer("")))
        .isEqualTo(
            "cells.h5ad, X: it must be 3 rows of obs × 4 columns of var; found another shape.");
    assertThat(folder.complaint(layer("counts")))
        .isEqualTo("cells.h5ad: it must hold layers; found none; it has obs, var, X.");
  }
}
