package org.interfuse.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.interfuse.image.Framing;
import org.interfuse.image.ImageCache;
import org.interfuse.image.ImageFiles;
import org.interfuse.image.Pictures;
import org.interfuse.modality.ImageData;
import org.interfuse.modality.ImageFile;
import org.interfuse.preprocessing.ImagePreprocessing.Background;
import org.interfuse.preprocessing.ImagePreprocessing.Channels;
import org.interfuse.progress.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePreprocessingTest {
  private static final int[] TRAINING = {0, 1};

  @TempDir Path temporary;

  @BeforeEach
  void open() {
    System.setProperty(ImageCache.PROPERTY, temporary.resolve("kept").toString());
  }

  /** One image a row. */
  private ImageData data(int type, int count) throws IOException {
    List<ImageFile.Place> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] png = Pictures.file(Pictures.random(8, 16, type, i), "png");
      Path file = Files.write(temporary.resolve(type + "-" + i + ".png"), png);
      files.add(new ImageFile.Place(file, null));
    }
    List<ImageFile> images =
        ImageFiles.look(files, 1_000, Progress.SILENT.start("looking", 1)).stream()
            .map(looked -> Objects.requireNonNull(looked.image()))
            .toList();
    int[] each = IntStream.range(0, count).toArray();
    return new ImageData(IntStream.rangeClosed(0, count).toArray(), each, images, 1_000);
  }

  private static ImagePreprocessing spec(Channels channels, int most) {
    return new ImagePreprocessing(
        List.of(16, 8),
        Framing.Fit.CROP,
        channels,
        Background.BLACK,
        List.of(),
        List.of(),
        List.of(),
        most);
  }

  private static SequenceFeatures prepared(FittedPreprocessing fitted, ImageData data) {
    return (SequenceFeatures) fitted.apply(data);
  }

  private static int[] axes(FittedPreprocessing fitted) {
    return Objects.requireNonNull(fitted.shape().sequence()).axes();
  }

  private static float[] centre(SequenceFeatures features) {
    return Objects.requireNonNull(features.centre());
  }

  private static float[] scale(SequenceFeatures features) {
    return Objects.requireNonNull(features.scale());
  }

  private static TokenStore store(SequenceFeatures features) {
    return Objects.requireNonNull(features.store());
  }

  private static byte[] token(SequenceFeatures features, int row) {
    ByteBuffer pixels = ByteBuffer.allocate(features.sequence().tokenSize());
    store(features).read(features.tokens()[features.starts()[row]], pixels);
    return pixels.array();
  }

  @Test
  void scalesByTheTrainingRowsAlone() throws IOException {
    ImageData data = data(BufferedImage.TYPE_INT_RGB, 4);
    SequenceFeatures features = prepared(spec(Channels.AUTO, 1).fit("here", data, TRAINING), data);

    assertThat(features.sequence().describe()).isEqualTo("tokens of 3 × 16 × 8 numbers");
    for (int c = 0; c < 3; c++) {
      double[] values = new double[2 * 128];
      for (int i = 0; i < values.length; i++) {
        values[i] = token(features, i / 128)[c * 128 + i % 128] & 0xff;
      }
      double mean = Arrays.stream(values).average().orElseThrow();
      double squares =
          Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      assertThat(centre(features)[c]).isCloseTo((float) mean, Offset.offset(1e-4f));
      assertThat(1 / scale(features)[c])
          .isCloseTo((float) Math.sqrt(squares), Offset.offset(1e-3f));
    }
  }

  @Test
  void colourIsWhatTheTrainingImagesHave() throws IOException {
    ImageData grey = data(BufferedImage.TYPE_BYTE_GRAY, 3);
    ImageData colour = data(BufferedImage.TYPE_INT_RGB, 3);

    assertThat(axes(spec(Channels.AUTO, 1).fit("here", grey, TRAINING))).containsExactly(1, 16, 8);
    assertThat(axes(spec(Channels.RGB, 1).fit("here", grey, TRAINING))).containsExactly(3, 16, 8);
    assertThat(axes(spec(Channels.GREY, 1).fit("here", colour, TRAINING)))
        .containsExactly(1, 16, 8);
  }

  @Test
  void declaredConstantsCountFromBlackToWhite() throws IOException {
    ImageData data = data(BufferedImage.TYPE_INT_RGB, 2);
    ImagePreprocessing imagenet =
        new ImagePreprocessing(
            List.of(8),
            Framing.Fit.CROP,
            Channels.RGB,
            Background.BLACK,
            List.of(),
            List.of(0.485, 0.456, 0.406),
            List.of(0.229, 0.224, 0.225),
            1);
    SequenceFeatures features = prepared(imagenet.fit("here", data, TRAINING), data);

    assertThat(centre(features)).containsExactly(123.675f, 116.28f, 103.53f);
    assertThat(scale(features)[0]).isCloseTo(1 / 58.395f, Offset.offset(1e-6f));
  }

  @Test
  void isTheSameAfterSavingAndLoading() throws IOException {
    ImageData data = data(BufferedImage.TYPE_INT_RGB, 3);
    FittedPreprocessing fitted = spec(Channels.AUTO, 1).fit("here", data, TRAINING);
    FittedPreprocessing loaded = new ImagePreprocessing().restore(fitted.state());
    SequenceFeatures one = prepared(fitted, data);
    SequenceFeatures other = prepared(loaded, data);

    assertThat(other.centre()).isEqualTo(one.centre());
    assertThat(other.scale()).isEqualTo(one.scale());
    assertThat(token(other, 2)).isEqualTo(token(one, 2));
    assertThat(axes(loaded)).isEqualTo(one.sequence().axes());
    assertThat(loaded.nobody().rows()).isZero();
  }

  /** Once in the cache, the files are not needed: they were decoded once. */
  @Test
  void decodesEachImageOnce() throws IOException {
    ImageData data = data(BufferedImage.TYPE_INT_RGB, 3);
    FittedPreprocessing fitted = spec(Channels.RGB, 1).fit("here", data, TRAINING);
    byte[] before = token(prepared(fitted, data), 1);
    for (ImageFile file : data.files()) {
      Files.delete(file.path());
    }

    assertThat(token(prepared(fitted, data), 1)).isEqualTo(before);
    assertThatThrownBy(() -> spec(Channels.GREY, 1).fit("here", data, TRAINING))
        .hasMessageContaining("here: an image must stay as it is while it is used")
        .hasMessageContaining("no such file");
  }

  @Test
  void theFirstImagesOfASubjectAreLookedAt() throws IOException {
    ImageData each = data(BufferedImage.TYPE_INT_RGB, 4);
    ImageData several = new ImageData(new int[] {0, 3, 4}, each.images(), each.files(), 1_000);
    SequenceFeatures features =
        prepared(spec(Channels.RGB, 2).fit("here", several, new int[] {0}), several);

    assertThat(features.starts()).containsExactly(0, 2, 3);
    assertThat(features.tokens()).containsExactly(0, 1, 3);
  }

  @Test
  void asATableItIsAThumbnail() throws IOException {
    ImageData each = data(BufferedImage.TYPE_INT_RGB, 3);
    ImageData several = new ImageData(new int[] {0, 2, 3}, each.images(), each.files(), 1_000);
    SequenceFeatures features =
        prepared(spec(Channels.RGB, 9).fit("here", several, TRAINING), several);
    Features table = features.table();

    assertThat(table.shape().numericWidth()).isEqualTo(3 * 64);
    assertThat(table.shape().names().get(64 + 8)).isEqualTo("green 2,1");
    byte[] first = new byte[384];
    byte[] second = new byte[384];
    store(features).read(0, ByteBuffer.wrap(first));
    store(features).read(1, ByteBuffer.wrap(second));
    int at = 128 + 2 * 8; // green, third and fourth of 16 rows, first of 8 columns
    double mean =
        ((first[at] & 255) + (first[at + 8] & 255) + (second[at] & 255) + (second[at + 8] & 255))
            / 4.0;
    assertThat(table.numeric()[64 + 8])
        .isCloseTo(
            (float) ((mean - centre(features)[1]) * scale(features)[1]), Offset.offset(1e-5f));
  }

  @Test
  void rejectsWhatMakesNoSense() {
    assertThatThrownBy(() -> spec(Channels.AUTO, 0))
        .hasMessageContaining("most: expected 1 or more");
    assertThatThrownBy(
            () ->
                new ImagePreprocessing(
                    List.of(7),
                    Framing.Fit.CROP,
                    Channels.AUTO,
                    Background.BLACK,
                    List.of(),
                    List.of(),
                    List.of(),
                    1))
        .hasMessageContaining("size: expected one number or height and width, each 8 or more");
  }
}
