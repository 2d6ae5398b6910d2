package org.interfuse.pretrained;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.tensor.CacheFolder;

/** The tokenizer of a {@code tokenizer.json}. Thread-safe. */
final class WordPieces {
  private final HuggingFaceTokenizer tokenizer;

  private WordPieces(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Opens a tokenizer.
   *
   * @param where for messages: the file
   * @param longest word pieces of a text, the marks at its ends among them; the rest is cut
   * @throws FindingsException if it is none
   */
  static WordPieces open(String where, byte[] json, int longest) {
    System.setProperty("ai.djl.offline", "true");
    if (System.getProperty("DJL_CACHE_DIR") == null && System.getenv("DJL_CACHE_DIR") == null) {
      System.setProperty("DJL_CACHE_DIR", CacheFolder.of("tokenizers").toString());
    }
    try {
      return new WordPieces(
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json),
              Map.of(
                  "padding",
                  "false",
                  "truncation",
                  "true",
                  "maxLength",
                  Integer.toString(longest),
                  "modelMaxLength",
                  Integer.toString(longest))));
    } catch (IOException | RuntimeException e) {
      throw new FindingsException(
          Finding.of(where, "it must be a tokenizer.json", String.valueOf(e.getMessage())));
    }
  }

  /** The word pieces of a text. */
  Encoding encode(String text) {
    return tokenizer.encode(text);
  }
}
