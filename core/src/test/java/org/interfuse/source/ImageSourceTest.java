package org.interfuse.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.image.ImageCache;
import org.interfuse.image.Pictures;
import org.interfuse.modality.ImageData;
import org.interfuse.modality.KnownColumns;
import org.interfuse.progress.Progress;
import org.interfuse.source.ImageSource.Broken;
import org.interfuse.source.SourceContext.CohortTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSourceTest {
  private static final long MANY = 1_000_000;

  @TempDir Path temporary;
  private SourceFolder folder;

  @BeforeEach
  void open() {
    folder = new SourceFolder(temporary);
    System.setProperty(ImageCache.PROPERTY, temporary.resolve("kept").toString());
  }

  private static ImageSource folder(String path, IdSpec id, Broken broken) {
    return new ImageSource(List.of(path), id, "", "", broken, MANY);
  }

  private static IdSpec id(String column) {
    return new IdSpec(column, 0, false);
  }

  private void picture(String name, int width, int height, long seed) {
    folder.file(name, Pictures.png(width, height, seed));
  }

  @Test
  void aFileIsASubjectByItsStem() {
    picture("scans/b.png", 3, 2, 1);
    picture("scans/a.PNG", 5, 4, 2);
    folder.file("scans/notes.txt", "no image").file("scans/.a.png", "hidden");
    Loaded loaded = folder.load(folder("scans", new IdSpec(), Broken.ERROR));
    ImageData data = (ImageData) loaded.data();

    assertThat(loaded.ids()).containsExactly("a", "b");
    assertThat(data.describe()).isEqualTo("2 images, 3–5 × 2–4 pixels, colour");
    assertThat(data.files().get(data.images()[0]).facts().width()).isEqualTo(5);
  }

  @Test
  void aFolderIsASubjectWithItsImagesInOrder() {
    picture("scans/ann/2.png", 3, 3, 1);
    picture("scans/ann/1.png", 4, 4, 2);
    picture("scans/bob/x.png", 3, 3, 1); // the same picture as ann's second
    Loaded loaded = folder.load(folder("scans/", id("folder"), Broken.ERROR));
    ImageData data = (ImageData) loaded.data();

    assertThat(loaded.ids()).containsExactly("ann", "bob");
    assertThat(data.starts()).containsExactly(0, 2, 3);
    assertThat(data.images()).containsExactly(0, 1, 1);
    assertThat(data.files()).hasSize(2);
    assertThat(data.describe()).startsWith("3 images (2 distinct), ");
  }

  @Test
  void aColumnNamesFilesThatSubjectsMayShare() {
    picture("pictures/one.png", 3, 2, 1);
    picture("pictures/two.png", 3, 2, 2);
    folder.file("posts.csv", "post,image\np1,one.png\np2,two.png\np3,\np2,one.png\n");
    ImageSource source =
        new ImageSource(
            List.of("posts.csv"), new IdSpec(), "image", "pictures", Broken.ERROR, MANY);
    Loaded loaded = folder.load(source);
    ImageData data = (ImageData) loaded.data();

    assertThat(loaded.ids()).containsExactly("p1", "p2");
    assertThat(data.starts()).containsExactly(0, 1, 3);
    assertThat(data.images()).containsExactly(0, 1, 0);
  }

  @Test
  void theCohortsOwnTableMayNameThem() {
    picture("one.png", 3, 2, 1);
    folder.file("cohort.csv", "label,who,image\nx,ann,one.png\n");
    CohortTable table = new CohortTable("cohort.csv", id("who"), RowPolicy.ONE);
    ImageSource source = new ImageSource(List.of(), new IdSpec(), "image", "", Broken.ERROR, MANY);
    SourceContext context =
        new SourceContext("scan", temporary, table, null, folder.findings, Progress.SILENT);

    assertThat(source.read(context).ids()).containsExactly("ann");
  }

  private void someBroken() {
    picture("scans/a.png", 3, 2, 1);
    byte[] whole = Pictures.png(30, 30, 2);
    folder.file("scans/b.png", Arrays.copyOf(whole, whole.length / 2));
    folder.file("scans/c.jpg", "<html>".getBytes(StandardCharsets.US_ASCII));
    picture("scans/d.png", 1_001, 1_000, 3);
  }

  @Test
  void allBrokenFilesAreNamedAtOnce() {
    someBroken();
    String rule = "expected an image (PNG, JPEG or TIFF) that can be decoded; found ";

    assertThatThrownBy(() -> folder.load(folder("scans", new IdSpec(), Broken.ERROR)))
        .hasMessageContaining("scans, image 2: " + rule + "a damaged PNG file.")
        .hasMessageContaining("scans, image 3: " + rule + "a file of another kind.")
        .hasMessageContaining("scans, image 4: " + rule + "1,001 × 1,000 pixels");
  }

  @Test
  void brokenFilesMayBeAbsentImages() {
    someBroken();
    Loaded loaded = folder.load(folder("scans", new IdSpec(), Broken.ABSENT));

    assertThat(loaded.ids()).containsExactly("a");
    assertThat(folder.findings.warnings().stream().map(Finding::message))
        .singleElement()
        .asString()
        .startsWith(
            "modalities.rna.broken: images should be decodable; subjects lack those that are not;"
                + " found 3 broken: scans, image 2: a damaged PNG file; ");
  }

  @Test
  void aSingleBrokenImageOfNewSubjectsIsAbsentToo() {
    folder.file("scans/b.png", "no image");
    ImageSource source = folder("scans", new IdSpec(), Broken.ABSENT);

    assertThat(folder.load(source, new KnownColumns(List.of(), List.of())).ids()).isEmpty();
    assertThat(folder.complaint(source)).contains("scans, image 1: expected an image");
  }

  @Test
  void rowsKeepTheirPlacesWhereSomeNameNoImage() {
    picture("a.png", 3, 2, 1);
    picture("c.png", 3, 2, 2);
    folder.file("posts.csv", "image\na.png\n\"\"\nc.png\n");
    IdSpec byPosition = new IdSpec(null, 0, true);

    Loaded loaded =
        folder.load(
            new ImageSource(List.of("posts.csv"), byPosition, "image", "", Broken.ERROR, MANY));

    assertThat(loaded.joinedByPosition()).isTrue();
    assertThat(loaded.ids()).containsExactly("0", "2");
    assertThat(loaded.positions()).isEqualTo(3);
  }

  @Test
  void whatWasLookedAtIsNotDecodedAgain() {
    picture("scans/a.png", 1_001, 1_000, 3);
    ImageSource more =
        new ImageSource(List.of("scans"), new IdSpec(), "", "", Broken.ERROR, 2 * MANY);
    ImageData first = (ImageData) folder.load(more).data();
    ImageData again = (ImageData) folder.load(more).data();

    assertThat(again.files()).isEqualTo(first.files());
    assertThat(folder.complaint(folder("scans", new IdSpec(), Broken.ERROR)))
        .contains("which are more than 'pixels: 1000000'");
  }

  @Test
  void saysWhatIsMissing() {
    folder.file("scans/readme.txt", "nothing");
    folder.file("posts.csv", "post,image\np1,gone.png\n");

    assertThat(folder.complaint(new ImageSource()))
        .isEqualTo(
            "modalities.rna.path: images need one folder, or a column of file names; found"
                + " neither; write 'path: FOLDER', write 'column: NAME'.");
    assertThat(folder.complaint(folder("gone", new IdSpec(), Broken.ERROR)))
        .contains("modalities.rna.path: a folder of images; found no folder 'gone'");
    assertThat(folder.complaint(folder("scans", new IdSpec(), Broken.ERROR)))
        .contains("a folder of files ending in .png, .jpg, .jpeg, .tif, .tiff; found none");
    assertThat(folder.complaint(folder("scans", id("name"), Broken.ERROR)))
        .contains("found 'name'; id: file-stem, id: folder");
    ImageSource column =
        new ImageSource(List.of("posts.csv"), new IdSpec(), "image", "", Broken.ABSENT, MANY);
    assertThat(folder.complaint(column))
        .contains("posts.csv, row 2, column image: expected an image")
        .contains("found no such file");
  }

  @Test
  void twoFilesOfOneStemAreNoSubject() {
    picture("scans/a.png", 3, 2, 1);
    folder.file("scans/a.tif", Pictures.png(3, 3, 2));

    assertThat(folder.complaint(folder("scans", new IdSpec(), Broken.ERROR)))
        .contains(
            "with 'id: file-stem' a subject has one image; found 1 with several: scans, image 1,"
                + " scans, image 2");
    Loaded cut = folder.load(folder("scans", new IdSpec(null, 1, false), Broken.ERROR));
    assertThat(cut.ids()).containsExactly("a");
    assertThat(((ImageData) cut.data()).images()).hasSize(2);
  }
}
