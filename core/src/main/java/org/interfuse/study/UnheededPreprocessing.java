package org.interfuse.study;

import java.nio.file.Path;
import java.util.List;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.transfer.TransferredSpec;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.study.Written.Keys;

/** Rejects {@code preprocessing} beside an encoder that prepares its modality itself. */
record UnheededPreprocessing(SpecReader specs) {
  /**
   * Looks at all modalities.
   *
   * @param written {@code modalities}
   */
  void look(Keys written, List<StudyModality> modalities, ModelSpec model) {
    for (ModalityEncoder chosen : model.encoders()) {
      Written preprocessing =
          written.entries().get(chosen.modality()) instanceof Keys own
              ? own.entries().get("preprocessing")
              : null;
      boolean taken = chosen.encoder() instanceof TransferredSpec; // says so in a note
      if (preprocessing != null
          && !taken
          && chosen.encoder().preprocessing(Path.of("")) != null
          && modalities.stream()
              .filter(modality -> modality.name().equals(chosen.modality()))
              .anyMatch(modality -> chosenBySomebody(modality, preprocessing))) {
        reject(chosen.encoder(), preprocessing);
      }
    }
  }

  /** A resolved study has every option, also those that say what is done anyway. */
  private boolean chosenBySomebody(StudyModality modality, Written written) {
    boolean usual =
        modality.preprocessing().equals(ModalityReader.usual(specs.catalog(), modality.source()));
    List<String> options = Option.keys(modality.preprocessing().getClass());
    boolean resolved =
        written instanceof Keys keys
            && keys.entries().keySet().stream()
                .map(Option::normalised)
                .toList()
                .containsAll(options);
    return !usual && !resolved;
  }

  private void reject(EncoderSpec encoder, Written written) {
    List<String> options = encoder.preparing();
    String own =
        options.isEmpty()
            ? "leave it out: " + encoder.type() + " has no options for that"
            : "write it in encoder, whose options for that are " + String.join(", ", options);
    specs
        .mistakes()
        .add(
            written.place(),
            "expected none beside encoder %s, which prepares its modality itself"
                .formatted(encoder.type()),
            found(written),
            "%s; what baselines and other encoders read stands beside one of these, and %s in a candidate's with"
                .formatted(own, encoder.type()));
  }

  private static String found(Written written) {
    return written instanceof Keys keys
        ? String.join(", ", keys.entries().keySet())
        : written.describe();
  }
}
