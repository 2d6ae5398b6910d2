package org.interfuse.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.KnownColumns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are told about files that are broken. */
class BrokenFilesTest {
  @TempDir private Path temporary;
  private SourceFolder folder;

  @BeforeEach
  void open() {
    folder = new SourceFolder(temporary);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          empty          | ``                      | a.csv: the file must have rows; found an empty file.
          blank          | `\\n\\n`                | a.csv: the file must have rows; found blank lines only.
          header only    | `id,x\\n`               | a.csv: the file must have rows; found a header only.
          ragged         | `id,x\\na,1\\nb\\nc,1,2\\n` | a.csv: every row must have 2 cells, as the header has; found 2 rows with another number: row 3 has 1, row 4 has 3.
          unclosed quote | `id,x\\na,"1\\nb,2\\n`  | a.csv, row 2: a quoted cell must end with a quote before the next delimiter; found a quote that is never closed, or text behind a closing quote.
          text behind    | `id,x\\na,"1"2\\n`      | a.csv, row 2: a quoted cell must end with a quote before the next delimiter; found a quote that is never closed, or text behind a closing quote.
          repeated id    | `id,x\\na,1\\nb,2\\na,3\\n` | a.csv: a subject has one row; found 1 with several: rows 2, 4; say 'modalities.rna.rows: first' or 'modalities.rna.rows: mean'.
          blank id       | `id,x\\na,1\\n,2\\nNA,3\\n` | a.csv, column id: every row must have an id; found 2 blank, in rows 3, 4.
          repeated name  | `id,x,x,y\\na,1,2,3\\n` | a.csv: column names must differ; found 'x' in columns 2, 3; exclude all but one, for example 'modalities.rna.exclude: [x#2]'.
          id alone       | `id\\na\\n`             | modalities.rna: a modality must have a column; found none in a.csv.
          zero bytes     | `id,x\\na,\\0\\n`       | a.csv: the file must be text; found zero bytes, as in a binary file.
          """)
  void table(String name, String text, String message) {
    String content = text.replace("\\n", "\n").replace("\\0", "\0");
    folder.file("a.csv", content);
    assertThat(folder.complaint(SourceSpecs.table("a.csv"))).isEqualTo(message);
  }

  @Test
  void otherEncodings() {
    byte[] latin = "id,x\na,1\nb,M\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(folder.file("a.csv", latin).complaint(SourceSpecs.table("a.csv")))
        .isEqualTo(
            "a.csv, column x: the file must be UTF-8; found other bytes in the cell at byte 11;"
                + " save it again as UTF-8, say its 'encoding', say 'undecodable: replace'.");
    byte[] wide = "\ufeffid,x\na,1\n".getBytes(StandardCharsets.UTF_16LE);
    assertThat(folder.file("a.csv", wide).complaint(SourceSpecs.table("a.csv")))
        .isEqualTo("a.csv: the file must be UTF-8; found UTF-16; save it again as UTF-8.");
  }

  @Test
  void missingFilesAndFolders() {
    folder.file("expression.csv", "id,x\na,1\n").file("sub/b.csv", "id,x\na,1\n");
    assertThat(folder.complaint(SourceSpecs.table("expresion.csv")))
        .isEqualTo(
            "modalities.rna.path: the file must exist; found no file 'expresion.csv';"
                + " did you mean 'expression.csv'.");
    assertThat(folder.complaint(SourceSpecs.table("sub")))
        .isEqualTo(
            "modalities.rna.path: a file is expected; found the folder 'sub';"
                + " name the files in it, for example 'sub/*.csv'.");
    assertThat(folder.complaint(SourceSpecs.table("sub/*.tsv")))
        .isEqualTo(
            "modalities.rna.path: at least one file must match; found none for 'sub/*.tsv'.");
    assertThat(folder.complaint(SourceSpecs.table("")))
        .isEqualTo(
            "modalities.rna.path: a path is needed where the cohort has no table; found none.");
  }

  @Test
  void brokenArchives() throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      for (String entry : List.of("a.csv", "b.csv")) {
        out.putNextEntry(new ZipEntry(entry));
        out.write("id,x\na,1\n".getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(folder.file("a.zip", zip.toByteArray()).complaint(SourceSpecs.table("a.zip")))
        .isEqualTo("a.zip: a zip archive must hold exactly one file; found 2 files.");
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write("id,x\na,1\nb,2\n".repeat(50).getBytes(StandardCharsets.UTF_8));
    }
    byte[] cut = Arrays.copyOf(gzip.toByteArray(), gzip.size() - 12);
    assertThat(folder.file("a.gz", cut).complaint(SourceSpecs.table("a.gz")))
        .startsWith("a.gz: the file must be readable to its end; found 'Unexpected end");
  }

  @Test
  void severalMistakesAtOnce() {
    folder.file("a.csv", "id,age,sex,sex,weight\na,1,m,m,1\nb,x,f,f,2\n");
    TableSource source =
        new TableSource(
            List.of("a.csv"),
            true,
            "auto",
            List.of(),
            new IdSpec(),
            RowPolicy.ONE,
            List.of("age", "sex", "wieght", "*_rna"),
            List.of(),
            List.of(),
            List.of("age"));
    assertThat(folder.complaint(source).split("\n"))
        .containsExactly(
            "modalities.rna.columns: a column's name must stand once in a.csv; found 'sex' in"
                + " columns 3, 4; choose one: sex#1, sex#2.",
            "modalities.rna.columns: a.csv must have the column; found no 'wieght'; did you mean"
                + " 'weight', its columns are id, age, sex#1, sex#2, weight.",
            "modalities.rna.columns: a pattern must match a column of a.csv; found none for"
                + " '*_rna'.",
            "a.csv, row 3, column age: the cell must be a number or a missing code; found something"
                + " else; add the code to 'missing', name the column under 'categorical'.");
  }

  @Test
  void aSubjectsValueIsKeptOutOfTheMessage() {
    folder.file("a.csv", "id,x\na,1\nb,secret\n");
    try {
      folder.load(SourceSpecs.matrix("a.csv", "rows"));
    } catch (FindingsException e) {
      assertThat(e.getMessage()).doesNotContain("secret").contains("a.csv, row 3, column x");
      assertThat(e.findings().get(0).value()).isEqualTo("secret");
      return;
    }
    throw new AssertionError("read it");
  }

  @Test
  void filesOfOneTableWithOtherColumns() {
    folder.file("a.csv", "id,x,y\na,1,2\n").file("b.csv", "id,y,z\nb,1,2\n");
    assertThat(folder.complaint(SourceSpecs.table("?.csv")))
        .isEqualTo(
            "b.csv: files of one table must have the same columns as 'a.csv';"
                + " found no x; also z.");
  }

  @Test
  void matricesWithSubjectsAsColumns() {
    folder.file("g.csv", "gene,a,b,a\nx,1,2,3\ny,1,z,3\nx,1,2,3\n");
    assertThat(folder.complaint(SourceSpecs.matrix("g.csv", "columns")).split("\n"))
        .containsExactly(
            "g.csv: a subject has one column; found 1 with several: columns 2 and 4; say"
                + " 'modalities.rna.rows: first' or 'modalities.rna.rows: mean'.",
            "g.csv: feature names must differ; found x; exclude all but one by number, for example"
                + " 'x#2'.",
            "g.csv, row 3, column 3: the cell must be a number or a missing code; found something"
                + " else; add the code to 'missing', name the column under 'categorical'.");
  }

  @Test
  void columnsThatAModelKnows() {
    folder.file("a.csv", "id,x1,extra\na,1,2\n");
    KnownColumns known =
        new KnownColumns(List.of("x1", "x2", "x3", "x4", "x5"), List.of("c1", "c2"));
    assertThat(SourceFolder.complaint(() -> folder.load(SourceSpecs.table("a.csv"), known)))
        .isEqualTo(
            "a.csv: the file must have the 7 columns that the model was fitted on;"
                + " found 6 absent: x2, x3, x4, x5, c1 and 1 more.");
  }

  @Test
  void cohortsAtFault() {
    folder
        .file("c.csv", "id,y,t\nTCGA-01,1,-5\nTCGA-02,2,x\nTCGA-03,,7\n")
        .file("m.csv", "id,x\nTCGA-01-01A,1\nTCGA-02-01A,2\n");
    CohortSpec cohort =
        SourceFolder.cohortOf("c.csv", new TargetSpec.Survival(List.of("t"), "y", List.of("9"), 1));
    String complaint =
        SourceFolder.complaint(
            () -> folder.cohort(cohort, Map.of("m", SourceSpecs.table("m.csv")), "sitee"));
    assertThat(complaint.split("\n"))
        .containsExactly(
            "c.csv, row 2, column t: the time must be a number of 0 or more, or missing; found"
                + " something else, here and in 1 more rows.",
            "cohort.target: the event must be seen in at least one subject; found no subject with"
                + " a time and 9 in column 'y'.",
            "cohort.table: c.csv must have the column; found no 'sitee'; its columns are id, y, t.",
            "modalities.m.id: a modality and the cohort must have an id in common; found none;"
                + " say 'modalities.m.id: {keep: 7}'.");
  }

  @Test
  void unknownClassesLabelsAndNumbers() {
    folder.file("c.csv", "id,y,l,r\na,1,yes,1\nb,2,maybe,x\nc,3,no,2\n");
    assertThat(targetComplaint(new TargetSpec.Classification("y", List.of("1", "2"), 1)))
        .isEqualTo("c.csv, row 4, column y: the class must be one of 1, 2; found something else.");
    assertThat(targetComplaint(new TargetSpec.Multilabel(List.of("l"), null, 1)))
        .isEqualTo(
            "c.csv, row 3, column l: a label must be 0 or 1, yes or no, true or false, or missing;"
                + " found something else.");
    assertThat(targetComplaint(new TargetSpec.Regression("r", 1)))
        .isEqualTo(
            "c.csv, row 3, column r: the target must be a number or missing; found something"
                + " else.");
    assertThat(targetComplaint(new TargetSpec.Classification("outcome", List.of(), 1)))
        .isEqualTo(
            "cohort.target: c.csv must have the column; found no 'outcome'; its columns are id, y, l,"
                + " r.");
  }

  private String targetComplaint(TargetSpec target) {
    SourceFolder fresh = new SourceFolder(folder.path());
    return SourceFolder.complaint(
        () ->
            fresh.cohort(
                SourceFolder.cohortOf("c.csv", target),
                Map.of("m", SourceSpecs.table("", List.of("id")))));
  }

  @Test
  void positionsThatDoNotFit() {
    folder.file("c.csv", "y\n1\n2\n3\n").file("m.csv", "x\n1\n2\n");
    CohortSpec cohort =
        new CohortSpec(
            List.of("c.csv"),
            new TableFormat(),
            new IdSpec(null, 0, true),
            RowPolicy.ONE,
            Map.of("y", new TargetSpec.Regression("y", 1)));
    assertThat(
            SourceFolder.complaint(
                () -> folder.cohort(cohort, Map.of("m", SourceSpecs.byPosition("m.csv")))))
        .isEqualTo(
            "modalities.m.id: 'id: rows' needs as many rows as the cohort's table has;"
                + " found 2 rows for 3.");
  }
}
