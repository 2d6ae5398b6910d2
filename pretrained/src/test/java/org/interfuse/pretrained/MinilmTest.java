package org.interfuse.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.interfuse.encoder.frozen.FrozenItems;
import org.interfuse.modality.PackedTexts;
import org.interfuse.modality.TextData;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.PreprocessingState;
import org.interfuse.preprocessing.SequenceFeatures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MinilmTest {
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

  private static TextData texts(String... texts) {
    return new TextData(PackedTexts.of(List.of(texts)), 0);
  }

  private static PreprocessingSpec spec(boolean tokens) {
    return new Minilm(Minilm.Weights.FROZEN, tokens).preprocessing(Path.of(""));
  }

  private static SequenceFeatures represented(boolean tokens, String... texts) {
    TextData data = texts(texts);
    return (SequenceFeatures)
        spec(tokens).fit("modalities.notes.encoder", data, new int[] {0}).apply(data);
  }

  private static float[] token(SequenceFeatures features, int token) {
    int width = features.sequence().tokenSize();
    ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.nativeOrder());
    Objects.requireNonNull(features.store()).read(features.tokens()[token], bytes);
    float[] values = new float[width];
    bytes.flip().asFloatBuffer().get(values);
    return values;
  }

  private static double cosine(float[] left, float[] right) {
    double product = 0;
    double lefts = 0;
    double rights = 0;
    for (int j = 0; j < left.length; j++) {
      product += left[j] * right[j];
      lefts += left[j] * left[j];
      rights += right[j] * right[j];
    }
    return product / Math.sqrt(lefts * rights);
  }

  /**
   * The similarities of the model's authors, www.sbert.net/examples/applications/semantic-search,
   * of the network in 32 bits; ours has weights in 8 bits.
   */
  @Test
  void similaritiesAreThoseOfThePublishedModel() {
    SequenceFeatures features =
        represented(
            false,
            "A man is eating pasta.",
            "A man is eating food.",
            "A man is eating a piece of bread.",
            "A man is riding a horse.",
            "A man is riding a white horse on an enclosed ground.",
            "A cheetah is running behind its prey.");
    double[] published = {0.7035, 0.5272, 0.1889, 0.1047, 0.0980};
    double[] found =
        IntStream.rangeClosed(1, 5)
            .mapToDouble(i -> cosine(token(features, 0), token(features, i)))
            .toArray();
    for (int i = 0; i < published.length; i++) {
      assertThat(found[i]).as("sentence " + i).isCloseTo(published[i], within(0.04));
    }
  }

  @Test
  void aTextIsAVectorOfLengthOne() {
    SequenceFeatures features = represented(false, "One.", "Two words, and more.");

    assertThat(features.sequence().axes()).containsExactly(384);
    assertThat(features.starts()).containsExactly(0, 1, 2);
    double squares = 0;
    for (float value : token(features, 1)) {
      squares += value * value;
    }
    assertThat(squares).isCloseTo(1, within(1e-5));
  }

  @Test
  void tokensAreTheWordPiecesAndTheMarksAtTheEnds() {
    SequenceFeatures features = represented(true, "aspirin helped", "no");

    // [CLS] as ##pi ##rin helped [SEP], [CLS] no [SEP]
    assertThat(features.length(0)).isEqualTo(6);
    assertThat(features.length(1)).isEqualTo(3);
  }

  @Test
  void aLongTextIsCutAt256WordPieces() {
    String words = "word ".repeat(1_000);

    SequenceFeatures features = represented(true, words, words + "and more");

    assertThat(features.length(0)).isEqualTo(256);
    assertThat(token(features, 300)).isEqualTo(token(features, 300 - 256));
  }

  @Test
  void whatATextIsDoesNotDependOnTheTextsBesideIt() {
    MinilmSource source = new MinilmSource(false);
    FrozenItems alone = source.open("").items(texts("It did not help at all."));
    FrozenItems among =
        source.open("").items(texts("x".repeat(500), "It did not help at all.", "Fine!"));

    assertThat(among.represent(1)).containsExactly(alone.represent(0));
    assertThat(among.digest(1)).containsExactly(alone.digest(0));
  }

  @Test
  void aModelFileKnowsTheNetworkByItsDigest() {
    TextData data = texts("One.", "Two.");
    FittedPreprocessing fitted = spec(false).fit("modalities.notes.encoder", data, new int[] {0});

    FittedPreprocessing again = spec(false).restore(fitted.state());
    assertThat(token((SequenceFeatures) again.apply(data), 1))
        .containsExactly(token((SequenceFeatures) fitted.apply(data), 1));

    PreprocessingState other =
        new PreprocessingState(
            fitted.state().type(),
            Map.of("digest", List.of("0f"), "items", List.of("1")),
            Map.of(),
            Map.of());
    assertThatThrownBy(() -> spec(false).restore(other))
        .hasMessageContaining(
            "encoder minilm: it must be the network that the model was trained with, digest 0f;"
                + " found this version of Interfuse has");
  }
}
