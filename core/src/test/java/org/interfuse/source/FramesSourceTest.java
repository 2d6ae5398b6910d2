package org.interfuse.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.interfuse.finding.Finding;
import org.interfuse.image.ImageCache;
import org.interfuse.image.Pictures;
import org.interfuse.modality.FrameData;
import org.interfuse.modality.ImageData;
import org.interfuse.modality.KnownColumns;
import org.interfuse.source.FramesSource.Of;
import org.interfuse.source.ImageSource.Broken;
import org.interfuse.source.image.NaturalOrder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FramesSourceTest {
  private static final float NAN = Float.NaN;

  @TempDir private Path temporary;
  private SourceFolder folder;

  @BeforeEach
  void open() {
    folder = new SourceFolder(temporary);
    System.setProperty(ImageCache.PROPERTY, temporary.resolve("kept").toString());
  }

  private static FramesSource images(@Nullable String id, int every, int most, Broken broken) {
    return new FramesSource(
        List.of("videos"),
        Of.IMAGES,
        new TableFormat(),
        new IdSpec(id, 0, false),
        "",
        List.of(),
        List.of(),
        "",
        "",
        "",
        every,
        most,
        broken,
        1_000_000);
  }

  private static FramesSource features(
      String path, IdSpec id, String time, String ids, int most, Broken broken, String... columns) {
    return new FramesSource(
        List.of(path),
        Of.FEATURES,
        new TableFormat(),
        id,
        time,
        List.of(columns),
        List.of(),
        ids,
        "",
        "",
        1,
        most,
        broken,
        1);
  }

  private static FramesSource features(String path, String time, String... columns) {
    return features(path, new IdSpec(), time, "", 100, Broken.ERROR, columns);
  }

  private FrameData frames(FramesSource source) {
    return (FrameData) folder.load(source).data();
  }

  private void picture(String name, long seed) {
    folder.file("videos/" + name, Pictures.png(3, 2, seed));
  }

  @Test
  void numbersInNamesAreOrderedByValue() {
    assertThat(
            List.of("f10.png", "f9.png", "e2", "f009.png", "f9a.png", "f.png").stream()
                .sorted(new NaturalOrder()))
        .containsExactly("e2", "f.png", "f009.png", "f9.png", "f9a.png", "f10.png");
  }

  @Test
  void aSubjectsImagesComeInTheOrderOfTheirNumbers() {
    picture("bob/frame_10.png", 3);
    picture("bob/frame_2.png", 2);
    picture("bob/frame_1.png", 1);
    picture("ann/x.png", 2);
    Loaded loaded = folder.load(images(null, 1, 9, Broken.ERROR));
    ImageData data = (ImageData) loaded.data();

    assertThat(loaded.ids()).containsExactly("ann", "bob");
    assertThat(data.starts()).containsExactly(0, 1, 4);
    assertThat(data.images()).containsExactly(0, 1, 0, 2);
    assertThat(data.times()).containsExactly(0, 0, 1, 2);
    assertThat(data.describe())
        .isEqualTo("4 frames (3 distinct), 1–3 a subject, 3 × 2 pixels, colour");
  }

  @Test
  void namesMayBeOfASubjectAndANumber() {
    picture("p_1_0010.png", 1);
    picture("p_1_0009.png", 2);
    picture("q-3.png", 3);

    Loaded loaded = folder.load(images("file-stem", 1, 9, Broken.ERROR));

    assertThat(loaded.ids()).containsExactly("p_1", "q");
    assertThat(((ImageData) loaded.data()).starts()).containsExactly(0, 2, 3);
    picture("notes.png", 4);
    assertThat(folder.complaint(images("file-stem", 1, 9, Broken.ERROR)))
        .contains("modalities.rna.id: with 'id: file-stem' a frame is called ID_NUMBER")
        .contains("1 of 4 images are not");
  }

  @Test
  void longVideosAreThinnedOutEvenly() {
    for (int i = 0; i < 10; i++) {
      picture("ann/%d.png".formatted(i), i);
    }

    ImageData data = (ImageData) folder.load(images(null, 2, 2, Broken.ERROR)).data();

    assertThat(data.times()).containsExactly(2, 6); // the middles of 0 2 | 4 6 8
  }

  @Test
  void aBrokenFrameIsNamedOrLeftOutWithItsTime() {
    picture("ann/1.png", 1);
    folder.file("videos/ann/2.png", "<html>");
    picture("ann/3.png", 3);

    assertThat(folder.complaint(images(null, 1, 9, Broken.ERROR)))
        .contains(
            "videos, folder 1, image 2: expected an image (PNG, JPEG or TIFF) that can be decoded");
    ImageData data = (ImageData) folder.load(images(null, 1, 9, Broken.ABSENT)).data();
    assertThat(data.times()).containsExactly(0, 2);
    assertThat(folder.findings.warnings())
        .extracting(Finding::found)
        .anyMatch(f -> f.contains("1 broken"));
  }

  @Test
  void imagesTakeNoOptionsOfNumbers() {
    picture("ann/1.png", 1);
    FramesSource wrong =
        new FramesSource(
            List.of("videos"),
            Of.IMAGES,
            new TableFormat(),
            new IdSpec(),
            "t",
            List.of("x"),
            List.of(),
            "",
            "",
            "",
            1,
            1,
            Broken.ERROR,
            1);

    assertThat(folder.complaint(wrong))
        .contains("only frames of numbers take 'time', 'columns'")
        .contains("of: features");
  }

  @Test
  void theRowsOfATableAreFramesInTheOrderOfTheirTimes() {
    folder.file(
        "long.csv", "hour,id,x,y\n2.5,a,3,\n0.5,b,9,8\n0.5,a,1,NA\n1.5,a,,\n7,b,,\n0.5,a,2,5\n");

    Loaded loaded =
        folder.load(features("long.csv", new IdSpec("id", 0, false), "hour", "", 9, Broken.ERROR));
    FrameData data = (FrameData) loaded.data();

    assertThat(loaded.ids()).containsExactly("a", "b");
    assertThat(data.columns()).containsExactly("x", "y");
    assertThat(data.times()[0]).containsExactly(0, 0, 2);
    assertThat(data.values()[0]).containsExactly(1, NAN, 2, 5, 3, NAN);
    assertThat(data.times()[1]).containsExactly(0);
    assertThat(data.describe()).isEqualTo("4 frames of 2 numbers, 1–3 a subject");
  }

  @Test
  void theColumnOfTimesMayBeANumberOfEachFrameToo() {
    folder.file("long.csv", "id,hour,x\na,3,1\na,4,2\n");

    FrameData data = frames(features("long.csv", "hour", "hour", "x"));

    assertThat(data.values()[0]).containsExactly(3, 1, 4, 2);
    assertThat(data.times()[0]).containsExactly(0, 1);
  }

  @Test
  void withoutTimesTheRowsAreInOrder() {
    folder.file("long.csv", "id,x\na,1\nb,5\na,\na,3\n");

    FrameData data = frames(features("long.csv", ""));

    assertThat(data.values()[0]).containsExactly(1, 3);
    assertThat(data.times()[0]).containsExactly(0, 2);
  }

  @Test
  void datesBecomeSecondsSinceTheFirst() {
    folder.file(
        "long.csv",
        "id,when,x\na,2024-03-01 00:00:30,1\na,2024-02-29T23:59:00.5,2\n"
            + "b,2024-03-02,3\nb,2024-03-02T02:00:00+02:00,4\n");

    FrameData data = frames(features("long.csv", "when"));

    assertThat(data.times()[0]).containsExactly(0, 89.5);
    assertThat(data.values()[0]).containsExactly(2, 1);
    assertThat(data.times()[1]).containsExactly(0, 0);
  }

  @Test
  void offsetsOfTimesMayBeWrittenInEveryWay() {
    folder.file(
        "long.csv",
        "id,when,x\na,2024-03-01T01:00+0100,1\na,2024-03-01T02:00:30+02:00,2\n"
            + "a,2024-02-29 19:01:00-05,3\na,2024-03-01T00:01:30Z,4\n");

    FrameData data = frames(features("long.csv", "when"));

    assertThat(data.times()[0]).containsExactly(0, 30, 60, 90);
    assertThat(data.values()[0]).containsExactly(1, 2, 3, 4);
  }

  /** The day is the one that is written, and frames that are not taken do not count. */
  @Test
  void theDayOfTheLastFrameThatIsTakenIsKept() {
    folder.file(
        "long.csv",
        "id,when,year,x\na,2024-03-01T23:30-05:00,2024,1\na,2024-02-28,2020,2\n"
            + "b,2024-01-02,2019,3\nb,2024-01-09,2021,\n");

    FrameData.Latest dates =
        Objects.requireNonNull(frames(features("long.csv", "when", "x")).latest());
    FrameData.Latest years =
        Objects.requireNonNull(frames(features("long.csv", "year", "x")).latest());

    assertThat(dates.dates()).isTrue();
    assertThat(dates.column()).isEqualTo("when");
    assertThat(dates.ofRow())
        .containsExactly(
            LocalDate.of(2024, 3, 1).toEpochDay(), LocalDate.of(2024, 1, 2).toEpochDay());
    assertThat(years.dates()).isFalse();
    assertThat(years.ofRow()).containsExactly(2024, 2019);
    assertThat(frames(features("long.csv", "", "x")).latest()).isNull();
  }

  @Test
  void timesThatAreNoneAreNamed() {
    folder.file("words.csv", "id,t,x\na,1,1\na,soon,2\n");
    folder.file("mixed.csv", "id,t,x\na,1,1\na,2024-01-01,2\n");
    folder.file("empty.csv", "id,t,x\na,1,1\na,,2\n");

    assertThat(folder.complaint(features("words.csv", "t")))
        .contains("words.csv, row 3, column t: times must all be numbers, or all dates")
        .doesNotContain("soon");
    assertThat(folder.complaint(features("mixed.csv", "t"))).contains("found a date");
    assertThat(folder.complaint(features("empty.csv", "t")))
        .contains("empty.csv: every frame must have a time; found 1 of a subject without");
    assertThat(folder.complaint(features("empty.csv", "time")))
        .contains("modalities.rna.time: empty.csv must have the column; found no 'time'");
  }

  @Test
  void cellsThatAreNoNumbersAreNamed() {
    folder.file("long.csv", "id,x,place\na,1,home\n");

    assertThat(folder.complaint(features("long.csv", "")))
        .contains("long.csv, row 2, column place: the cell must be a number")
        .contains("leave the column out with 'exclude'");
  }

  @Test
  void eachFileIsASubject() {
    folder.file("walks/a.npy", NpyFiles.of(new int[] {3, 2}, 1, 2, NAN, NAN, 5, NAN));
    folder.file("walks/b.npy", NpyFiles.of(new int[] {1, 2}, 7, 8)).file("walks/.c", "hidden");

    Loaded loaded = folder.load(features("walks", ""));
    FrameData data = (FrameData) loaded.data();

    assertThat(loaded.ids()).containsExactly("a", "b");
    assertThat(data.columns()).containsExactly("1", "2");
    assertThat(data.values()[0]).containsExactly(1, 2, 5, NAN);
    assertThat(data.times()[0]).containsExactly(0, 2);
    assertThat(data.values()[1]).containsExactly(7, 8);
  }

  @Test
  void filesMayBeTablesWithColumnsInAnyOrder() {
    folder.file("walks/a.csv", "t,x,y\n0.1,1,2\n0.3,3,4\n").file("walks/b.csv", "y,t,x\n6,1,5\n");

    FrameData data = frames(features("walks/*.csv", "t"));

    assertThat(data.columns()).containsExactly("x", "y");
    assertThat(data.values()[1]).containsExactly(5, 6);
    assertThat(data.times()[0]).containsExactly(0, 0.3 - 0.1);
  }

  @Test
  void allFilesThatCannotBeReadAreNamed() {
    folder.file("walks/a.npy", NpyFiles.of(new int[] {1, 2}, 1, 2));
    folder
        .file("walks/b.npy", "no array")
        .file("walks/c.npy", NpyFiles.of(new int[] {1, 3}, 1, 2, 3));

    assertThat(folder.complaint(features("walks", "")))
        .contains("walks, file 2: it must begin with \\x93NUMPY")
        .contains("walks, file 3: all files of frames must have the same columns")
        .contains("found also 3, where 1 of 2 files agree on others")
        .doesNotContain(".npy");
    Loaded loaded = folder.load(features("walks", new IdSpec(), "", "", 9, Broken.ABSENT));
    assertThat(loaded.ids()).containsExactly("a");
    assertThat(folder.findings.warnings())
        .extracting(Finding::found)
        .anyMatch(f -> f.contains("2 broken"));
  }

  @Test
  void mostFilesSayWhatTheColumnsAre() {
    folder.file("walks/a.csv", "x\n1\n").file("walks/b.csv", "t,x\n,\n");
    for (String id : List.of("c", "d", "e")) {
      folder.file("walks/%s.csv".formatted(id), "t,x,y\n0,1,2\n3,4,5\n");
    }
    folder.file("walks/f.csv", "t,y,x\n2024-01-01,2,1\n").file("walks/g.csv", "t,z,y\n0,1,2\n");
    folder.file("walks/h.csv", "t,y,z\n0,1,2\n");

    assertThat(folder.complaint(features("walks", "t")).lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("found no 't'"))
        .anyMatch(
            line ->
                line.contains(
                    "walks, file 6: all files of frames must have times of one kind, numbers or"
                        + " dates; found the other kind, where 3 of 6 files agree on others"))
        .anyMatch(
            line ->
                line.contains(
                    "walks, file 7: all files of frames must have the same columns; found no x;"
                        + " also z, where 3 of 6 files agree on others, and so in 1 files more"));
    Loaded loaded = folder.load(features("walks", new IdSpec(), "t", "", 9, Broken.ABSENT));
    assertThat(loaded.ids()).containsExactly("c", "d", "e");
    assertThat(folder.findings.warnings())
        .anyMatch(
            one ->
                one.found().contains("4 broken") && String.valueOf(one.value()).contains("f.csv"));
  }

  @Test
  void aNameWithAQuestionMarkIsANameWhereThereIsSuchAColumn() {
    folder.file("long.csv", "id,pain?,pains\na,1,2\n");

    assertThat(frames(features("long.csv", "", "pain?")).columns()).containsExactly("pain?");
    assertThat(frames(features("long.csv", "", "pai*")).columns())
        .containsExactly("pain?", "pains");
  }

  @Test
  void filesOfOneSubjectTakeNamesAndNoIds() {
    folder.file("walks/a.npy", NpyFiles.of(new int[] {1, 2}, 1, 2)).file("names.txt", "x\ny\n");
    FramesSource ids = features("walks", new IdSpec(), "", "names.txt", 9, Broken.ERROR);

    assertThat(folder.complaint(ids))
        .contains("modalities.rna.ids: files of one subject each are called by its id");
    assertThat(features("walks/", "").companions()).containsExactly("names");
    assertThat(features("/new/walks/*.npy", "").companions()).containsExactly("names");
    assertThat(features("walks.csv", "").companions()).isEmpty();
    assertThat(features("all.npy", "").companions()).containsExactly("ids", "names");
    assertThat(
            features("a.npy", new IdSpec("file-stem", 0, false), "", "", 9, Broken.ERROR)
                .companions())
        .containsExactly("names");
  }

  @Test
  void oneMistakeInTheStudyIsOneError() {
    folder.file("walks/a.npy", NpyFiles.of(new int[] {1, 2}, 1, 2));
    folder.file("walks/b.npy", NpyFiles.of(new int[] {1, 2}, 1, 2));
    folder.file("walks/c.npy", NpyFiles.of(new int[] {1, 2}, 1, 2));

    assertThat(folder.complaint(features("walks", "when")).lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("found no 'when'")
        .contains("and so in 2 files more");
  }

  /** Seconds since 1970 have ten digits, float32 has seven. */
  @Test
  void timesOfArraysKeepTheirDigits() {
    folder.file(
        "walks/a.npy",
        NpyFiles.ofDoubles(new int[] {3, 2}, 1.7e9 + 2, 5, 1.7e9, 3, 1.7e9 + 0.5, 4));
    folder
        .file("ids.txt", "a\n")
        .file("all.npy", NpyFiles.ofDoubles(new int[] {1, 2, 2}, 1.7e9 + 1, 5, 1.7e9, 3));

    FrameData data = frames(features("walks", "1"));
    FrameData stacked =
        (FrameData)
            folder.load(features("all.npy", new IdSpec(), "1", "ids.txt", 9, Broken.ERROR)).data();

    assertThat(data.times()[0]).containsExactly(0, 0.5, 2);
    assertThat(data.values()[0]).containsExactly(3, 4, 5);
    assertThat(stacked.times()[0]).containsExactly(0, 1);
    assertThat(stacked.values()[0]).containsExactly(3, 5);
  }

  @Test
  void oneArrayHoldsAllSubjects() {
    folder.file("ids.txt", "a\nb\nc\n");
    folder.file(
        "all.npy",
        NpyFiles.of(new int[] {3, 2, 2}, 1, 2, 3, 4, 5, 6, NAN, NAN, NAN, NAN, NAN, NAN));

    Loaded loaded = folder.load(features("all.npy", new IdSpec(), "", "ids.txt", 9, Broken.ERROR));
    FrameData data = (FrameData) loaded.data();

    assertThat(loaded.ids()).as("c has no frame").containsExactly("a", "b");
    assertThat(data.values()[0]).containsExactly(1, 2, 3, 4);
    assertThat(data.values()[1]).as("shorter than the longest").containsExactly(5, 6);
    Loaded byPosition =
        folder.load(features("all.npy", new IdSpec(null, 0, true), "", "", 9, Broken.ERROR));
    assertThat(byPosition.ids()).containsExactly("0", "1");
    assertThat(byPosition.positions()).isEqualTo(3);
    assertThat(folder.complaint(features("all.npy", "")))
        .contains("modalities.rna.ids: an array holds no ids, so a file with one a line is needed");
    folder.file("flat.npy", NpyFiles.of(new int[] {1, 2}, 1, 2));
    assertThat(folder.complaint(features("flat.npy", "")))
        .contains("flat.npy: an array of several subjects must have three axes")
        .contains("found 2: [1, 2]");
  }

  @Test
  void aModelsColumnsAreFoundByName() {
    folder.file("long.csv", "id,z,y,x\na,1,2,3\n");
    KnownColumns known = new KnownColumns(List.of("x", "y"), List.of());

    FrameData data = (FrameData) folder.load(features("long.csv", ""), known).data();

    assertThat(data.columns()).containsExactly("x", "y");
    assertThat(data.values()[0]).containsExactly(3, 2);
    KnownColumns other = new KnownColumns(List.of("w"), List.of());
    assertThat(SourceFolder.complaint(() -> folder.load(features("long.csv", ""), other)))
        .contains("long.csv: the file must have the 1 columns that the model was fitted on");
  }

  @Test
  void whatAFrameIsSaysWhatEncodesIt() {
    FramesSource images = new FramesSource();
    FramesSource numbers = features("x.csv", "");

    assertThat(List.of(images.encoder(), images.preprocessing())).containsExactly("cnn", "image");
    assertThat(List.of(numbers.encoder(), numbers.preprocessing()))
        .containsExactly("frame-transformer", "frames");
  }
}
