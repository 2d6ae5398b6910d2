package org.interfuse.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.head.HeadSpec;
import org.interfuse.modality.ModalityKind;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
import org.interfuse.source.SourceSpec;
import org.interfuse.source.TargetSpec;
import org.interfuse.study.SpecReader.Section;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Kind;
import org.interfuse.study.Written.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads a model from a tree: {@code model}, and {@code encoder} of each modality. */
final class ModelReader {
  private static final Section SECTION =
      new Section(Set.of("encoders", "heads", "target_weights"), Set.of("head", "heads"));

  private final SpecReader specs;
  private final List<String> modalities;
  private final Map<String, SourceSpec> sources;
  private final Map<String, TargetSpec> targets;
  private final Origins origins;

  /**
   * @param sources of those of the modalities that could be read
   * @param origins model files that encoders may be taken from
   */
  ModelReader(
      SpecReader specs,
      List<String> modalities,
      Map<String, SourceSpec> sources,
      Map<String, TargetSpec> targets,
      Origins origins) {
    this.specs = specs;
    this.origins = origins;
    this.modalities = modalities;
    this.sources = sources;
    this.targets = targets;
  }

  /** Those of the modalities that are no tables, which strategy early cannot merge. */
  List<String> untabled() {
    return modalities.stream().filter(name -> !isTable(name)).toList();
  }

  private boolean isTable(String modality) {
    SourceSpec source = sources.get(modality);
    return source == null || source.table();
  }

  /**
   * The model, or null after a mistake that leaves none.
   *
   * @param tree keys like a study's
   * @param fusion what the tree's own {@code fusion} is laid over; null for the default operator
   */
  @Nullable ModelSpec read(Keys tree, @Nullable FusionSpec fusion) {
    Keys keys = StudyReader.part(specs, tree, "model", false);
    List<ModalityEncoder> encoders =
        new EncoderReader(specs, sources, origins).read(tree, modalities);
    Map<String, HeadSpec> heads = new HeadReader(specs, targets).read(keys);
    FusionSpec base = fusion == null ? defaultFusion(keys) : fusion;
    EncoderSpec early = defaultEncoder(keys);
    if (base == null || early == null) {
      return null;
    }
    Map<String, Double> weights = new LinkedHashMap<>();
    targets.forEach((name, target) -> weights.put(name, target.weight()));
    ModelSpec defaults =
        ModelDefaults.model(
            modalities.size(), base, early, encoders, heads, Collections.unmodifiableMap(weights));
    ModelSpec model = specs.record(keys, defaults, SECTION);
    requireTables(keys, model.early());
    return merged(keys, model);
  }

  /** Strategy early gives its one encoder the tables of all modalities, merged. */
  private void requireTables(Keys keys, EncoderSpec early) {
    Written written = SpecReader.get(keys, "early");
    if (written != null && !early.reads(ModalityKind.TABLE)) {
      specs
          .mistakes()
          .add(
              written.place(),
              "expected an encoder that reads tables, which strategy early merges as one",
              "%s, which reads %s".formatted(early.type(), early.readable()));
    }
  }

  private @Nullable FusionSpec defaultFusion(Keys keys) {
    Scalar name = new Scalar(ModelDefaults.FUSION, Kind.TEXT, keys.place().child("fusion"));
    return specs.open(SpecCatalog.FUSION, name, null, Section.PLAIN);
  }

  private @Nullable EncoderSpec defaultEncoder(Keys keys) {
    Scalar name = new Scalar(ModelDefaults.ENCODER, Kind.TEXT, keys.place().child("early"));
    return specs.open(SpecCatalog.ENCODER, name, null, Section.PLAIN);
  }

  /** Checks strategy and modality against the modalities. */
  private ModelSpec merged(Keys keys, ModelSpec model) {
    Written strategy = SpecReader.get(keys, "strategy");
    if (model.strategy() == Strategy.UNIMODAL) {
      return unimodal(keys, model, strategy == null);
    }
    Written modality = SpecReader.get(keys, "modality");
    if (model.modality() != null && modality != null) {
      specs
          .mistakes()
          .add(
              modality.place(),
              "expected only with strategy unimodal",
              "strategy " + model.strategy().text());
    }
    if (modalities.size() == 1 && strategy != null) {
      specs
          .mistakes()
          .add(
              strategy.place(),
              "expected 2 or more modalities for strategy " + model.strategy().text(),
              "1",
              "write strategy: unimodal");
    }
    if (model.strategy() == Strategy.EARLY && !untabled().isEmpty()) {
      specs
          .mistakes()
          .add(
              (strategy == null ? keys : strategy).place(),
              "expected tables, which strategy early merges as one",
              untabled().stream().map(this::named).collect(Collectors.joining(", ")),
              "strategy: intermediate",
              "strategy: late");
    }
    return model;
  }

  private String named(String modality) {
    return "%s of source %s"
        .formatted(modality, java.util.Objects.requireNonNull(sources.get(modality)).type());
  }

  private ModelSpec unimodal(Keys keys, ModelSpec model, boolean byDefault) {
    if (byDefault) {
      String note = "the study has one modality, so there is nothing to fuse: strategy is unimodal";
      specs.mistakes().note(keys.place().child("strategy"), note);
    }
    String name = model.modality();
    if (name == null && modalities.size() == 1) {
      return withModality(model, modalities.get(0));
    }
    if (name == null) {
      String choices = "one of " + String.join(", ", modalities);
      Written strategy = SpecReader.get(keys, "strategy");
      specs
          .mistakes()
          .add(
              (strategy == null ? keys : strategy).place(),
              "expected modality: NAME beside strategy unimodal",
              "no modality",
              choices);
    } else if (!modalities.contains(name)) {
      Written modality = SpecReader.get(keys, "modality");
      specs
          .mistakes()
          .unknownName(
              (modality == null ? keys : modality).place(), "a modality", name, modalities);
    }
    return model;
  }

  private static ModelSpec withModality(ModelSpec model, String modality) {
    return new ModelSpec(
        model.strategy(),
        modality,
        model.width(),
        model.projection(),
        model.fusion(),
        model.combiner(),
        model.early(),
        model.modalityDropout(),
        model.pretrain(),
        model.encoders(),
        model.heads(),
        model.targetWeights());
  }
}
