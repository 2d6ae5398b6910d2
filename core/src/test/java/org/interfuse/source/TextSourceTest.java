package org.interfuse.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interfuse.modality.TextData;
import org.interfuse.source.TableFormat.Undecodable;
import org.interfuse.source.TextSource.Rows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextSourceTest {
  @TempDir private Path temporary;
  private SourceFolder folder;

  @BeforeEach
  void open() {
    folder = new SourceFolder(temporary);
  }

  private static TextSource of(String path, Rows rows, String... columns) {
    return new TextSource(List.of(path), List.of(columns), new TableFormat(), new IdSpec(), rows);
  }

  private static List<String> texts(Loaded loaded) {
    TextData data = (TextData) loaded.data();
    return IntStream.range(0, data.rows()).mapToObj(data.texts()::get).toList();
  }

  @Test
  void codesThatTheCohortCallsMissingAreNoTexts() {
    folder.file("cohort.csv", "id,y,note\na,x,fine\nb,y,-\nc,x,-x\n");
    CohortSpec plain =
        SourceFolder.cohortOf("cohort.csv", new TargetSpec.Classification("y", List.of(), 1));
    TableFormat format = new TableFormat(true, "auto", List.of("-"), "utf-8", Undecodable.ERROR);
    CohortSpec cohort =
        new CohortSpec(plain.table(), format, plain.id(), plain.rows(), plain.targets());
    TextSource own =
        new TextSource(List.of(), List.of("note"), new TableFormat(), new IdSpec(), Rows.ONE);

    var modality = folder.cohort(cohort, Map.of("note", own)).cohort().modality("note");

    assertThat(modality.rowOf()).containsExactly(0, -1, 1);
  }

  @Test
  void aGlobNamesFilesOfTexts() {
    folder.file("notes/a.txt", "one").file("notes/b.txt", "two").file("notes/c.csv", "no text");

    Loaded loaded = folder.load(of("notes/*.txt", Rows.ONE));

    assertThat(loaded.ids()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void cellsWithQuotesAndLineFeedsAreWholeAndBlankOnesAbsent() {
    folder.file(
        "notes.csv", "id,text\nb,\"first line\nsecond, \"\"quoted\"\"\"\na,\" \"\nc,None\nd,\n");

    Loaded loaded = folder.load(of("notes.csv", Rows.ONE, "text"));

    assertThat(loaded.ids()).containsExactly("b", "c");
    assertThat(texts(loaded)).containsExactly("first line\nsecond, \"quoted\"", "None");
    assertThat(((TextData) loaded.data()).blank()).isEqualTo(2);
  }

  @Test
  void codesThatTheStudyNamesAreAbsent() {
    folder.file("notes.csv", "id,text\na,-\nb,ok\n");

    Loaded loaded =
        folder.load(
            new TextSource(
                List.of("notes.csv"),
                List.of("text"),
                new TableFormat(true, "auto", List.of("-")),
                new IdSpec(),
                Rows.ONE));

    assertThat(loaded.ids()).containsExactly("b");
  }

  @Test
  void columnsAreJoinedInTheOrderNamed() {
    folder.file("r.tsv", "id\tplus\tminus\n1\tgood\tbad\n2\t\tbad\n3\t\t\n");

    Loaded loaded = folder.load(of("r.tsv", Rows.ONE, "minus", "plus"));

    assertThat(texts(loaded)).containsExactly("bad\u001Egood", "bad\u001E");
    assertThat(loaded.ids()).containsExactly("1", "2");
  }

  @Test
  void severalRowsOfASubject() {
    folder.file("n.csv", "id,text\na,\nb,one\na,two\na,three\n");

    assertThat(folder.complaint(of("n.csv", Rows.ONE, "text")))
        .startsWith("n.csv: a subject has one row; found 1 with several: rows 2, 4, 5")
        .contains("say 'modalities.rna.rows: first' or 'modalities.rna.rows: join'");
    assertThat(texts(folder.load(of("n.csv", Rows.FIRST, "text")))).containsExactly("two", "one");
    assertThat(texts(folder.load(of("n.csv", Rows.JOIN, "text"))))
        .containsExactly("two\u001Ethree", "one");
  }

  @Test
  void saysWhichColumnIsNotThere() {
    folder.file("n.csv", "id,text\na,x\n");

    assertThat(folder.complaint(of("n.csv", Rows.ONE, "txt"))).contains("txt").contains("text");
    assertThat(folder.complaint(of("n.csv", Rows.ONE)))
        .isEqualTo(
            "modalities.rna.columns: the column of the texts must be named; found none; say"
                + " 'columns: NAME', of files that are texts say 'id: file-stem'.");
    assertThat(folder.complaint(of("n.csv", Rows.ONE, "text", "text")))
        .contains("a column is named once");
  }

  @Test
  void filesAreCalledByTheirSubjects() {
    folder.file("notes/s2.txt", "second\ntext");
    folder.file("notes/s1.txt", "\uFEFFfirst");
    folder.file("notes/s3.txt", " \n");
    folder.file("notes/.hidden", "x");

    Loaded loaded = folder.load(of("notes/", Rows.ONE));

    assertThat(loaded.ids()).containsExactly("s1", "s2");
    assertThat(texts(loaded)).containsExactly("first", "second\ntext");
    assertThat(((TextData) loaded.data()).blank()).isEqualTo(1);
    folder.file("notes/s1.md", "again");
    assertThat(folder.complaint(of("notes", Rows.ONE)))
        .isEqualTo("modalities.rna.path: a subject has one file; found 1 more of the same name.");
  }

  @Test
  void bytesThatMeanNothingAreAnErrorOrReplaced() {
    byte[] broken = "id,text\na,caf\u00E9\n".getBytes(StandardCharsets.ISO_8859_1);
    folder.file("n.csv", broken);

    assertThat(folder.complaint(of("n.csv", Rows.ONE, "text")))
        .isEqualTo(
            "n.csv, column text: the file must be UTF-8; found other bytes in the cell at byte 10;"
                + " save it again as UTF-8, say its 'encoding', say 'undecodable: replace'.");
    assertThat(texts(folder.load(in("utf-8", Undecodable.REPLACE)))).containsExactly("caf\uFFFD");
    assertThat(texts(folder.load(in("latin-1", Undecodable.ERROR)))).containsExactly("café");
    assertThat(folder.complaint(in("us-ascii", Undecodable.ERROR)))
        .isEqualTo(
            "n.csv: the file must be US-ASCII; found other bytes at byte 13; say another"
                + " 'encoding', say 'undecodable: replace'.");
    folder.file("files/a.txt", broken);
    assertThat(folder.complaint(of("files", Rows.ONE)))
        .startsWith("files, file 1: the file must be UTF-8");
  }

  private static TextSource in(String encoding, Undecodable undecodable) {
    return new TextSource(
        List.of("n.csv"),
        List.of("text"),
        new TableFormat(true, "auto", List.of(), encoding, undecodable),
        new IdSpec(),
        Rows.ONE);
  }

  @Test
  void longFilesInOtherEncodingsAreReadToTheirEnd() {
    String text = "id,text\n" + "a,x\n".repeat(1) + "b," + "größe 東京 👍 ".repeat(40_000) + "end\n";
    folder.file("n.csv", text.getBytes(StandardCharsets.UTF_16));

    Loaded loaded = folder.load(in("utf-16", Undecodable.ERROR));

    assertThat(texts(loaded)).containsExactly("x", "größe 東京 👍 ".repeat(40_000) + "end");
  }

  @Test
  void theCohortsOwnTableLendsItsIdAndFormat() {
    folder.file("c.csv", "y;text;who\nhigh;none;a\nlow;;b\nlow;so so;c\n");
    CohortSpec cohort =
        new CohortSpec(
            List.of("c.csv"),
            new TableFormat(true, ";", List.of()),
            new IdSpec("who", 0, false),
            RowPolicy.ONE,
            Map.of("y", new TargetSpec.Classification("y", List.of(), 1)));
    TextSource own =
        new TextSource(List.of(), List.of("text"), new TableFormat(), new IdSpec(), Rows.ONE);

    CohortReading reading = folder.cohort(cohort, Map.of("notes", own));

    assertThat(reading.cohort().ids()).containsExactly("a", "b", "c");
    assertThat(reading.cohort().modalities().get(0).rowOf()).containsExactly(0, -1, 1);
    TextSource target =
        new TextSource(List.of(), List.of("y"), new TableFormat(), new IdSpec(), Rows.ONE);
    assertThat(SourceFolder.complaint(() -> folder.cohort(cohort, Map.of("notes", target))))
        .contains("modalities.notes.columns: a target must not be a feature; found 'y'");
  }

  @Test
  void rowsWithoutATextKeepTheirPosition() {
    folder.file("c.csv", "y,text\nhigh,none\nlow,\nlow,so so\n");
    CohortSpec cohort =
        new CohortSpec(
            List.of("c.csv"),
            new TableFormat(),
            new IdSpec(null, 0, true),
            RowPolicy.ONE,
            Map.of("y", new TargetSpec.Classification("y", List.of(), 1)));
    TextSource own =
        new TextSource(List.of(), List.of("text"), new TableFormat(), new IdSpec(), Rows.ONE);

    CohortReading reading = folder.cohort(cohort, Map.of("notes", own));

    assertThat(reading.cohort().modalities().get(0).rowOf()).containsExactly(0, -1, 1);
  }

  @Test
  void aNumberFromWhichOnASubjectIsOfTheSecondClass() {
    folder.file("c.csv", "id,rating,text\na,7,x\nb,6.5,x\nc,,x\nd,10,x\n");
    TargetSpec target = new TargetSpec.Classification("rating", List.of(), 7.0, 1);
    CohortSpec cohort = SourceFolder.cohortOf("c.csv", target);

    CohortReading reading = folder.cohort(cohort, Map.of("notes", of("c.csv", Rows.ONE, "text")));

    assertThat(reading.cohort().ids()).containsExactly("a", "b", "d");
    assertThat(reading.cohort().targets().get(0).schema().classes())
        .containsExactly("below 7", "at least 7");
    assertThat(
            ((org.interfuse.target.Target.Classification) reading.cohort().targets().get(0))
                .labels())
        .containsExactly(1, 0, 1);
    folder.file("c.csv", "id,rating,text\na,high,x\nb,6,x\n");
    assertThat(
            SourceFolder.complaint(
                () -> folder.cohort(cohort, Map.of("notes", of("c.csv", Rows.ONE, "text")))))
        .contains("c.csv, row 2, column rating: with 'at_least' the target must be a number");
  }
}
