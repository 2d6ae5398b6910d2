package org.interfuse.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreprocessingState;
import org.interfuse.study.Study;
import org.interfuse.study.StudyModality;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import tools.jackson.databind.JsonNode;
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
    }
    return array;
  }

  static FittedCohort read(Study study, JsonNode array, SafetensorsReader reader)
      throws IOException {
    List<String> names = new ArrayList<>();
    List<FittedPreprocessing> fitted = new ArrayList<>();
    for (StudyModality modality : study.modalities()) {
      JsonNode node = entry(array, modality.name());
      Map<String, double[]> figures = new LinkedHashMap<>();
      for (String key : texts(node.path("figures"))) {
        figures.put(key, Figures.read(reader, name(modality.name(), key)));
      }
      Map<String, List<String>> texts = new LinkedHashMap<>();
      node.path("texts").properties().forEach(e -> texts.put(e.getKey(), texts(e.getValue())));
      PreprocessingState state =
          new PreprocessingState(node.path("type").asString(), texts, figures);
      names.add(modality.name());
      fitted.add(modality.preprocessing().restore(state));
    }
    return new FittedCohort(names, fitted);
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asString()));
    return texts;
  }

  private static JsonNode entry(JsonNode array, String modality) {
    for (JsonNode node : array) {
      if (node.path("modality").asString().equals(modality)) {
        return node;
      }
    }
    return array.path(-1);
  }

  private static String name(String modality, String key) {
    return "preprocessing." + modality + "." + key;
  }
}
