package org.interfuse.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.PreprocessingState;
import org.interfuse.preprocessing.StoredState;
import org.interfuse.study.Study;
import org.interfuse.study.StudyModality;
import org.interfuse.tensor.safetensors.MetadataTree;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import tools.jackson.databind.node.ArrayNode;

/** Fitted preprocessing of all modalities in a model file. */
final class PreprocessingCodec {
  private PreprocessingCodec() {}

  static ArrayNode write(FittedCohort fitted, List<NamedTensor> tensors) {
    ArrayNode array = Json.array();
    for (int m = 0; m < fitted.modalities().size(); m++) {
      PreprocessingState state = fitted.preprocessing().get(m).state();
      array.add(
          Json.MAPPER.<tools.jackson.databind.JsonNode>valueToTree(
              StoredState.write(fitted.modalities().get(m), state, tensors)));
    }
    return array;
  }

  static FittedCohort read(Study study, MetadataTree array, SafetensorsReader reader)
      throws IOException {
    List<String> names = new ArrayList<>();
    List<FittedPreprocessing> fitted = new ArrayList<>();
    for (StudyModality modality : study.modalities()) {
      names.add(modality.name());
      PreprocessingState state = StoredState.read(modality.name(), array, reader);
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
}
