package org.interfuse.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.WideCells;
import org.interfuse.modality.WideData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sparse matrices from every kind of file, right and wrong. */
final class SparseSourceTest {
  /** Three subjects a, b, c by four columns w, x, y, z. */
  private static final float[][] CELLS = {{0, 1.5f, 0, 2}, {0, 0, 0, 0}, {-3, 0, 0, 7}};

  private static final String MTX =
      "%%MatrixMarket matrix coordinate real general\n% a comment\n\n3 4 4\n"
          + "3 4 7\n1 2 1.5\n3 1 -3\n1 4 2\n";

  @TempDir private Path temporary;
  private SourceFolder folder;

  @BeforeEach
  void labels() {
    folder = new SourceFolder(temporary);
    folder.file("ids.txt", "a\nb\nc\n").file("names.txt", "w\nx\ny\nz\n");
  }

  private static SparseSource mtx(String path, String subjects) {
    return with(path, new IdSpec(), subjects, "ids.txt", "names.txt");
  }

  private static SparseSource with(
      String path, IdSpec id, String subjects, String ids, String names) {
    return new SparseSource(
        path,
        id,
        subjects,
        ids,
        names,
        "id",
        "",
        "column",
        "value",
        List.of(),
        List.of(),
        new GroupSpec());
  }

  private static SparseSource choosing(String path, List<String> columns, List<String> exclude) {
    return new SparseSource(
        path,
        new IdSpec(),
        "rows",
        "ids.txt",
        "names.txt",
        "id",
        "",
        "column",
        "value",
        columns,
        exclude,
        new GroupSpec());
  }

  private WideData wide(SparseSource source) {
    return (WideData) folder.load(source).data();
  }

  private void isCells(Loaded loaded) {
    assertThat(loaded.ids()).containsExactly("a", "b", "c");
    WideData data = (WideData) loaded.data();
    assertThat(data.kind()).isEqualTo(WideData.Kind.SPARSE);
    assertThat(data.columns()).containsExactly("w", "x", "y", "z");
    assertThat(WideCells.of(data.matrix())).isDeepEqualTo(CELLS);
    SparseMatrix sparse = (SparseMatrix) data.matrix();
    assertThat(sparse.stored()).isEqualTo(4);
    assertThat(sparse.stored(1)).isZero();
    assertThat(sparse.bytes()).isEqualTo(4 * 8 + 4 * 8);
    int[] columns = new int[3];
    float[] values = new float[3];
    assertThat(sparse.read(2, columns, values, 1)).isEqualTo(2);
    assertThat(columns).containsExactly(0, 0, 3);
    assertThat(values).containsExactly(0, -3, 7);
  }

  @Test
  void matrixMarketWithSubjectsAsRowsOrColumns() {
    folder.file("m.mtx", MTX);
    isCells(folder.load(mtx("m.mtx", "rows")));
    folder.file(
        "t.mtx",
        "%%MatrixMarket MATRIX coordinate integer General\n4 3 5\n4 3 7\n2 1 0\n1 3 -3\n4 1 2\n"
            + "3 3 0\n");
    WideData data = wide(mtx("t.mtx", "columns"));
    assertThat(WideCells.of(data.matrix())[2]).containsExactly(-3, 0, 0, 7);
    assertThat(((SparseMatrix) data.matrix()).stored()).isEqualTo(3);
    folder.file("m.mtx.gz", gzip(MTX));
    isCells(folder.load(mtx("m.mtx.gz", "rows")));
    folder.file("p.mtx", "%%MatrixMarket matrix coordinate pattern general\n2 2 1\n2 1\n");
    assertThat(
            WideCells.of(wide(with("p.mtx", new IdSpec(null, 0, true), "rows", "", "")).matrix())[
                1])
        .containsExactly(1, 0);
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 1 1|m.mtx, line 1: a MatrixMarket file begins with '%%MatrixMarket matrix coordinate real"
            + " general'; found a first line that does not begin with %%MatrixMarket; of a table of"
            + " cells the file's name must not end in .mtx.",
        "``|m.mtx, line 1: a MatrixMarket file begins with '%%MatrixMarket matrix coordinate real"
            + " general'; found an empty file; of",
        "%%MatrixMarket matrix coordinate|found %%MatrixMarket with 2 words after it; of",
        "%%MatrixMarket vector coordinate real general|word 2 of its banner must be matrix; found"
            + " 'vector'; no other object has cells.",
        "%%MatrixMarket matrix array real general|word 3 of its banner must be coordinate; found"
            + " 'array'; write the cells that are not 0, a line each.",
        "%%MatrixMarket matrix coordinate complex general|word 4 of its banner must be one of real,"
            + " integer, pattern; found 'complex'; complex numbers cannot be read.",
        "%%MatrixMarket matrix coordinate real symmetric|word 5 of its banner must be general;"
            + " found 'symmetric'; write both halves of a symmetric matrix.",
        "%%MatrixMarket matrix coordinate real general|it must say rows, columns and cells; found"
            + " an end",
      })
  void otherBannersAreRefused(String text, String expected) {
    folder.file("m.mtx", text + "\n");
    assertThat(folder.complaint(mtx("m.mtx", "rows"))).contains(expected);
  }

  @Test
  void brokenCellsAreSaidWithTheirLine() {
    assertThat(complaint("3 4 7", "3 5 7"))
        .isEqualTo(
            "m.mtx, line 5: a cell must be in rows 1 to 3 and columns 1 to 4; found another"
                + " place.");
    for (String below : List.of("0 4 7", "3 0 7", "-1 4 7")) {
      assertThat(complaint("3 4 7", below))
          .contains("found another place; numbering begins at 1, not at 0.");
    }
    assertThat(complaint("3 4 7", "3 4")).contains("a row, a column and a value; found 2 fields");
    assertThat(complaint("3 4 7", "3 4 x")).contains("a value must be a finite number");
    assertThat(complaint("3 4 4", "3 4 5")).contains("must hold the 5 cells it says; found 4");
    assertThat(complaint("3 4 4", "3 4 3")).contains("must hold the 3 cells it says; found more");
    assertThat(complaint("1 4 2", "1 2 2"))
        .isEqualTo("m.mtx: a cell must stand once; found several for subject 1 and column 2.");
    assertThat(complaint("3 4 4", "3 x 4")).contains("each a whole number; found '3 x 4'");
    assertThat(complaint("3 4 4", "3 4 99999999999"))
        .contains("at most 2,147,483,639 cells that are not 0");
    folder.file("ids.txt", "a\nb\n");
    assertThat(complaint("3 4 7", "3 4 7"))
        .isEqualTo(
            "ids.txt: it must have one line for each of the 3 rows of m.mtx; found 2 lines.");
    folder.file("ids.txt", "a\nb\na\n");
    assertThat(complaint("3 4 7", "3 4 7"))
        .isEqualTo("m.mtx: a subject has one row; found 1 with several: rows 1 and 3.");
    assertThat(folder.complaint(with("m.mtx", new IdSpec(), "rows", "", "")))
        .contains("modalities.rna.ids: a MatrixMarket file holds no ids");
  }

  private String complaint(String right, String wrong) {
    folder.file("m.mtx", MTX.replace(right, wrong));
    return folder.complaint(mtx("m.mtx", "rows"));
  }

  @Test
  void tenXFoldersHoldBarcodesAndFeatures() {
    String matrix =
        "%%MatrixMarket matrix coordinate integer general\n%meta\n4 3 4\n2 1 3\n4 1 2\n1 3 9\n4 3"
            + " 7\n";
    folder
        .file("run/matrix.mtx.gz", gzip(matrix))
        .file("run/barcodes.tsv.gz", gzip("AAC-1\nAAG-1\nAAT-1\n"))
        .file(
            "run/features.tsv.gz",
            gzip("ENSG1\tTP53\tGene Expression\nENSG2\tA B\tx\nENSG3\tTP53\tx\nENSG4\tD\tx\n"));
    Loaded loaded = folder.load(new SparseSource("run"));
    assertThat(loaded.ids()).containsExactly("AAC-1", "AAG-1", "AAT-1");
    WideData data = (WideData) loaded.data();
    assertThat(data.columns()).containsExactly("ENSG1", "ENSG2", "ENSG3", "ENSG4");
    assertThat(WideCells.of(data.matrix())[0]).containsExactly(0, 3, 0, 2);
    SparseSource byName =
        new SparseSource(
            "run/",
            new IdSpec(null, 3, false),
            "rows",
            "",
            "",
            "name",
            "",
            "column",
            "value",
            List.of(),
            List.of(),
            new GroupSpec());
    assertThat(wide(byName).columns()).containsExactly("TP53#1", "A B", "TP53#2", "D");
    folder.file("old/matrix.mtx", matrix).file("old/barcodes.tsv", "a\nb\nc\n");
    assertThat(folder.complaint(new SparseSource("old")))
        .isEqualTo(
            "old: a folder of a sparse modality must hold matrix.mtx, barcodes.tsv and"
                + " features.tsv; found no features.tsv or genes.tsv; each may end in .gz.");
    folder.file("old/genes.tsv", "g1\nmany\n");
    assertThat(folder.complaint(new SparseSource("old")))
        .isEqualTo(
            "old/genes.tsv: it must have one line for each of the 4 rows of old/matrix.mtx; found 2"
                + " lines.");
  }

  @Test
  void tablesOfCellsAreSummed() {
    folder.file("codes.csv", "patient,code,when\na,I10,1\nb,E11,2\na,I10,3\na,E11,4\n");
    SparseSource counts = table("codes.csv", "code", "value");
    Loaded loaded = folder.load(counts);
    assertThat(folder.findings.warnings())
        .extracting(Finding::message)
        .containsExactly(
            "modalities.rna.value: codes.csv has no column 'value', so each line counts 1; found"
                + " numbers that are not read in when; say 'value: when' if they are the"
                + " values.");
    assertThat(loaded.ids()).containsExactly("a", "b");
    assertThat(((WideData) loaded.data()).columns()).containsExactly("I10", "E11");
    assertThat(WideCells.of(((WideData) loaded.data()).matrix()))
        .isDeepEqualTo(new float[][] {{2, 1}, {0, 1}});
    folder.file("cells.tsv.gz", gzip("id\tcolumn\tvalue\na\tx\t1.5\nb\ty\t2\na\tx\t-1.5\n"));
    assertThat(WideCells.of(wide(new SparseSource("cells.tsv.gz")).matrix()))
        .isDeepEqualTo(new float[][] {{0, 0}, {0, 2}});
    folder.file("visits.csv", "id,column,note\na,x,first\nb,y,2\n");
    folder.load(new SparseSource("visits.csv"));
    folder.load(counts, new KnownColumns(List.of("I10"), List.of()));
    assertThat(folder.findings.warnings())
        .filteredOn(warning -> warning.where().endsWith(".value"))
        .hasSize(1);
  }

  @Test
  void samplesWhoseKeptIdsAreTheSameAreNotAdded() {
    folder.file("codes.csv", "id,column\nP000-01,I10\nP000-11,I10\nP001-01,E11\n");
    try {
      folder.load(table("codes.csv", new IdSpec("id", 4, false), "column", "value"));
      throw new AssertionError("expected a finding");
    } catch (FindingsException e) {
      assertThat(e)
          .hasMessage(
              "codes.csv: ids must differ in the first 4 characters, which 'keep' leaves; found 1"
                  + " subjects of several ids.");
      assertThat(e.findings().get(0).value()).isEqualTo("P000-01, P000-11");
    }
    folder.file("codes.csv", "id,column\nP000-01,I10\nP000-01,I10\nP001-01,E11\n");
    Loaded cut = folder.load(table("codes.csv", new IdSpec("id", 4, false), "column", "value"));
    assertThat(cut.ids()).containsExactly("P000", "P001");
  }

  private static SparseSource table(String path, String column, String value) {
    return table(path, new IdSpec(), column, value);
  }

  private static SparseSource table(String path, IdSpec id, String column, String value) {
    return new SparseSource(
        path, id, "rows", "", "", "id", "", column, value, List.of(), List.of(), new GroupSpec());
  }

  @Test
  void mistakesInTablesOfCells() {
    folder.file("cells.csv", "id,colum,amount\na,x,1\nb,,2\n");
    assertThat(folder.complaint(table("cells.csv", "column", "worth")))
        .contains(
            "modalities.rna.column: cells.csv must have the column; found no 'column'; did"
                + " you mean 'colum'")
        .contains("modalities.rna.value: cells.csv must have the column; found no 'worth'");
    assertThat(folder.complaint(table("cells.csv", "colum", "amount")))
        .isEqualTo(
            "cells.csv, row 3, column colum: every line must name a subject and a column; found a"
                + " missing cell.");
    folder.file("cells.csv", "id,column,value\na,x,1\nb,y,many\n");
    try {
      folder.load(new SparseSource("cells.csv"));
      throw new AssertionError("expected a finding");
    } catch (FindingsException e) {
      assertThat(e)
          .hasMessage(
              "cells.csv, row 3, column value: the cell must be a number; found something else.");
      assertThat(e.findings().get(0).value()).isEqualTo("many");
    }
    folder.file("cells.csv", "id,column,value\na,x,1\nb,y,\n");
    assertThat(folder.complaint(new SparseSource("cells.csv")))
        .contains("cells.csv, row 3: a value must be there and finite");
  }

  @Test
  void atPredictionATableOfCellsNeedNotNameWhatIsZero() {
    folder.file("codes.csv", "id,column\nq,E11\nr,Z99\n");
    KnownColumns known = new KnownColumns(List.of("I10", "E11"), List.of());
    Loaded loaded = folder.load(new SparseSource("codes.csv"), known);
    assertThat(((WideData) loaded.data()).columns()).containsExactly("I10", "E11");
    assertThat(WideCells.of(((WideData) loaded.data()).matrix()))
        .isDeepEqualTo(new float[][] {{0, 1}, {0, 0}});
    assertThat(folder.findings.warnings())
        .singleElement()
        .hasToString(
            "codes.csv: its columns should be those that the model was fitted on; found 1 more,"
                + " left out: Z99.");
    KnownColumns others = new KnownColumns(List.of("A", "B"), List.of());
    assertThat(SourceFolder.complaint(() -> folder.load(new SparseSource("codes.csv"), others)))
        .contains("must have one of the 2 columns that the model was fitted on");
  }

  @Test
  void atPredictionAMatrixFollowsTheModel() {
    folder.file("m.mtx", MTX);
    KnownColumns known = new KnownColumns(List.of("z", "w"), List.of());
    WideData data = (WideData) folder.load(mtx("m.mtx", "rows"), known).data();
    assertThat(data.matrix()).isInstanceOf(SparseMatrix.class);
    assertThat(WideCells.of(data.matrix())).isDeepEqualTo(new float[][] {{2, 0}, {0, 0}, {7, -3}});
    int[] columns = new int[2];
    float[] values = new float[2];
    assertThat(((SparseMatrix) data.matrix()).read(2, columns, values, 0)).isEqualTo(2);
    assertThat(columns).containsExactly(0, 1);
    assertThat(values).containsExactly(7, -3);
    KnownColumns absent = new KnownColumns(List.of("z", "q"), List.of());
    assertThat(SourceFolder.complaint(() -> folder.load(mtx("m.mtx", "rows"), absent)))
        .isEqualTo(
            "m.mtx: the file must have the 2 columns that the model was fitted on; found 1 absent:"
                + " q.");
  }

  @Test
  void columnsAreChosenAndGrouped() {
    folder.file("m.mtx", MTX);
    assertThat(wide(choosing("m.mtx", List.of("z", "w"), List.of())).columns())
        .containsExactly("w", "z");
    assertThat(folder.complaint(choosing("m.mtx", List.of(), List.of("?"))))
        .isEqualTo("modalities.rna: a modality must have a column; found none in m.mtx.");
  }

  @Test
  void geneSetsNameGroups() {
    folder.file("m.mtx", MTX).file("sets.gmt", "UP\thttp://x\tz\tw\tq\nDOWN\t\tx\tz\nNONE\t\n");
    SparseSource source =
        new SparseSource(
            "m.mtx",
            new IdSpec(),
            "rows",
            "ids.txt",
            "names.txt",
            "id",
            "",
            "column",
            "value",
            List.of(),
            List.of("y"),
            new GroupSpec("sets.gmt", "", "", 0));
    ColumnGroups groups = Objects.requireNonNull(wide(source).groups());
    assertThat(groups.names()).containsExactly("UP", "DOWN");
    assertThat(groups.columns()).containsExactly(0, 2, 1, 2);
    assertThat(groups.groups()).containsExactly(0, 0, 1, 1);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyOrderOfCellsIsTheSameMatrix(long seed) {
    Random random = new Random(seed);
    int n = 1 + random.nextInt(40);
    int p = 1 + random.nextInt(60);
    float[][] expected = new float[n][p];
    Map<Integer, Float> cells = new TreeMap<>();
    for (int k = 0; k < random.nextInt(400); k++) {
      cells.put(random.nextInt(n * p), (float) (random.nextInt(19) - 9));
    }
    List<Integer> places = new java.util.ArrayList<>(cells.keySet());
    java.util.Collections.shuffle(places, random);
    StringBuilder text =
        new StringBuilder(
            "%%%%MatrixMarket matrix coordinate real general%n%d %d %d%n"
                .formatted(n, p, places.size()));
    for (int place : places) {
      float value = Objects.requireNonNull(cells.get(place));
      expected[place / p][place % p] = value;
      text.append("%d %d %s%n".formatted(place / p + 1, place % p + 1, value));
    }
    folder.file("m.mtx", text.toString());
    WideData data = wide(with("m.mtx", new IdSpec(null, 0, true), "rows", "", ""));
    assertThat(WideCells.of(data.matrix())).isDeepEqualTo(expected);
    int from = random.nextInt(p);
    int row = random.nextInt(n);
    assertThat(WideCells.of(data.matrix(), new int[] {row}, from, p)[0])
        .containsExactly(java.util.Arrays.copyOfRange(expected[row], from, p));
  }

  @Test
  void optionsOfOtherFilesAreNotIgnored() {
    folder.file("m.mtx", MTX).file("cells.csv", "id,column\na,w\n").file("cells.h5ad", "none");
    IdSpec patient = new IdSpec("patient", 0, false);
    assertThat(folder.complaint(with("cells.h5ad", patient, "columns", "", "")))
        .isEqualTo(
            "modalities.rna.id: a column of ids is read of a table of cells alone; found an .h5ad."
                + "\nmodalities.rna.subjects: it is read of a .mtx alone; found an .h5ad.");
    assertThat(folder.complaint(with("m.mtx", patient, "rows", "ids.txt", "")))
        .isEqualTo(
            "modalities.rna.id: a column of ids is read of a table of cells alone; found a .mtx.");
    assertThat(folder.complaint(with("cells.csv", new IdSpec(), "rows", "ids.txt", "names.txt")))
        .contains(
            "rna.ids: it is read of a .mtx alone; found a table of cells.",
            "rna.names: it is read of a .mtx alone");
    SparseSource others =
        new SparseSource(
            "m.mtx",
            new IdSpec(),
            "rows",
            "ids.txt",
            "",
            "name",
            "counts",
            "code",
            "worth",
            List.of(),
            List.of(),
            new GroupSpec());
    assertThat(folder.complaint(others))
        .contains("rna.label: it is read of a 10x folder alone; found a .mtx.", "rna.layer: it is")
        .contains("rna.column: it is read of a table of cells alone", "rna.value: it is");
  }

  @Test
  void labelsOfTheOtherAxisAreNamed() {
    folder.file("m.mtx", MTX);
    assertThat(folder.complaint(mtx("m.mtx", "columns")))
        .isEqualTo(
            "ids.txt: it must have one line for each of the 4 columns of m.mtx; found 3 lines; the"
                + " other axis has as many: 'subjects' says whether subjects are rows or columns.");
  }
}
