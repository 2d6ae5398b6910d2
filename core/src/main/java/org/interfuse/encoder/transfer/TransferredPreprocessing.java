package org.interfuse.encoder.transfer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ModalityData;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.PreprocessingState;

/**
 * The preprocessing that a model file was trained with: scales, levels, vocabulary. Nothing is
 * fitted here, so that every fold has the same, and no row at hand has a say in it. A transferred
 * encoder brings it along; a study does not name it.
 *
 * @param origin the file
 * @param modality its name in the file
 * @param spec what it was fitted by
 */
public record TransferredPreprocessing(Origin origin, String modality, PreprocessingSpec spec)
    implements PreprocessingSpec {
  private static final String WHERE = "where";

  @Override
  public String type() {
    return spec.type();
  }

  @Override
  public boolean accepts(ModalityData data) {
    return spec.accepts(data);
  }

  @Override
  public FittedPreprocessing fit(String where, ModalityData data, int[] trainingRows) {
    if (!accepts(data)) {
      throw new FindingsException(unread(where, data));
    }
    return restored(where);
  }

  /** What is said of data of another kind. */
  Finding unread(String where, ModalityData data) {
    return Finding.of(
        where,
        "the encoder of modality '%s' in %s reads what preprocessing '%s' gives"
            .formatted(modality, origin.file().getFileName(), type()),
        data.describe());
  }

  /** As the file has it, its messages with the place here. */
  FittedPreprocessing restored(String where) {
    PreprocessingState state = origin.preprocessing(modality);
    Map<String, List<String>> texts = new LinkedHashMap<>(state.texts());
    texts.computeIfPresent(WHERE, (key, there) -> List.of(where));
    return spec.restore(
        new PreprocessingState(state.type(), texts, state.figures(), state.bytes()));
  }

  @Override
  public FittedPreprocessing restore(PreprocessingState state) {
    return spec.restore(state);
  }
}
