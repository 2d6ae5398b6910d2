package org.interfuse.preprocessing.text;

import java.util.Optional;
import org.interfuse.modality.ModalityData;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.PreprocessingState;

/**
 * A {@link TextPreprocessing} whose vocabulary others learnt, once its file was read.
 *
 * @param options as the study has them
 * @param given what the file says
 */
record GivenText(TextPreprocessing options, GivenTokens given) implements PreprocessingSpec {
  @Override
  public String type() {
    return options.type();
  }

  @Override
  public boolean accepts(ModalityData data) {
    return options.accepts(data);
  }

  @Override
  public Optional<String> sha256() {
    return Optional.of(given.sha256());
  }

  @Override
  public FittedPreprocessing fit(String where, ModalityData data, int[] trainingRows) {
    return options.fit(where, data, trainingRows, given);
  }

  @Override
  public FittedPreprocessing restore(PreprocessingState state) {
    return options.restore(state);
  }
}
