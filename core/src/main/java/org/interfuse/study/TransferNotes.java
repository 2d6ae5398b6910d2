package org.interfuse.study;

import java.util.List;
import java.util.Map;
import org.interfuse.encoder.transfer.TransferredSpec;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.study.Written.Keys;
import org.jspecify.annotations.Nullable;

/** What a study says beside {@code encoder: {from: FILE}} that the encoder does not heed. */
record TransferNotes(Mistakes mistakes) {
  void look(Keys written, List<StudyModality> modalities, ModelSpec model) {
    for (ModalityEncoder encoder : model.encoders()) {
      Written own = written.entries().get(encoder.modality());
      if (encoder.encoder() instanceof TransferredSpec taken && own instanceof Keys keys) {
        lookAtStrategy(keys, model.strategy());
        modalities.stream()
            .filter(modality -> modality.name().equals(encoder.modality()))
            .forEach(modality -> lookAtPreprocessing(keys, modality.preprocessing(), taken));
      }
    }
  }

  private void lookAtStrategy(Keys keys, Strategy strategy) {
    if (strategy == Strategy.EARLY) {
      Written encoder = keys.entries().get("encoder");
      mistakes.note(
          (encoder == null ? keys : encoder).place(),
          "strategy early has one encoder for the merged table, so nothing is taken over");
    }
  }

  private void lookAtPreprocessing(Keys keys, PreprocessingSpec own, TransferredSpec taken) {
    Written preprocessing = keys.entries().get("preprocessing");
    if (preprocessing == null || own.equals(taken.preparation())) {
      return;
    }
    Map<String, @Nullable Object> theirs = tree(taken.preparation());
    Map<String, @Nullable Object> differences = ResolvedStudy.differences(tree(own), theirs);
    mistakes.note(
        preprocessing.place(),
        ("the encoder of %s is given what that file's own preprocessing makes, with %s; this is for"
                + " baselines and other encoders")
            .formatted(taken.from(), said(theirs, differences)));
  }

  private static Map<String, @Nullable Object> tree(PreprocessingSpec spec) {
    return SpecWriter.tree((Record) spec);
  }

  /** {@code scale: [rank], keep: 0}. */
  private static String said(
      Map<String, @Nullable Object> theirs, Map<String, @Nullable Object> differences) {
    boolean otherKind = differences.containsKey("") || differences.containsKey("type");
    return otherKind
        ? "type: " + theirs.get("type")
        : String.join(
            ", ",
            differences.entrySet().stream()
                .map(one -> one.getKey() + ": " + one.getValue())
                .toList());
  }
}
