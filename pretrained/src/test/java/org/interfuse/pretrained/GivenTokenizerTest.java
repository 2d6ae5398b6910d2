package org.interfuse.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.interfuse.modality.PackedTexts;
import org.interfuse.modality.TextData;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.text.TextPreprocessing;
import org.interfuse.preprocessing.text.TextPreprocessing.Letters;
import org.interfuse.preprocessing.text.TextPreprocessing.Tokenizer;
import org.interfuse.tensor.CacheFolder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A given vocabulary is read as the tokenizers of Hugging Face read it: their library is asked. */
final class GivenTokenizerTest {
  private static final int UNKNOWN = 100; // of this vocabulary

  /** Of the blocks drawn from the only mark that a later JDK knows for one, and JDK 17 does not. */
  private static final int OF_UNICODE_14 = 0x061D;

  private static byte[] json = new byte[0];
  private static @Nullable HuggingFaceTokenizer opened;

  @TempDir private Path folder;

  @BeforeAll
  static void open() throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(
            MinilmSource.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json"))) {
      json = stream.readAllBytes();
    }
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("DJL_CACHE_DIR", CacheFolder.of("tokenizers").toString());
    opened = opened(new String(json, StandardCharsets.UTF_8));
  }

  private static HuggingFaceTokenizer opened(String text) throws IOException {
    return HuggingFaceTokenizer.newInstance(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
  }

  private static HuggingFaceTokenizer published() {
    return Objects.requireNonNull(opened);
  }

  @AfterAll
  static void close() {
    published().close();
  }

  /** The published numbers of each text's pieces. */
  private List<long[]> read(String file, Letters letters, List<String> texts) {
    TextData data = new TextData(PackedTexts.of(texts), 0);
    TextPreprocessing options =
        new TextPreprocessing(file, letters, Tokenizer.WORDS, 20_000, 2, 10_000);
    SequenceFeatures features =
        (SequenceFeatures)
            options.opened("where", folder).fit("where", data, new int[] {0}).apply(data);
    List<long[]> numbers = new ArrayList<>();
    for (int row = 0; row < features.rows(); row++) {
      numbers.add(
          Arrays.stream(features.tokens(), features.starts()[row], features.starts()[row + 1])
              .mapToLong(code -> code == 0 ? UNKNOWN : code - 1)
              .toArray());
    }
    return numbers;
  }

  private void assertAsPublished(
      HuggingFaceTokenizer tokenizer, String file, Letters letters, List<String> texts) {
    List<long[]> found = read(file, letters, texts);
    for (int i = 0; i < texts.size(); i++) {
      long[] expected = tokenizer.encode(texts.get(i)).getIds();
      long[] one = expected.length == 0 ? new long[] {UNKNOWN} : expected; // of blanks alone
      assertThat(found.get(i)).as(escaped(texts.get(i))).containsExactly(one);
    }
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text).append(" =");
    text.codePoints().forEach(point -> escaped.append(" %04X".formatted(point)));
    return escaped.toString();
  }

  /** Characters of Unicode 8: what it got since, that library does not know. */
  private static List<String> texts() {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "The patient's wheezing improved; no side-effects (yet)!",
                "Café naïve Ångström Straße ﬁnal İstanbul ΟΔΟΣ ΣΊΣΥΦΟΣ",
                "東京タワーは高い。한국어 자모, 中文字符𠮷",
                "ok👍🏽👨‍👩‍👧 ❤️ #1️⃣ 🇫🇷",
                "tab\tnew\nline\r\nzero\u0000width\u200Bjoin\u00ADsoft\uFEFFbom\uFFFDx\u0085y",
                "a\u00A0b\u2003c\u3000d\u2028e\u000Bf\u001Fg",
                "[MASK] this[SEP]and [mask] [UNK][CLS]] [[PAD]",
                "$5 + 3=8 <br/> ^_^ `x` ~y~ |z| «q» ‹r› ‽ … — –",
                "العربية עִבְרִית हिन्दी ไทย ქართული",
                "x".repeat(100) + " " + "x".repeat(101) + " " + "é".repeat(100),
                "unaffable antidisestablishmentarianism qwrtzp",
                " \t "));
    SplittableRandom random = new SplittableRandom(11);
    int[][] blocks = {
      {0x20, 0x7E},
      {0xA0, 0x24F},
      {0x300, 0x36F},
      {0x370, 0x5FF},
      {0x600, 0x6FF},
      {0x900, 0x97F},
      {0xE00, 0xE7F},
      {0x1E00, 0x206F},
      {0x20A0, 0x2BFF},
      {0x3000, 0x30FF},
      {0x4E00, 0x4EFF},
      {0xAC00, 0xACFF},
      {0xF900, 0xFAFF},
      {0xFE00, 0xFFFD},
      {0x1F300, 0x1F64F},
      {0x20000, 0x200FF}
    };
    for (int i = 0; i < 1_500; i++) {
      StringBuilder text = new StringBuilder("a");
      for (int j = random.nextInt(24); j >= 0; j--) {
        int[] block = blocks[random.nextInt(blocks.length)];
        int point = random.nextInt(block[0], block[1] + 1);
        text.appendCodePoint(point == OF_UNICODE_14 ? 'x' : point);
        text.append(random.nextInt(4) == 0 ? " e" : "");
      }
      texts.add(text.toString());
    }
    return texts;
  }

  @Test
  void aTokenizerJsonIsReadAsPublished() throws IOException {
    Files.write(folder.resolve("tokenizer.json"), json);

    assertAsPublished(published(), "tokenizer.json", Letters.AUTO, texts());
  }

  @Test
  void aVocabularyOfLinesIsReadLikewise() throws IOException {
    writeLines();

    assertAsPublished(published(), "vocab.txt", Letters.AUTO, texts());
  }

  @Test
  void lettersMayStayAsTheyAre() throws IOException {
    writeLines();
    String cased =
        new String(json, StandardCharsets.UTF_8)
            .replaceFirst("\"lowercase\"\\s*:\\s*true", "\"lowercase\": false");
    Files.writeString(folder.resolve("cased.json"), cased);
    try (HuggingFaceTokenizer tokenizer = opened(cased)) {
      assertAsPublished(tokenizer, "cased.json", Letters.AUTO, texts());
      assertAsPublished(tokenizer, "vocab.txt", Letters.AS_WRITTEN, texts());
    }
  }

  private void writeLines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int token = 0; token < 30_522; token++) {
      lines.add("");
    }
    var tree = tools.jackson.databind.json.JsonMapper.builder().build().readTree(json);
    tree.path("model")
        .path("vocab")
        .propertyStream()
        .forEach(entry -> lines.set(entry.getValue().asInt(), entry.getKey()));
    Files.write(folder.resolve("vocab.txt"), lines);
  }
}
