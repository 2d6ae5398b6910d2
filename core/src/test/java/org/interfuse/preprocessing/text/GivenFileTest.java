package org.interfuse.preprocessing.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.PackedTexts;
import org.interfuse.modality.TextData;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.text.TextPreprocessing.Letters;
import org.interfuse.preprocessing.text.TextPreprocessing.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of vocabularies that others learnt. What their tokens are, module pretrained asks. */
final class GivenFileTest {
  private static final List<String> PIECES =
      List.of("[PAD]", "[UNK]", "[SEP]", "un", "##able", "##aff", "cafe", "!", "東");

  @TempDir private Path folder;

  private TextPreprocessing options(String name, List<String> lines) throws IOException {
    Files.write(folder.resolve(name), lines, StandardCharsets.UTF_8);
    return new TextPreprocessing(name, Letters.AUTO, Tokenizer.WORDS, 20_000, 2, 9);
  }

  private String complaint(String name, String... lines) throws IOException {
    TextPreprocessing options = options(name, List.of(lines));
    try {
      options.opened("modalities.note.preprocessing", folder);
      return "nothing";
    } catch (FindingsException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void codesAreThePublishedNumbersAndOne() throws IOException {
    TextData data =
        new TextData(
            PackedTexts.of(List.of("Unaffable  CAFÉ!東\u0000", "xyz", "a\u001Eun", " ")), 0);
    PreprocessingSpec opened = options("vocab.txt", PIECES).opened("where", folder);
    FittedPreprocessing fitted = opened.fit("where", data, new int[] {0});
    SequenceFeatures found = (SequenceFeatures) fitted.apply(data);

    assertThat(found.tokens()).containsExactly(4, 6, 5, 7, 8, 9, 0, 0, 3, 4, 0);
    assertThat(found.starts()).containsExactly(0, 6, 7, 10, 11);
    assertThat(found.sequence().vocabulary()).isEqualTo(10);
    Files.delete(folder.resolve("vocab.txt")); // a state holds the vocabulary itself
    SequenceFeatures again =
        (SequenceFeatures) new TextPreprocessing().restore(fitted.state()).apply(data);
    assertThat(again.tokens()).containsExactly(found.tokens());
    assertThat(opened.sha256().orElseThrow()).hasSize(64);
    assertThat(new TextPreprocessing().opened("where", folder).sha256()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Cafe,AUTO,7 0 0", "Cafe,LOWER,0 0 0", "cafe,AUTO,7 7 7", "cafe,AS_WRITTEN,0 7 0"})
  void capitalsInTheVocabularySayWhatBecomesOfLetters(String piece, Letters letters, String codes)
      throws IOException {
    List<String> lines = PIECES.stream().map(each -> each.equals("cafe") ? piece : each).toList();
    Files.write(folder.resolve("vocab.txt"), lines, StandardCharsets.UTF_8);
    TextPreprocessing options =
        new TextPreprocessing("vocab.txt", letters, Tokenizer.WORDS, 20_000, 2, 9);
    TextData data = new TextData(PackedTexts.of(List.of("Cafe cafe café")), 0);
    SequenceFeatures found =
        (SequenceFeatures)
            options.opened("where", folder).fit("where", data, new int[] {0}).apply(data);

    int[] expected = Arrays.stream(codes.split(" ")).mapToInt(Integer::parseInt).toArray();
    assertThat(found.tokens()).containsExactly(expected);
  }

  @Test
  void whatIsNoVocabularyIsNamed() throws IOException {
    assertThat(complaint("words.txt", "one", "two"))
        .contains("words.txt: a vocabulary of word pieces has the token [UNK]")
        .contains("found none among 2 lines");
    assertThat(complaint("twice.txt", "[UNK]", "a", "a"))
        .contains("twice.txt, line 3: each line of a vocabulary is another word piece")
        .contains("found 'a' again");
    assertThat(complaint("gap.txt", "[UNK]", "", "a"))
        .contains("gap.txt, line 2")
        .contains("empty");
    assertThat(complaint("a.json", "no json")).contains("a.json: it must be JSON");
    assertThat(complaint("bpe.json", "{\"model\": {\"type\": \"BPE\"}}"))
        .contains("bpe.json, model: it must be WordPiece")
        .contains("found 'BPE'")
        .contains("{type: onnx, tokenizer: FILE} reads every kind");
    String model = "\"model\": {\"type\": \"WordPiece\", \"unk_token\": \"u\", \"vocab\": ";
    String words = "\"pre_tokenizer\": {\"type\": \"BertPreTokenizer\"}, ";
    assertThat(complaint("gap.json", "{" + words + model + "{\"u\": 0, \"a\": 2}}}"))
        .contains("gap.json, model.vocab: 2 tokens must have the numbers 0 to 1, each once")
        .contains("found 2 for 'a'");
    assertThat(complaint("unknown.json", "{" + words + model + "{\"a\": 0}}}"))
        .contains("unknown.json, model.unk_token: it must be a token of the vocabulary");
    assertThat(complaint("cut.json", "{" + model + "{\"u\": 0}}}"))
        .contains("cut.json, pre_tokenizer: it must be BertPreTokenizer");
    TextPreprocessing absent =
        new TextPreprocessing("no.txt", Letters.AUTO, Tokenizer.WORDS, 20_000, 2, 9);
    assertThatThrownBy(() -> absent.opened("modalities.note.preprocessing", folder))
        .hasMessageContaining("modalities.note.preprocessing.file: it must be a file")
        .hasMessageContaining("no file 'no.txt'");
  }

  @Test
  void nothingIsLearntBesideIt() {
    assertThatThrownBy(
            () -> new TextPreprocessing("v", Letters.AUTO, Tokenizer.SUBWORDS, 20_000, 2, 9))
        .hasMessageContaining("file: expected without tokenizer, vocabulary and minimum_count");
    assertThatThrownBy(
            () -> new TextPreprocessing("", Letters.LOWER, Tokenizer.WORDS, 20_000, 2, 9))
        .hasMessageContaining("letters: expected beside 'file' alone");
  }
}
