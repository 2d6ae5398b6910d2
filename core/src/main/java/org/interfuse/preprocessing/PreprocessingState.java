package org.interfuse.preprocessing;

import java.util.List;
import java.util.Map;

/**
 * A fitted preprocessing as plain data: texts go into the model file's metadata, figures and bytes
 * into its tensors.
 *
 * @param type the preprocessing's type
 * @param texts named lists of text (column names, levels)
 * @param figures named arrays of numbers (means, scales)
 * @param bytes named arrays of bytes (a million names)
 */
public record PreprocessingState(
    String type,
    Map<String, List<String>> texts,
    Map<String, double[]> figures,
    Map<String, byte[]> bytes) {
  public PreprocessingState {
    texts = Map.copyOf(texts);
    figures = Map.copyOf(figures);
    bytes = Map.copyOf(bytes);
  }

  /** Without bytes. */
  public PreprocessingState(
      String type, Map<String, List<String>> texts, Map<String, double[]> figures) {
    this(type, texts, figures, Map.of());
  }

  /** The texts of that name. */
  public List<String> texts(String name) {
    return StateReader.texts(this, name);
  }

  /** The figures of that name. */
  public double[] figures(String name) {
    return StateReader.figures(this, name);
  }

  /** The bytes of that name. */
  public byte[] bytes(String name) {
    return StateReader.bytes(this, name);
  }
}
