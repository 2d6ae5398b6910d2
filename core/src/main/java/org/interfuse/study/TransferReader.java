package org.interfuse.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.transfer.Origin;
import org.interfuse.encoder.transfer.TransferredSpec;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.study.SpecReader.Section;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code encoder: {from: FILE}}. As people write it, type and options of the encoder are read
 * from the file; as {@link ResolvedStudy} writes it, they and the preprocessing stand beside its
 * SHA-256, and the file is not opened. {@code weights: scratch} takes type and options alone: such
 * an encoder is one like any other.
 */
final class TransferReader {
  /** What says that an encoder is taken over. */
  static final String FROM = "from";

  static final String MODALITY = "modality";
  static final String SHA256 = "sha256";
  static final String WEIGHTS = "weights";
  static final String PREPROCESSING = "preprocessing";
  private static final List<String> WRITTEN =
      List.of(FROM, MODALITY, WEIGHTS, EncoderReader.LEARNING_RATE, SHA256);
  private static final Section RECORDED =
      Section.also(FROM, MODALITY, SHA256, PREPROCESSING, WEIGHTS, EncoderReader.LEARNING_RATE);

  /** What {@code weights} may be. */
  static final List<String> CHOICES =
      List.of(TransferredSpec.FROZEN, TransferredSpec.FINE_TUNED, EncoderReader.SCRATCH);

  private final SpecReader specs;
  private final Origins origins;

  TransferReader(SpecReader specs, Origins origins) {
    this.specs = specs;
    this.origins = origins;
  }

  /** The encoder, or null after a mistake. */
  @Nullable ModalityEncoder read(String modality, Keys keys, @Nullable Double learningRate) {
    Written from = Objects.requireNonNull(SpecReader.get(keys, FROM));
    String file = specs.values().text(from);
    String weights = weights(keys);
    if (file == null || weights == null || !isPath(file, from)) {
      return null;
    }
    boolean frozen = weights.equals(TransferredSpec.FROZEN);
    if (frozen && learningRate != null) {
      specs
          .mistakes()
          .add(
              Objects.requireNonNull(SpecReader.get(keys, EncoderReader.LEARNING_RATE)).place(),
              "expected only with weights: %s or %s"
                  .formatted(TransferredSpec.FINE_TUNED, EncoderReader.SCRATCH),
              "weights: " + TransferredSpec.FROZEN);
    }
    boolean recorded =
        SpecReader.get(keys, "type") != null
            && SpecReader.get(keys, PREPROCESSING) != null
            && text(keys, SHA256) != null;
    TransferredSpec spec =
        recorded ? recorded(modality, keys, file, frozen) : written(modality, keys, from, frozen);
    if (spec == null) {
      return null;
    }
    EncoderSpec encoder = weights.equals(EncoderReader.SCRATCH) ? spec.encoder() : spec;
    return new ModalityEncoder(modality, encoder, learningRate);
  }

  private boolean isPath(String file, Written from) {
    boolean path = file.indexOf('\0') < 0;
    if (!path) {
      specs.mistakes().add(from.place(), "expected a path", "a zero character in it");
    }
    return path;
  }

  private @Nullable String weights(Keys keys) {
    String weights = text(keys, WEIGHTS);
    if (weights == null) {
      return TransferredSpec.FINE_TUNED;
    }
    if (!CHOICES.contains(weights)) {
      Written written = Objects.requireNonNull(SpecReader.get(keys, WEIGHTS));
      specs.mistakes().unknownChoice(written.place(), weights, CHOICES);
      return null;
    }
    return weights;
  }

  /** Null where nothing is written. */
  private @Nullable String text(Keys keys, String key) {
    Written written = SpecReader.get(keys, key);
    if (written == null || (written instanceof Scalar scalar && scalar.nothing())) {
      return null;
    }
    return specs.values().text(written);
  }

  private @Nullable TransferredSpec recorded(
      String modality, Keys keys, String file, boolean frozen) {
    EncoderSpec encoder = specs.open(SpecCatalog.ENCODER, keys, null, RECORDED);
    Written prepared = Objects.requireNonNull(SpecReader.get(keys, PREPROCESSING));
    PreprocessingSpec preparation =
        specs.open(SpecCatalog.PREPROCESSING, prepared, null, Section.PLAIN);
    String named = text(keys, MODALITY);
    String sha256 = text(keys, SHA256);
    if (encoder == null || preparation == null || sha256 == null) {
      return null;
    }
    Origin origin = new Origin(origins.path(file), sha256);
    return new TransferredSpec(
        file, named == null ? modality : named, origin, frozen, encoder, preparation);
  }

  private @Nullable TransferredSpec written(
      String modality, Keys keys, Written from, boolean frozen) {
    rejectOptions(keys);
    String file = Objects.requireNonNull(specs.values().text(from));
    Origins.Found found;
    try {
      found = origins.open(file);
    } catch (FindingsException e) {
      specs.mistakes().add(from.place(), "expected a model file", fault(file, e.findings().get(0)));
      return null;
    }
    String pinned = text(keys, SHA256);
    if (pinned != null && !pinned.equalsIgnoreCase(found.file().sha256())) {
      specs
          .mistakes()
          .add(
              Objects.requireNonNull(SpecReader.get(keys, SHA256)).place(),
              "expected the SHA-256 that the file has",
              "'%s' of a file with '%s'".formatted(pinned, found.file().sha256()));
      return null;
    }
    String theirs = modality(modality, keys, from, file, found.study());
    return theirs == null ? null : of(theirs, file, from, found, frozen);
  }

  private static String fault(String file, Finding fault) {
    String where = fault.where().isEmpty() ? "" : fault.where() + ": ";
    String what = fault.found().isEmpty() ? "" : ", not " + fault.found();
    return "'%s': %s%s%s".formatted(file, where, fault.rule(), what);
  }

  private void rejectOptions(Keys keys) {
    keys.entries()
        .forEach(
            (key, value) -> {
              if (!WRITTEN.contains(Option.normalised(key))) {
                specs
                    .mistakes()
                    .add(
                        value.place(),
                        "the encoder and its options are those of the file in from",
                        "'" + key + "'",
                        "keys beside from: "
                            + String.join(", ", WRITTEN.subList(1, WRITTEN.size())));
              }
            });
  }

  /** The modality's name in the file, or null after a mistake. */
  private @Nullable String modality(String own, Keys keys, Written from, String file, Study study) {
    List<String> known = encoded(study);
    Written written = SpecReader.get(keys, MODALITY);
    String named = text(keys, MODALITY);
    if (known.isEmpty()) {
      specs
          .mistakes()
          .add(
              from.place(),
              "expected a model with an encoder for each modality",
              "'%s' of strategy %s".formatted(file, study.model().strategy().text()));
      return null;
    }
    if (written != null && named != null) {
      if (!known.contains(named)) {
        specs.mistakes().unknownName(written.place(), "a modality of that file", named, known);
        return null;
      }
      return named;
    }
    if (known.contains(own) || known.size() == 1) {
      return known.contains(own) ? own : known.get(0);
    }
    specs
        .mistakes()
        .add(
            from.place(),
            "expected modality: NAME beside from, where the file has none of the same name",
            "no '%s' in '%s'".formatted(own, file),
            "one of " + String.join(", ", known));
    return null;
  }

  /** The modalities that a study's network has encoders for. */
  private static List<String> encoded(Study study) {
    Strategy strategy = study.model().strategy();
    String only = study.model().modality();
    return study.model().encoders().stream()
        .map(ModalityEncoder::modality)
        .filter(name -> strategy != Strategy.EARLY)
        .filter(name -> strategy != Strategy.UNIMODAL || name.equals(only))
        .toList();
  }

  private @Nullable TransferredSpec of(
      String modality, String file, Written from, Origins.Found found, boolean frozen) {
    EncoderSpec theirs =
        found.study().model().encoders().stream()
            .filter(encoder -> encoder.modality().equals(modality))
            .map(ModalityEncoder::encoder)
            .findFirst()
            .orElseThrow();
    if (theirs instanceof TransferredSpec again) {
      return new TransferredSpec(
          file, modality, found.file(), frozen, again.encoder(), again.preparation());
    }
    if (theirs.preprocessing(Path.of("")) != null) {
      specs
          .mistakes()
          .add(
              from.place(),
              "expected an encoder that was trained",
              "'%s', which never trains, in '%s'".formatted(theirs.type(), file),
              "name that encoder itself");
      return null;
    }
    PreprocessingSpec preparation =
        found.study().modalities().stream()
            .filter(own -> own.name().equals(modality))
            .map(StudyModality::preprocessing)
            .findFirst()
            .orElseThrow();
    return new TransferredSpec(file, modality, found.file(), frozen, theirs, preparation);
  }
}
