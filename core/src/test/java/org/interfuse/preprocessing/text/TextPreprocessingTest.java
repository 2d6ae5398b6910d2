package org.interfuse.preprocessing.text;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.PackedTexts;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.TextData;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.TokenCounts;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.preprocessing.text.TextPreprocessing.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class TextPreprocessingTest {
  private static final String WHERE = "modalities.notes.preprocessing";
  private static final int[] FIRST_THREE = {0, 1, 2};

  private static TextData texts(String... texts) {
    return new TextData(PackedTexts.of(List.of(texts)), 0);
  }

  private static List<String> words(String text) {
    List<String> found = new ArrayList<>();
    new Words((characters, from, to) -> found.add(new String(characters, from, to - from)))
        .read(text);
    return found;
  }

  private static FittedText fit(TextPreprocessing options, TextData data, int... rows) {
    return (FittedText) options.fit(WHERE, data, rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "It DIDN'T help|it didn't help",
        "didn’t 'quoted' it's'|didn't ' quoted ' it's '",
        "40mg/day, twice.|40mg / day , twice .",
        "so good!!!!! really??|so good !!! !! really ??",
        "naïve CAFE\u0301 Straße|naïve café straße",
        "#sad @you_2 http://t.co/x|# sad @ you_2 http : // t . co / x",
        "東京 は|東 京 は",
        "ok👍🏽👨‍👩‍👧ok ❤️|ok 👍🏽 👨‍👩‍👧 ok ❤️",
        "İstanbul|i̇stanbul",
      })
  void wordsAreCutByUnicode(String text, String expected) {
    assertThat(words(text)).containsExactly(expected.split(" "));
  }

  @Test
  void columnsStayApart() {
    assertThat(words("good" + TextData.SEPARATOR + TextData.SEPARATOR + "bad"))
        .containsExactly("good", "\u001E", "\u001E", "bad");
    assertThat(words(" \t\n\u00A0\u200B\u0000 ")).isEmpty();
  }

  @Test
  void theVocabularyIsThatOfTheTrainingRowsByFrequencyThenText() {
    TextData data = texts("b b c a", "c d a", "secret secret secret", "e a c zzz");

    FittedText fitted = fit(new TextPreprocessing(Tokenizer.WORDS, 20_000, 2, 3), data, 0, 1);
    SequenceFeatures features = fitted.apply(data);

    assertThat(fitted.vocabulary()).containsExactly("a", "b", "c");
    assertThat(features.tokens()).containsExactly(2, 2, 3, 3, 0, 1, 0, 0, 0, 0, 1, 3);
    assertThat(features.starts()).containsExactly(0, 3, 6, 9, 12);
    assertThat(features.sequence().vocabulary()).isEqualTo(4);
    TokenCounts counts = requireNonNull(features.counts());
    assertThat(counts.cutRows()).isEqualTo(2);
    assertThat(counts.tokens()).isEqualTo(14);
    assertThat(counts.unknown()).isEqualTo(6);
    assertThat(fit(new TextPreprocessing(Tokenizer.WORDS, 2, 1, 3), data, 0, 1).vocabulary())
        .containsExactly("a", "b");
  }

  @Test
  void aTextWithoutATokenIsUnknown() {
    TextData data = texts("a a", "\u200B");

    SequenceFeatures features = fit(new TextPreprocessing(), data, 0).apply(data);

    assertThat(features.tokens()).containsExactly(1, 1, 0);
  }

  @Test
  void refusesATrainingPartWithoutAWord() {
    assertThatThrownBy(() -> fit(new TextPreprocessing(), texts("one two", "one two"), 0))
        .isInstanceOf(FindingsException.class)
        .hasMessage(
            WHERE
                + ": some word must stand in the training texts 2 times; found none in 1 texts;"
                + " say 'minimum_count: 1'.");
    assertThatThrownBy(() -> new TextPreprocessing(Tokenizer.WORDS, 0, 1, 1))
        .hasMessage("vocabulary: expected 1 or more, but it is 0");
  }

  /** Figures of scikit-learn 1.2: TfidfVectorizer(sublinear_tf=True, token_pattern=\w+|[^\w\s]). */
  @Test
  void columnsAreTheWeightsOfScikitLearn() {
    TextData data =
        texts(
            "the drug helped a lot, a lot",
            "the drug did not help",
            "a headache",
            "help help help the headache of a stranger");
    FittedText fitted = fit(new TextPreprocessing(Tokenizer.WORDS, 100, 1, 3), data, FIRST_THREE);

    WideFeatures columns = requireNonNull(fitted.apply(data).wide());

    assertThat(columns.sparse()).isTrue();
    requireRow(
        columns,
        fitted,
        0,
        Map.of(
            ",",
            0.360804659,
            "a",
            0.464601691,
            "drug",
            0.274401243,
            "helped",
            0.360804659,
            "lot",
            0.610895392,
            "the",
            0.274401243));
    requireRow(columns, fitted, 2, Map.of("a", 0.605348508, "headache", 0.795960542));
    requireRow(
        columns,
        fitted,
        3,
        Map.of("a", 0.296913422, "headache", 0.390405469, "help", 0.819309715, "the", 0.296913422));
  }

  private static void requireRow(
      WideFeatures columns, FittedText fitted, int row, Map<String, Double> expected) {
    SparseMatrix matrix = (SparseMatrix) columns.matrix();
    int[] places = new int[matrix.stored(row)];
    float[] values = new float[places.length];
    assertThat(matrix.read(row, places, values, 0)).isEqualTo(expected.size());
    for (int i = 0; i < places.length; i++) {
      String token = fitted.vocabulary().get(places[i]);
      assertThat(expected).containsKey(token);
      assertThat((double) values[i]).as(token).isCloseTo(expected.get(token), within(1e-7));
    }
    ByteBuffer tile =
        ByteBuffer.allocateDirect(4 * matrix.columns()).order(ByteOrder.nativeOrder());
    matrix.read(new int[] {row}, 1, matrix.columns(), tile);
    for (int j = 1; j < matrix.columns(); j++) {
      double weight = expected.getOrDefault(fitted.vocabulary().get(j), 0.0);
      assertThat((double) tile.getFloat(4 * (j - 1))).isCloseTo(weight, within(1e-7));
    }
  }

  /**
   * By hand: of the 7 of "##o ##w" and of "l ##o" the text that comes first, then "l ##ow" (7),
   * "##e ##s" (4), "##es ##t" (4), and of the pairs that stand there 3 times "##e ##w".
   */
  @Test
  void piecesAreJoinedByFrequency() {
    TextData data = texts("low low low low low lower lower newest newest newest widest");

    FittedText fitted = fit(new TextPreprocessing(Tokenizer.SUBWORDS, 16, 1, 20), data, 0);

    assertThat(fitted.vocabulary())
        .hasSize(16)
        .endsWith("##ow", "low", "##es", "##est", "##ew")
        .startsWith("##w", "##e", "##o", "l");
    SequenceFeatures features = fitted.apply(texts("low lowest slow"));
    List<String> pieces =
        Arrays.stream(features.tokens())
            .mapToObj(code -> code == 0 ? "?" : fitted.vocabulary().get(code - 1))
            .toList();
    assertThat(String.join(" ", pieces)).startsWith("low low ##");
    assertThat(pieces).last().isEqualTo("?"); // no piece begins with an s
  }

  @Test
  void piecesOfKnownWordsSpellThem() {
    SplittableRandom random = new SplittableRandom(3);
    String[] words =
        IntStream.range(0, 400)
            .mapToObj(
                i ->
                    random
                        .ints(1 + random.nextInt(9), 'a', 'f')
                        .collect(
                            StringBuilder::new,
                            StringBuilder::appendCodePoint,
                            StringBuilder::append)
                        .toString())
            .toArray(String[]::new);
    TextData data = texts(words);
    FittedText fitted =
        fit(
            new TextPreprocessing(Tokenizer.SUBWORDS, 60, 1, 20),
            data,
            IntStream.range(0, 300).toArray());

    SequenceFeatures features = fitted.apply(data);

    assertThat(fitted.vocabulary()).hasSize(60).doesNotHaveDuplicates();
    for (int row = 0; row < words.length; row++) {
      StringBuilder spelt = new StringBuilder();
      for (int at = features.starts()[row]; at < features.starts()[row + 1]; at++) {
        assertThat(features.tokens()[at]).isPositive();
        spelt.append(fitted.vocabulary().get(features.tokens()[at] - 1).replace("##", ""));
      }
      assertThat(spelt.toString()).isEqualTo(words[row]);
    }
  }

  @ParameterizedTest
  @EnumSource(Tokenizer.class)
  void whatIsRestoredGivesTheSameBits(Tokenizer tokenizer) {
    TextData data = texts("Some notes, some words", "other words: notes!", "unseen words 👍");
    TextPreprocessing options = new TextPreprocessing(tokenizer, 30, 1, 4);
    FittedText fitted = fit(options, data, 0, 1);

    FittedText restored = (FittedText) options.restore(fitted.state());

    assertThat(restored.vocabulary()).isEqualTo(fitted.vocabulary());
    assertThat(restored.apply(data).tokens()).isEqualTo(fitted.apply(data).tokens());
    assertThat(requireNonNull(restored.apply(data).wide()).matrix())
        .usingRecursiveComparison()
        .isEqualTo(requireNonNull(fitted.apply(data).wide()).matrix());
    assertThat(restored.state()).usingRecursiveComparison().isEqualTo(fitted.state());
  }

  @Test
  void countsFollowTheRowsThatAreSelected() {
    TextData data = texts("a b", "b b c", "c");
    SequenceFeatures all =
        fit(new TextPreprocessing(Tokenizer.WORDS, 9, 1, 9), data, 0, 1, 2).apply(data);

    WideFeatures some = requireNonNull(all.select(new int[] {2, 0}).wide());

    assertThat(some.rows()).isEqualTo(2);
    assertThat(((SparseMatrix) some.matrix()).stored(0)).isEqualTo(1);
    assertThat(((SparseMatrix) some.matrix()).stored(1)).isEqualTo(2);
  }
}
