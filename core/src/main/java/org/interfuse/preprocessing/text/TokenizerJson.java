package org.interfuse.preprocessing.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a {@code tokenizer.json} of Hugging Face whose model is WordPiece, normalised and cut into
 * words as BERT does. What it adds around a text, and how it cuts and fills texts, is not read: a
 * study says that.
 */
final class TokenizerJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int MOST_TOKENS = 1 << 22;

  private final String path;

  /**
   * @param path for messages
   */
  TokenizerJson(String path) {
    this.path = path;
  }

  GivenTokens read(String text, String sha256) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw wrong("", "it must be JSON", "something else");
    }
    JsonNode model = tree.path("model");
    requireType(model, "model", "WordPiece", /* absent= */ false);
    JsonNode normalizer = tree.path("normalizer");
    requireType(normalizer, "normalizer", "BertNormalizer", /* absent= */ true);
    requireType(tree.path("pre_tokenizer"), "pre_tokenizer", "BertPreTokenizer", false);
    Map<String, Integer> numbers = new LinkedHashMap<>();
    model
        .path("vocab")
        .propertyStream()
        .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asInt(-1)));
    List<String> marks = marks(tree.path("added_tokens"), numbers);
    String unknown = model.path("unk_token").asString("");
    if (!numbers.containsKey(unknown)) {
      throw wrong("model.unk_token", "it must be a token of the vocabulary", "'" + unknown + "'");
    }
    return new GivenTokens(tokens(numbers), rules(model, normalizer, marks), sha256);
  }

  private void requireType(JsonNode node, String key, String wanted, boolean absent) {
    if (absent && (node.isNull() || node.isMissingNode())) {
      return;
    }
    String type = node.path("type").asString(node.isObject() ? "without a type" : "none");
    if (!type.equals(wanted)) {
      throw wrong(
          key,
          "it must be " + wanted + ", which is what is read of a tokenizer.json",
          "'" + type + "'",
          "an encoder of that tokenizer: {type: onnx, tokenizer: FILE} reads every kind",
          "leave 'file' out, and a vocabulary is learnt");
    }
  }

  private List<String> marks(JsonNode added, Map<String, Integer> numbers) {
    List<String> marks = new ArrayList<>();
    for (JsonNode token : added) {
      String content = token.path("content").asString("");
      if (content.isEmpty()
          || token.path("normalized").asBoolean(false)
          || token.path("single_word").asBoolean(false)) {
        throw wrong(
            "added_tokens",
            "an added token must stand for itself wherever it stands in a text",
            "'%s', which is normalized or a single word".formatted(content));
      }
      numbers.put(content, token.path("id").asInt(-1));
      marks.add(content);
    }
    return marks;
  }

  /** In the order of their numbers, which must be 0, 1, 2, …. */
  private List<String> tokens(Map<String, Integer> numbers) {
    String[] tokens = new String[Math.min(MOST_TOKENS, numbers.size())];
    numbers.forEach(
        (token, number) -> {
          if (number < 0 || number >= tokens.length || tokens[number] != null) {
            throw wrong(
                "model.vocab",
                "%,d tokens must have the numbers 0 to %,d, each once"
                    .formatted(numbers.size(), tokens.length - 1),
                "%d for '%s'".formatted(number, token));
          }
          if (token.isEmpty() || token.indexOf('\n') >= 0) {
            throw wrong(
                "model.vocab", "a token must be a text of one line", "token %d".formatted(number));
          }
          tokens[number] = token;
        });
    return Arrays.asList(tokens);
  }

  private GivenRules rules(JsonNode model, JsonNode normalizer, List<String> marks) {
    boolean lower = normalizer.path("lowercase").asBoolean(false);
    JsonNode accents = normalizer.path("strip_accents");
    int longest = model.path("max_input_chars_per_word").asInt(100);
    String continued = model.path("continuing_subword_prefix").asString("##");
    if (longest < 1) {
      throw wrong("model.max_input_chars_per_word", "it must be 1 or more", "" + longest);
    }
    return new GivenRules(
        normalizer.path("clean_text").asBoolean(false),
        normalizer.path("handle_chinese_chars").asBoolean(false),
        accents.isBoolean() ? accents.asBoolean() : lower,
        lower,
        continued,
        longest,
        marks);
  }

  private FindingsException wrong(String key, String rule, String found, String... choices) {
    String where = key.isEmpty() ? path : path + ", " + key;
    return new FindingsException(Finding.of(where, rule, found, List.of(choices)));
  }
}
