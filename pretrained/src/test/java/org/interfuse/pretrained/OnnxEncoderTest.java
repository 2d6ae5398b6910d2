package org.interfuse.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.interfuse.SharedData;
import org.interfuse.file.Sha256;
import org.interfuse.modality.ImageData;
import org.interfuse.modality.ImageFile;
import org.interfuse.modality.ModalityData;
import org.interfuse.modality.PackedTexts;
import org.interfuse.modality.TextData;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.study.SpecCatalog;
import org.interfuse.study.Study;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of one operator on images of 2 × 2 known pixels: what comes out is computed by hand. */
class OnnxEncoderTest {
  /** Nothing that another run computed is found. */
  @TempDir static Path cache;

  @BeforeAll
  static void useOwnCache() {
    System.setProperty("interfuse.representations", cache.toString());
  }

  @AfterAll
  static void useUsualCache() {
    System.clearProperty("interfuse.representations");
  }

  private static final int[] FIRST = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff};
  private static final int[] SECOND = {0x102030, 0x102030, 0x506070, 0x506070};

  @TempDir Path folder;
  private ImageData images;
  private int networks;

  @BeforeEach
  void draw() throws IOException {
    images =
        new ImageData(
            new int[] {0, 1, 3},
            new int[] {0, 1, 0},
            List.of(file("first.png", FIRST), file("second.png", SECOND)),
            100);
  }

  private ImageFile file(String name, int[] pixels) throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 2, 2, pixels, 0, 2);
    return written(name, image, 8);
  }

  private OnnxEncoder encoder(byte[] network, boolean tokens, List<Integer> size)
      throws IOException {
    return encoder(network, tokens, size, List.of(0.0), List.of(1.0), null);
  }

  private OnnxEncoder encoder(
      byte[] network,
      boolean tokens,
      List<Integer> size,
      List<Double> mean,
      List<Double> deviation,
      @org.jspecify.annotations.Nullable String tokenizer)
      throws IOException {
    return encoder(
        network,
        "tokens: %s, size: %s, mean: %s, deviation: %s%s"
            .formatted(
                tokens,
                size,
                mean,
                deviation,
                tokenizer == null ? "" : ", tokenizer: " + tokenizer));
  }

  /** As a study names it. */
  private OnnxEncoder encoder(byte[] network, String options) throws IOException {
    String name = "network%d.onnx".formatted(++networks); // what was opened stays open
    Files.write(folder.resolve(name), network);
    return (OnnxEncoder)
        Study.parse(
                """
                interfuse: 1
                cohort: {table: c.csv, target: {type: classification, column: y}}
                modalities:
                  scan: {source: image, path: s, encoder: {type: onnx, path: %s, %s}}
                """
                    .formatted(name, options),
                "study.yaml",
                SpecCatalog.load())
            .model()
            .encoders()
            .get(0)
            .encoder();
  }

  private SequenceFeatures represented(OnnxEncoder encoder) {
    return (SequenceFeatures) fitted(encoder, images).apply(images);
  }

  private FittedPreprocessing fitted(OnnxEncoder encoder, ModalityData data) {
    return encoder.preprocessing(folder).fit("modalities.scan.encoder", data, new int[] {0});
  }

  private static float[] token(SequenceFeatures features, int token) {
    int width = features.sequence().tokenSize();
    ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.nativeOrder());
    Objects.requireNonNull(features.store()).read(features.tokens()[token], bytes);
    float[] values = new float[width];
    bytes.flip().asFloatBuffer().get(values);
    return values;
  }

  private static void requireNumbers(float[] found, double... expected) {
    assertThat(found).hasSize(expected.length);
    for (int j = 0; j < expected.length; j++) {
      assertThat((double) found[j]).as("number " + j).isCloseTo(expected[j], within(1e-6));
    }
  }

  @Test
  void levelsAreScaledAndChannelsComeFirstOrLastAsTheInputSays() throws IOException {
    List<Double> mean = List.of(0.5, 0.25, 0.0);
    List<Double> deviation = List.of(0.5, 1.0, 2.0);

    SequenceFeatures first =
        represented(
            encoder(TinyNetworks.flattened(-1, 3, 2, 2), false, List.of(), mean, deviation, null));
    // red of the four pixels, then green, then blue
    requireNumbers(token(first, 0), 1, -1, -1, 1, -.25, .75, -.25, .75, 0, 0, .5, .5);

    SequenceFeatures last =
        represented(
            encoder(TinyNetworks.flattened(-1, 2, 2, 3), false, List.of(), mean, deviation, null));
    requireNumbers(token(last, 0), 1, -.25, 0, -1, .75, 0, -1, -.25, .5, 1, .75, .5);
  }

  @Test
  void orderAndScaleAreThoseThatTheNetworkWants() throws IOException {
    SequenceFeatures features =
        represented(
            encoder(
                TinyNetworks.flattened(-1, 3, 2, 2),
                "order: bgr, white: 255, mean: [103, 116, 123], deviation: [1, 1, 2]"));

    // blue of the four pixels, then green, then red
    requireNumbers(
        token(features, 0), -103, -103, 152, 152, -116, 139, -116, 139, 66, -61.5, -61.5, 66);
  }

  @Test
  void theMiddleOfAnImageIsAShareOfIt() throws IOException {
    byte[] network = TinyNetworks.flattened(-1, 3, 1, 1);
    int[] corners = new int[16 * 16];
    java.util.Arrays.fill(corners, 0xff0000);
    for (int y = 4; y < 12; y++) {
      java.util.Arrays.fill(corners, 16 * y + 4, 16 * y + 12, 0x0000ff);
    }
    images = new ImageData(new int[] {0, 1}, new int[1], List.of(square(corners, 16)), 1000);

    requireNumbers(token(represented(encoder(network, "middle: 0.25")), 0), 0, 0, 1);
    float[] whole = token(represented(encoder(network, "size: 1")), 0);
    assertThat(whole[0]).isGreaterThan(0.2f);
  }

  @Test
  void windowAndBackgroundAreThoseOfFromScratchImages() throws IOException {
    BufferedImage deep = new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setPixels(0, 0, 2, 2, new int[] {0, 1000, 2000, 4000});
    BufferedImage clear = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
    images =
        new ImageData(
            new int[] {0, 1, 2},
            new int[] {0, 1},
            List.of(written("deep.png", deep, 16), written("clear.png", clear, 8)),
            100);

    SequenceFeatures features =
        represented(
            encoder(
                TinyNetworks.flattened(-1, 1, 2, 2), "window: [1000, 2000], background: white"));

    requireNumbers(token(features, 0), 0, 0, 1, 1);
    requireNumbers(token(features, 1), 1, 1, 1, 1);
  }

  @Test
  void noMoreImagesOfASubjectAreLookedAtThanAskedFor() throws IOException {
    byte[] network = TinyNetworks.channelMeans(-1, 3, 2, 2);
    OnnxEncoder one = encoder(network, "most: 1");
    SequenceFeatures features = represented(one);

    assertThat(features.starts()).containsExactly(0, 1, 2);
    assertThat(features.sequence().longest()).isOne();
    requireNumbers(token(features, 1), 48 / 255.0, 64 / 255.0, 80 / 255.0);
    assertThat(represented(encoder(network, "most: 2")).starts()).containsExactly(0, 1, 3);
  }

  @Test
  void optionsOfTheOtherKindAreNamed() {
    OnnxEncoder images = new OnnxEncoder("a.onnx");
    assertThat(images.withoutEffect()).isEmpty();
    OnnxEncoder texts =
        new OnnxEncoder(
            "a.onnx",
            images.weights(),
            null,
            false,
            List.of(224),
            images.fit(),
            1,
            images.background(),
            List.of(),
            OnnxEncoder.Order.BGR,
            1,
            images.mean(),
            images.deviation(),
            256,
            "tokenizer.json",
            256,
            images.frames());
    assertThat(texts.withoutEffect()).hasValue("size, order with a tokenizer, of texts");
  }

  private ImageFile square(int[] pixels, int size) throws IOException {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, size, size, pixels, 0, size);
    return written("square.png", image, 8);
  }

  private ImageFile written(String name, BufferedImage image, int bits) throws IOException {
    Path path = folder.resolve(name);
    ImageIO.write(image, "png", path.toFile());
    String digest = Sha256.hexadecimal(Files.readAllBytes(path));
    ImageFile.Facts facts =
        new ImageFile.Facts(image.getWidth(), image.getHeight(), bits, bits == 8, false);
    return new ImageFile(path, digest, facts);
  }

  @Test
  void aSubjectHasATokenForEachOfItsImages() throws IOException {
    SequenceFeatures features =
        represented(encoder(TinyNetworks.channelMeans(-1, 3, -1, -1), false, List.of(2, 2)));

    assertThat(features.starts()).containsExactly(0, 1, 3);
    requireNumbers(token(features, 0), .5, .5, .5);
    requireNumbers(token(features, 1), 48 / 255.0, 64 / 255.0, 80 / 255.0);
    requireNumbers(token(features, 2), .5, .5, .5);
  }

  @Test
  void placesOfAMapOfFeaturesAreTokens() throws IOException {
    SequenceFeatures features =
        represented(encoder(TinyNetworks.identity(-1, 3, 2, 2), true, List.of()));

    assertThat(features.starts()).containsExactly(0, 4, 12);
    requireNumbers(token(features, 0), 1, 0, 0);
    requireNumbers(token(features, 2), 0, 0, 1);
    requireNumbers(token(features, 4), 16 / 255.0, 32 / 255.0, 48 / 255.0);
    assertThat(features.sequence().longest()).isEqualTo(8);
  }

  @Test
  void greyNetworksAreGivenTheLumaOfColours() throws IOException {
    SequenceFeatures features =
        represented(encoder(TinyNetworks.flattened(-1, 1, 2, 2), false, List.of()));

    requireNumbers(token(features, 0), 76 / 255.0, 150 / 255.0, 29 / 255.0, 1); // BT.601, rounded
  }

  /** Opening it takes more than the megabyte of stack that a thread has. */
  @Test
  void aPublishedNetworkOfManyLayersIsOpenedAndRun() throws IOException {
    Path published = SharedData.folder("encoders").resolve("mobilenet_v2.onnx");
    SequenceFeatures features =
        represented(encoder(Files.readAllBytes(published), false, List.of()));

    assertThat(features.sequence().tokenSize()).isEqualTo(1280);
    for (int token = 0; token < 3; token++) {
      for (float value : token(features, token)) {
        assertThat(value).isBetween(0f, 6f); // means of what ReLU6 gives
      }
    }
    assertThat(token(features, 0)).isEqualTo(token(features, 2)).isNotEqualTo(token(features, 1));
  }

  @Test
  void aModelFileHoldsTheNetwork() throws IOException {
    OnnxEncoder encoder = encoder(TinyNetworks.channelMeans(-1, 3, 2, 2), false, List.of());
    FittedPreprocessing fitted = fitted(encoder, images);
    Files.delete(folder.resolve(encoder.path()));

    PreprocessingSpec elsewhere = encoder.preprocessing(folder.resolve("nowhere"));
    SequenceFeatures again = (SequenceFeatures) elsewhere.restore(fitted.state()).apply(images);

    requireNumbers(token(again, 0), .5, .5, .5);
    assertThat(again.shape().sequence()).isEqualTo(again.sequence());
  }

  @Test
  void whatCannotBeRunIsSaidInOneMessage() throws IOException {
    OnnxEncoder none = new OnnxEncoder();
    requireFault(none, "modalities.scan.encoder.path: it must be a file; found none.");
    requireFault(
        encoder(new byte[] {1, 2, 3}, false, List.of()),
        "encoder onnx, network1.onnx: it must be a network in ONNX that can be run; found");
    requireFault(
        encoder(TinyNetworks.identity(-1, 7), false, List.of()),
        "a network of images must have one input of 1 or 3 channels, [images, channels, height,"
            + " width] or [images, height, width, channels]; found [in[any, 7]].");
    requireFault(
        encoder(TinyNetworks.channelMeans(-1, 3, -1, -1), false, List.of()),
        "its input takes images of any size, so the study must say which; found in[any, 3, any,"
            + " any]; write size: [HEIGHT, WIDTH].");
    requireFault(
        encoder(
            TinyNetworks.identity(-1, 3, 2, 2),
            false,
            List.of(),
            List.of(0.1, 0.2),
            List.of(1.0),
            null),
        "mean: expected one for all channels or 3; found 2 of them.");
    List<Double> ofBytes = List.of(123.675, 116.28, 103.53);
    assertThatThrownBy(
            () ->
                encoder(
                    TinyNetworks.identity(-1, 3, 2, 2),
                    false,
                    List.of(),
                    ofBytes,
                    List.of(58.0),
                    null))
        .hasMessageContaining("mean: expected levels from 0 to white, which is 1.0")
        .hasMessageContaining("white: 255");
  }

  private void requireFault(OnnxEncoder encoder, String message) {
    assertThatThrownBy(() -> fitted(encoder, images)).hasMessageContaining(message);
  }

  @Test
  void textsAreNotReadByANetworkOfImages() throws IOException {
    OnnxEncoder encoder = encoder(TinyNetworks.identity(-1, 3, 2, 2), false, List.of());
    TextData texts = new TextData(PackedTexts.of(List.of("a text")), 0);

    assertThatThrownBy(() -> fitted(encoder, texts))
        .hasMessageContaining(
            "modalities.scan.encoder: this encoder reads images; one with a tokenizer reads texts;"
                + " found texts.");
  }
}
