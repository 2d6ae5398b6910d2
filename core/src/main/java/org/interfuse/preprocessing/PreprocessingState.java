package org.interfuse.preprocessing;

import java.util.List;
import java.util.Map;

/**
 * A fitted preprocessing as plain data: names go into the model file's metadata, figures into its
 * tensors.
 *
 * @param type the preprocessing's type
 * @param texts named lists of text (column names, levels)
 * @param figures named arrays of numbers (means, scales)
 */
public record PreprocessingState(
    String type, Map<String, List<String>> texts, Map<String, double[]> figures) {
  public PreprocessingState {
    texts = Map.copyOf(texts);
    figures = Map.copyOf(figures);
  }
}
