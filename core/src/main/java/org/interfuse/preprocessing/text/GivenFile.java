package org.interfuse.preprocessing.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.interfuse.file.Sha256;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.preprocessing.text.TextPreprocessing.Letters;

/**
 * Reads a vocabulary that others learnt: a {@code vocab.txt} as BERT publishes it, one word piece a
 * line, or a {@code tokenizer.json} ({@link TokenizerJson}).
 */
final class GivenFile {
  /** What is one token wherever it stands in a text, where a vocab.txt has it. */
  private static final List<String> MARKS =
      List.of("[PAD]", GivenTokens.UNKNOWN, "[CLS]", GivenRules.SEPARATOR, "[MASK]");

  private GivenFile() {}

  /**
   * Reads a file.
   *
   * @param option for messages about the study
   * @param folder that the path is relative to
   * @throws FindingsException if there is none, or it is no such vocabulary
   */
  static GivenTokens read(String option, Path folder, String path, Letters letters) {
    Path file = folder.resolve(path);
    if (!Files.isRegularFile(file)) {
      throw new FindingsException(
          Finding.of(
              option,
              "it must be a file, vocab.txt or tokenizer.json",
              "no file '%s'".formatted(path)));
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new FindingsException(
          Finding.of(option, "it must be a file that can be read", StorageException.reason(e)));
    }
    String text = text(path, bytes);
    String sha256 = Sha256.hexadecimal(bytes);
    boolean json = path.toLowerCase(Locale.ROOT).endsWith(".json");
    if (json && letters != Letters.AUTO) {
      throw new FindingsException(
          Finding.of(
              option.replaceAll("file$", "letters"),
              "a tokenizer.json says itself what becomes of letters",
              "'letters' beside it"));
    }
    return json ? new TokenizerJson(path).read(text, sha256) : lines(path, text, sha256, letters);
  }

  private static String text(String path, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new FindingsException(Finding.of(path, "the file must be UTF-8", "other bytes"));
    }
  }

  private static GivenTokens lines(String path, String text, String sha256, Letters letters) {
    List<String> tokens =
        new ArrayList<>(Arrays.asList(text.replace("\r\n", "\n").split("\n", -1)));
    if (tokens.get(tokens.size() - 1).isEmpty()) {
      tokens.remove(tokens.size() - 1);
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).isEmpty() || !seen.add(tokens.get(i))) {
        throw new FindingsException(
            Finding.of(
                "%s, line %,d".formatted(path, i + 1),
                "each line of a vocabulary is another word piece",
                tokens.get(i).isEmpty() ? "an empty line" : "'%s' again".formatted(tokens.get(i))));
      }
    }
    if (!seen.contains(GivenTokens.UNKNOWN)) {
      throw new FindingsException(
          Finding.of(
              path,
              "a vocabulary of word pieces has the token " + GivenTokens.UNKNOWN,
              "none among %,d lines".formatted(tokens.size()),
              List.of("leave 'file' out, and a vocabulary is learnt")));
    }
    List<String> marks = MARKS.stream().filter(seen::contains).toList();
    boolean lower = letters == Letters.AUTO ? !anyCapital(tokens) : letters == Letters.LOWER;
    return new GivenTokens(tokens, GivenRules.bert(lower, marks), sha256);
  }

  /**
   * Whether some piece has a letter with a small one beside it, but for those in brackets, [CLS]
   * for example: ℝ has none.
   */
  private static boolean anyCapital(List<String> tokens) {
    return tokens.stream()
        .filter(token -> !(token.startsWith("[") && token.endsWith("]")))
        .anyMatch(
            token -> token.codePoints().anyMatch(point -> Character.toLowerCase(point) != point));
  }
}
