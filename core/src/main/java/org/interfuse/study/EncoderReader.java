package org.interfuse.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.source.SourceSpec;
import org.interfuse.study.SpecReader.Section;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Kind;
import org.interfuse.study.Written.Place;
import org.interfuse.study.Written.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code encoder} of each modality: its options, {@code weights} and {@code learning_rate},
 * or the file that it is taken {@code from}.
 */
final class EncoderReader {
  /** The weights of an encoder that has no pretrained ones. */
  static final String SCRATCH = "scratch";

  /** The key of an encoder's own learning rate. */
  static final String LEARNING_RATE = "learning_rate";

  private static final Section SECTION = Section.also("weights", LEARNING_RATE);

  private final SpecReader specs;
  private final Map<String, SourceSpec> sources;
  private final TransferReader transfers;

  /**
   * @param sources of the modalities that could be read
   * @param origins model files that encoders may be taken from
   */
  EncoderReader(SpecReader specs, Map<String, SourceSpec> sources, Origins origins) {
    this.specs = specs;
    this.sources = sources;
    this.transfers = new TransferReader(specs, origins);
  }

  /** The encoders of those modalities, without those that could not be read. */
  List<ModalityEncoder> read(Keys tree, List<String> modalities) {
    Keys all = StudyReader.part(specs, tree, "modalities", true);
    List<ModalityEncoder> encoders = new ArrayList<>();
    for (String modality : modalities) {
      Written written = all.entries().get(modality);
      Keys keys = written instanceof Keys given ? given : Keys.empty(all.place().child(modality));
      ModalityEncoder encoder = encoder(modality, keys);
      if (encoder != null && readsSource(encoder, keys)) {
        encoders.add(encoder);
      }
    }
    return encoders;
  }

  private boolean readsSource(ModalityEncoder chosen, Keys keys) {
    SourceSpec source = sources.get(chosen.modality());
    EncoderSpec encoder = chosen.encoder();
    if (source == null || encoder.reads(source.kind())) {
      return true;
    }
    List<String> readers =
        specs.catalog().all(SpecCatalog.ENCODER).stream()
            .filter(one -> one.reads(source.kind()))
            .map(EncoderSpec::type)
            .toList();
    specs
        .mistakes()
        .add(
            named(keys),
            "expected an encoder that reads %s, which source %s gives"
                .formatted(source.kind().text(), source.type()),
            "%s, which reads %s".formatted(encoder.type(), encoder.readable()),
            "one of " + String.join(", ", readers));
    return false;
  }

  /** Where a modality's encoder is named. */
  private static Place named(Keys keys) {
    Written encoder = keys.entries().get("encoder");
    if (encoder instanceof Keys options) {
      return Stream.of(TransferReader.FROM, "type")
          .map(key -> SpecReader.get(options, key))
          .flatMap(Stream::ofNullable)
          .map(Written::place)
          .findFirst()
          .orElse(options.place());
    }
    return encoder == null ? keys.place().child("encoder") : encoder.place();
  }

  private @Nullable ModalityEncoder encoder(String modality, Keys keys) {
    Place place = keys.place().child("encoder");
    SourceSpec source = sources.get(modality);
    String name = source == null ? ModelDefaults.ENCODER : source.encoder();
    Written written =
        Optional.ofNullable(keys.entries().get("encoder"))
            .orElse(new Scalar(name, Kind.TEXT, place));
    if (written instanceof Keys taken && SpecReader.get(taken, TransferReader.FROM) != null) {
      return transfers.read(modality, taken, learningRate(taken));
    }
    EncoderSpec fallback = specs.catalog().find(SpecCatalog.ENCODER, name).orElse(null);
    EncoderSpec encoder = specs.open(SpecCatalog.ENCODER, written, fallback, SECTION);
    if (encoder == null) {
      return null;
    }
    if (!(written instanceof Keys options)) {
      return new ModalityEncoder(modality, encoder, null);
    }
    checkWeights(encoder, options);
    return new ModalityEncoder(modality, encoder, learningRate(options));
  }

  /** Whether the encoder has weights that somebody trained before. */
  static boolean pretrained(EncoderSpec encoder) {
    return Option.keys(encoder.getClass()).contains("weights");
  }

  private void checkWeights(EncoderSpec encoder, Keys options) {
    Written weights = options.entries().get("weights");
    if (weights == null || pretrained(encoder)) {
      return;
    }
    String text = specs.values().text(weights);
    if (text != null && !text.equals(SCRATCH)) {
      specs
          .mistakes()
          .add(
              weights.place(),
              "encoder " + encoder.type() + " has no pretrained weights",
              "'" + text + "'",
              "write weights: " + SCRATCH,
              "or from: FILE, a model that has");
    }
  }

  private @Nullable Double learningRate(Keys options) {
    Written written = SpecReader.get(options, LEARNING_RATE);
    if (written == null || (written instanceof Scalar scalar && scalar.nothing())) {
      return null;
    }
    Double rate = (Double) specs.values().read(Double.class, written, null).orElse(null);
    if (rate != null && !(rate > 0)) {
      specs.mistakes().add(written.place(), "expected above 0", String.valueOf(rate));
    }
    return rate;
  }
}
