package org.interfuse.preprocessing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.interfuse.tensor.safetensors.Figures;
import org.interfuse.tensor.safetensors.MetadataTree;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;

/**
 * A fitted preprocessing in a model file: texts in its metadata, figures and bytes as its tensors.
 */
public final class StoredState {
  private StoredState() {}

  /**
   * What stands in the metadata.
   *
   * @param tensors receives the figures and the bytes
   */
  public static Map<String, Object> write(
      String modality, PreprocessingState state, List<NamedTensor> tensors) {
    Map<String, Object> entry = new LinkedHashMap<>();
    List<String> figures = state.figures().keySet().stream().sorted().toList();
    List<String> bytes = state.bytes().keySet().stream().sorted().toList();
    entry.put("modality", modality);
    entry.put("type", state.type());
    entry.put("texts", new TreeMap<>(state.texts()));
    entry.put("figures", figures);
    for (String key : figures) {
      double[] values = Objects.requireNonNull(state.figures().get(key));
      tensors.add(Figures.named(name(modality, key), values));
    }
    if (!bytes.isEmpty()) {
      entry.put("bytes", bytes);
    }
    for (String key : bytes) {
      byte[] values = Objects.requireNonNull(state.bytes().get(key));
      tensors.add(Figures.named(name(modality, key), values));
    }
    return entry;
  }

  /**
   * What was written.
   *
   * @param entries those of all modalities
   * @throws org.interfuse.finding.FindingsException if there is none of that modality
   */
  public static PreprocessingState read(
      String modality, MetadataTree entries, SafetensorsReader reader) throws IOException {
    MetadataTree entry = entry(entries, modality);
    Map<String, double[]> figures = new LinkedHashMap<>();
    for (String key : entry.at("figures").texts()) {
      figures.put(key, Figures.read(reader, name(modality, key)));
    }
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    List<String> keys = entry.has("bytes") ? entry.at("bytes").texts() : new ArrayList<>();
    for (String key : keys) {
      bytes.put(key, Figures.readBytes(reader, name(modality, key)));
    }
    Map<String, List<String>> texts = new LinkedHashMap<>();
    entry.at("texts").entries().forEach((key, list) -> texts.put(key, list.texts()));
    return new PreprocessingState(entry.at("type").text(), texts, figures, bytes);
  }

  private static MetadataTree entry(MetadataTree entries, String modality) {
    return entries.items().stream()
        .filter(entry -> entry.at("modality").text().equals(modality))
        .findFirst()
        .orElseThrow(
            () -> entries.fault("it must hold modality '" + modality + "'", "none of that name"));
  }

  private static String name(String modality, String key) {
    return "preprocessing." + modality + "." + key;
  }
}
