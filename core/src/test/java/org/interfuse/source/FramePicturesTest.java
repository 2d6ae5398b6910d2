package org.interfuse.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.interfuse.image.FramedImage;
import org.interfuse.image.Framing;
import org.interfuse.image.ImageCache;
import org.interfuse.image.Pictures;
import org.interfuse.modality.ImageData;
import org.interfuse.source.FramesSource.Of;
import org.interfuse.source.ImageSource.Broken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames that are images of arrays are those of files with the same pixels. */
final class FramePicturesTest {
  private static final int WIDTH = 3;
  private static final int HEIGHT = 2;

  @TempDir private Path temporary;
  private SourceFolder folder;

  @BeforeEach
  void open() {
    folder = new SourceFolder(temporary);
    System.setProperty(ImageCache.PROPERTY, temporary.resolve("kept").toString());
  }

  private static FramesSource source(String path, IdSpec id, String ids, int every, Broken broken) {
    return new FramesSource(
        List.of(path),
        Of.IMAGES,
        new TableFormat(),
        id,
        "",
        List.of(),
        List.of(),
        ids,
        "",
        "",
        every,
        9,
        broken,
        1_000);
  }

  private static FramesSource source(String path, String ids) {
    return source(path, new IdSpec(), ids, 1, Broken.ERROR);
  }

  /** Colours that differ from subject to subject and from frame to frame. */
  private static int sample(int subject, int frame, int at) {
    return (31 * subject + 7 * frame + 11 * at) % 256;
  }

  private static byte[] pixels(int subjects, int from, int time, int channels) {
    int size = WIDTH * HEIGHT * channels;
    byte[] samples = new byte[subjects * time * size];
    for (int i = 0; i < samples.length; i++) {
      int frame = i / size;
      samples[i] = (byte) sample(from + frame / time, frame % time, i % size);
    }
    return samples;
  }

  private void writePictures(int subject, int time) {
    for (int t = 0; t < time; t++) {
      BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
      for (int at = 0; at < WIDTH * HEIGHT * 3; at++) {
        int pixel = at / 3;
        image.getRaster().setSample(pixel % WIDTH, pixel / WIDTH, at % 3, sample(subject, t, at));
      }
      folder.file("videos/s%d/%d.png".formatted(subject, t), Pictures.file(image, "png"));
    }
  }

  private static Framing framing(int channels) {
    return new Framing(4, 4, Framing.Fit.STRETCH, channels, 0, Double.NaN, Double.NaN);
  }

  private static List<byte[]> framed(ImageData data) {
    Framing framing = framing(3);
    return Arrays.stream(data.images())
        .mapToObj(image -> FramedImage.of(data.files().get(image), 1_000, framing))
        .toList();
  }

  @Test
  void arraysAreThePicturesThatFilesAre() {
    writePictures(0, 3);
    writePictures(1, 3);
    folder
        .file("all.npy", NpyFiles.ofBytes(new int[] {2, 3, HEIGHT, WIDTH, 3}, pixels(2, 0, 3, 3)))
        .file("ids.txt", "s0\ns1\n")
        .file(
            "arrays/s0.npy", NpyFiles.ofBytes(new int[] {3, HEIGHT, WIDTH, 3}, pixels(1, 0, 3, 3)))
        .file(
            "arrays/s1.npy", NpyFiles.ofBytes(new int[] {3, HEIGHT, WIDTH, 3}, pixels(1, 1, 3, 3)));
    Loaded files = folder.load(source("videos", ""));
    ImageData expected = (ImageData) files.data();

    for (FramesSource arrays : List.of(source("all.npy", "ids.txt"), source("arrays", ""))) {
      Loaded loaded = folder.load(arrays);
      ImageData data = (ImageData) loaded.data();
      assertThat(loaded.ids()).isEqualTo(files.ids());
      assertThat(data.starts()).isEqualTo(expected.starts());
      assertThat(data.times()).isEqualTo(expected.times());
      assertThat(data.describe()).isEqualTo(expected.describe());
      assertThat(framed(data)).usingRecursiveComparison().isEqualTo(framed(expected));
    }
  }

  @Test
  void greyOnesMayHaveNoAxisOfChannelsAndSixteenBits() {
    int[] shape = {2, 2, HEIGHT, WIDTH};
    byte[] deep = pixels(2, 0, 4, 1); // two bytes a sample
    folder
        .file("grey.npy", NpyFiles.ofBytes(shape, pixels(2, 0, 2, 1)))
        .file("deep.npy", NpyFiles.ofShorts(shape, deep));
    IdSpec rows = new IdSpec(null, 0, true);

    Loaded grey = folder.load(source("grey.npy", rows, "", 1, Broken.ERROR));
    Loaded thinned = folder.load(source("deep.npy", rows, "", 2, Broken.ERROR));

    assertThat(grey.joinedByPosition()).isTrue();
    assertThat(grey.positions()).isEqualTo(2);
    assertThat(grey.data().describe()).isEqualTo("4 frames, 2 a subject, 3 × 2 pixels, grey");
    assertThat(((ImageData) thinned.data()).times()).containsExactly(0, 0);
    assertThat(((ImageData) thinned.data()).files()).allMatch(file -> file.facts().bits() == 16);
  }

  @Test
  void onlyThePicturesThatAreLookedAtAreRead() throws IOException {
    folder
        .file("all.npy", NpyFiles.ofBytes(new int[] {1, 2, HEIGHT, WIDTH}, pixels(1, 0, 2, 1)))
        .file("ids.txt", "s0\n");
    ImageData data = (ImageData) folder.load(source("all.npy", "ids.txt")).data();
    byte[] changed = Files.readAllBytes(temporary.resolve("all.npy"));
    changed[changed.length - 1]++;
    Files.write(temporary.resolve("all.npy"), changed);
    Framing framing = framing(1);

    assertThat(FramedImage.of(data.files().get(0), 1_000, framing)).hasSize(16);
    assertThat(SourceFolder.complaint(() -> FramedImage.of(data.files().get(1), 1_000, framing)))
        .contains("an image must stay as it is while it is used; found other bytes than before");
  }

  @Test
  void whatIsNoArrayOfPicturesIsNamed() {
    folder
        .file("floats.npy", NpyFiles.of(new int[] {1, 1, 1, 1}, 0.5f))
        .file("flat.npy", NpyFiles.ofBytes(new int[] {2, 3, 2}, new byte[12]))
        .file("two.npy", NpyFiles.ofBytes(new int[] {1, 1, 1, 1, 2}, new byte[2]))
        .file("arrays/a.npy", NpyFiles.ofBytes(new int[] {2, 1, 1}, new byte[2]))
        .file("arrays/b.npy", NpyFiles.ofBytes(new int[] {2}, new byte[2]))
        .file("ids.txt", "s0\n");

    assertThat(folder.complaint(source("floats.npy", "ids.txt")))
        .contains("floats.npy: images of an array must be whole numbers of 8 or 16 bits")
        .contains("found F32; of fractions from 0 to 1 save numpy.round(255 * x)");
    assertThat(folder.complaint(source("flat.npy", "ids.txt")))
        .contains("flat.npy: an array of several subjects' images must have the axes subjects,")
        .contains("found 3: [2, 3, 2]");
    assertThat(folder.complaint(source("two.npy", "ids.txt")))
        .contains("two.npy: the last axis must be of 1 channel (grey), 3")
        .contains("found 2");
    assertThat(folder.complaint(source("arrays", "")))
        .contains("arrays, file 2: an array of a subject's images must have the axes time, height")
        .doesNotContain("b.npy");
    assertThat(folder.complaint(source("arrays", "ids.txt"))).contains("they take no 'ids'");
    assertThat(folder.load(source("arrays", new IdSpec(), "", 1, Broken.ABSENT)).ids())
        .containsExactly("a");
    assertThat(source("floats.npy", "").companions()).containsExactly("ids");
    assertThat(source("arrays", "").companions()).isEmpty();
  }

  @Test
  void whatIsWrongWithManyFilesIsSaidOnce() {
    folder.file("arrays/a.npy", NpyFiles.ofBytes(new int[] {2, 1, 1}, new byte[2]));
    for (char name = 'b'; name <= 'h'; name++) {
      folder.file("arrays/%s.npy".formatted(name), NpyFiles.ofBytes(new int[] {2}, new byte[2]));
    }
    folder.file("arrays/i.npy", NpyFiles.of(new int[] {1, 1, 1}, 0.5f));

    assertThat(folder.complaint(source("arrays", "")).lines())
        .hasSize(2)
        .anyMatch(
            line ->
                line.contains("arrays, file 2: an array of a subject's images must have the axes")
                    && line.contains("found 1: [2], and so in 6 files more"))
        .anyMatch(line -> line.contains("arrays, file 9: images of an array must be whole"));
    assertThat(folder.load(source("arrays", new IdSpec(), "", 1, Broken.ABSENT)).ids())
        .containsExactly("a");
    assertThat(folder.findings.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.where()).isEqualTo("modalities.rna.broken");
              assertThat(warning.found())
                  .startsWith("8 broken: arrays, file 2: 1: [2]; arrays, file 3: ")
                  .endsWith("arrays, file 6: 1: [2]; …");
              assertThat(warning.value()).isEqualTo("b.npy, c.npy, d.npy, e.npy, f.npy");
            });
  }

  @Test
  void otherFilesBesideArraysAreNamed() {
    byte[] array = NpyFiles.ofBytes(new int[] {2, 1, 1}, new byte[2]);
    folder
        .file("arrays/a.npy", array)
        .file("arrays/b.npy", array)
        .file("arrays/.hidden", "hidden")
        .file("arrays/readme.txt", "two arrays");
    String expected =
        "modalities.rna.path: a folder of arrays must have no other files; found 1 beside arrays in"
            + " '%s'; write 'path: arrays/*.npy'.";

    assertThat(folder.complaint(source("arrays", ""))).isEqualTo(expected.formatted("arrays"));
    assertThat(folder.complaint(source("arrays/", ""))).isEqualTo(expected.formatted("arrays/"));
    assertThat(folder.load(source("arrays/*.npy", "")).ids()).containsExactly("a", "b");

    folder.file("arrays/c.safetensors", "").file("arrays/preview.png", "");
    assertThat(folder.complaint(source("arrays", "")))
        .contains("found 2 beside arrays in 'arrays'")
        .contains("write 'path: [arrays/*.npy, arrays/*.safetensors]'");
  }

  @Test
  void arraysBesideTheImagesOfAFolderAreLeftAlone() {
    writePictures(0, 3);
    folder.file("videos/labels.npy", NpyFiles.of(new int[] {1}, 1));

    assertThat(folder.load(source("videos", "")).ids()).containsExactly("s0");
  }
}
