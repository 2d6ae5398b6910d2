package org.interfuse.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.PreprocessingState;
import org.interfuse.study.Study;
import org.interfuse.study.StudyModality;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Fitted preprocessing in a model file: texts in the metadata, figures as tensors. */
final class PreprocessingCodec {
  private PreprocessingCodec() {}

  static ArrayNode write(FittedCohort fitted, List<NamedTensor> tensors) {
    ArrayNode array = Json.array();
    for (int m = 0; m < fitted.modalities().size(); m++) {
      String modality = fitted.modalities().get(m);
      PreprocessingState state = fitted.preprocessing().get(m).state();
      ObjectNode node = array.addObject();
      node.put("modality", modality);
      node.put("type", state.type());
      node.set("texts", Json.MAPPER.valueToTree(new java.util.TreeMap<>(state.texts())));
      node.set(
          "figures", Json.MAPPER.valueToTree(state.figures().keySet().stream().sorted().toList()));
      state.figures().keySet().stream()
          .sorted()
          .forEach(
              key ->
                  tensors.add(
                      Figures.named(
                          name(modality, key),
                          java.util.Objects.requireNonNull(state.figures().get(key)))));
      if (!state.bytes().isEmpty()) {
        node.set(
            "bytes", Json.MAPPER.valueToTree(state.bytes().keySet().stream().sorted().toList()));
      }
      state.bytes().keySet().stream()
          .sorted()
          .forEach(
              key ->
                  tensors.add(
                      Figures.named(
                          name(modality, key),
                          java.util.Objects.requireNonNull(state.bytes().get(key)))));
    }
    return array;
  }

  static FittedCohort read(Study study, MetadataTree array, SafetensorsReader reader)
      throws IOException {
    List<String> names = new ArrayList<>();
    List<FittedPreprocessing> fitted = new ArrayList<>();
    for (StudyModality modality : study.modalities()) {
      names.add(modality.name());
      PreprocessingState state = state(entry(array, modality.name()), reader);
      fitted.add(spec(study, modality, state).restore(state));
    }
    return new FittedCohort(names, fitted);
  }

  /** What a state is of: the study's preprocessing, or what the encoder brought along. */
  private static PreprocessingSpec spec(
      Study study, StudyModality modality, PreprocessingState state) {
    return study.model().encoders().stream()
        .filter(encoder -> encoder.modality().equals(modality.name()))
        .map(encoder -> encoder.encoder().preprocessing(Path.of("")))
        .filter(brought -> brought != null && brought.type().equals(state.type()))
        .findFirst()
        .orElse(modality.preprocessing());
  }

  private static PreprocessingState state(MetadataTree entry, SafetensorsReader reader)
      throws IOException {
    String modality = entry.at("modality").text();
    Map<String, double[]> figures = new LinkedHashMap<>();
    for (String key : entry.at("figures").texts()) {
      figures.put(key, Figures.read(reader, name(modality, key)));
    }
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    List<String> keys = entry.has("bytes") ? entry.at("bytes").texts() : List.of();
    for (String key : keys) {
      bytes.put(key, Figures.readBytes(reader, name(modality, key)));
    }
    Map<String, List<String>> texts = new LinkedHashMap<>();
    entry.at("texts").entries().forEach((key, list) -> texts.put(key, list.texts()));
    return new PreprocessingState(entry.at("type").text(), texts, figures, bytes);
  }

  private static MetadataTree entry(MetadataTree array, String modality) {
    return array.items().stream()
        .filter(entry -> entry.at("modality").text().equals(modality))
        .findFirst()
        .orElseThrow(
            () -> array.fault("it must hold modality '" + modality + "'", "none of that name"));
  }

  private static String name(String modality, String key) {
    return "preprocessing." + modality + "." + key;
  }
}
