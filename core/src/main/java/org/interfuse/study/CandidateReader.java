package org.interfuse.study;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.interfuse.baseline.BaselineSpec;
import org.interfuse.comparison.BaselineCandidate;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.PredictionsCandidate;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.model.ModelSpec;
import org.interfuse.source.TargetSpec;
import org.interfuse.study.SpecReader.Section;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Kind;
import org.interfuse.study.Written.Scalar;
import org.interfuse.target.TargetType;
import org.interfuse.training.TrainingSpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads one candidate: a baseline, predictions made elsewhere, or the study's model with what the
 * candidate changes.
 */
final class CandidateReader {
  /** The forms, as shown when none or several of them are written. */
  static final List<String> FORMS =
      List.of(
          "{baseline: NAME}",
          "{fusion: NAME}",
          "{strategy: early}",
          "{strategy: late}",
          "{strategy: unimodal, modality: NAME}",
          "{name: TEXT, with: {model.width: 32}}",
          "{name: TEXT, predictions: FILE}",
          "{name: TEXT, predictions: FILE, role: baseline}",
          "{name: TEXT, predictions: FILE, modality: NAME}");

  private final SpecReader specs;
  private final ModelReader models;
  private final Keys tree;
  private final List<String> modalities;
  private final Map<String, TargetSpec> targets;
  private final ModelSpec studyModel;
  private final Map<String, Draft> drafts = new HashMap<>();

  /**
   * What a network was read from.
   *
   * @param tree keys like a study's, the candidate's {@code with} laid over them
   * @param fusion what the tree's own {@code fusion} is laid over; null for the default operator
   */
  private record Draft(Keys tree, @Nullable FusionSpec fusion) {}

  CandidateReader(
      SpecReader specs,
      ModelReader models,
      Keys tree,
      List<String> modalities,
      Map<String, TargetSpec> targets,
      ModelSpec studyModel) {
    this.specs = specs;
    this.models = models;
    this.tree = tree;
    this.modalities = modalities;
    this.targets = targets;
    this.studyModel = studyModel;
  }

  /** The candidate, or null after a mistake. */
  @Nullable CandidateSpec read(Written written) {
    if (!(written instanceof Keys keys)) {
      return rejected(written);
    }
    boolean baseline = keys.entries().containsKey("baseline");
    boolean fusion = keys.entries().containsKey("fusion");
    boolean strategy = keys.entries().containsKey("strategy");
    Written predictions = keys.entries().get("predictions");
    if (Stream.of(baseline, fusion, strategy, predictions != null).filter(f -> f).count() > 1) {
      return rejected(written);
    }
    if (predictions != null) {
      return predictions(keys, predictions);
    }
    if (baseline) {
      return baseline(keys);
    }
    if (fusion) {
      return fusion(keys);
    }
    List<String> known =
        strategy
            ? List.of("strategy", "modality", "combiner", "name", "with", "varied")
            : List.of("name", "with", "varied");
    if (!strategy && keys.entries().keySet().stream().noneMatch(known::contains)) {
      return rejected(written);
    }
    specs.rejectUnknown(keys, known);
    return network(keys, strategy ? withStrategy(keys) : tree, null);
  }

  private @Nullable CandidateSpec rejected(Written written) {
    String found =
        written instanceof Keys keys
            ? "the keys " + String.join(", ", keys.entries().keySet())
            : written.describe();
    specs
        .mistakes()
        .add(
            written.place(),
            "expected exactly one form of candidate",
            found,
            "one of " + String.join(" or ", FORMS));
    return null;
  }

  private @Nullable CandidateSpec predictions(Keys keys, Written file) {
    specs.rejectUnknown(keys, List.of("name", "predictions", "role", "modality"));
    String path = specs.values().text(file);
    Written role = keys.entries().get("role");
    Written modality = keys.entries().get("modality");
    if (role != null && modality != null) {
      return rejected(keys);
    }
    boolean baseline = "baseline".equals(known(role, "a role", List.of("baseline")));
    String only = known(modality, "a modality", modalities);
    return path == null
        ? null
        : new PredictionsCandidate(name(keys, CandidateNames.file(path)), path, baseline, only);
  }

  /** One of some names; null where nothing is written, or after a mistake. */
  private @Nullable String known(@Nullable Written written, String what, List<String> names) {
    String name = written == null ? null : specs.values().text(written);
    if (written != null && name != null && !names.contains(name)) {
      specs.mistakes().unknownName(written.place(), what, name, names);
      return null;
    }
    return name;
  }

  private @Nullable CandidateSpec baseline(Keys keys) {
    BaselineSpec baseline = named(SpecCatalog.BASELINE, keys, null, "name");
    if (baseline == null) {
      return null;
    }
    for (TargetSpec target : targets.values()) {
      if (!baseline.predicts(target.type())) {
        specs
            .mistakes()
            .add(
                keys.place(),
                "expected a baseline that predicts " + target.type().text(),
                baseline.type());
      }
    }
    boolean survival =
        targets.values().stream().allMatch(target -> target.type() == TargetType.SURVIVAL);
    return new BaselineCandidate(
        name(keys, CandidateNames.baseline(keys, baseline, survival)), baseline);
  }

  private @Nullable CandidateSpec fusion(Keys keys) {
    FusionSpec fusion =
        named(SpecCatalog.FUSION, keys, studyModel.fusion(), "name", "with", "varied");
    Written asked = keys.entries().get("fusion");
    if (fusion == null || asked == null) {
      return null;
    }
    Keys model = StudyReader.part(specs, tree, "model", false);
    Scalar intermediate = new Scalar("intermediate", Kind.TEXT, asked.place());
    Keys changed = without(model, "fusion", "modality", "strategy").with("strategy", intermediate);
    return network(keys, tree.with("model", changed), fusion);
  }

  /** An operator or baseline: {@code kind: NAME} with options beside it, or {@code kind: {…}}. */
  private <T> @Nullable T named(
      SpecCatalog.Kind<T> kind, Keys keys, @Nullable T fallback, String... also) {
    String[] allKeys = java.util.Arrays.copyOf(also, also.length + 1);
    allKeys[also.length] = kind.word();
    Written asked = keys.entries().get(kind.word());
    if (asked == null) {
      return null;
    }
    T named = specs.open(kind, asked, fallback, Section.PLAIN);
    if (named == null) {
      return null;
    }
    if (asked instanceof Keys) {
      specs.rejectUnknown(keys, List.of(allKeys));
      return named;
    }
    return specs.record(keys, named, Section.also(allKeys));
  }

  private Keys withStrategy(Keys keys) {
    Keys model = without(StudyReader.part(specs, tree, "model", false), "modality", "strategy");
    for (String key : List.of("strategy", "modality", "combiner")) {
      Written written = keys.entries().get(key);
      model = written == null ? model : model.with(key, written);
    }
    return tree.with("model", model);
  }

  private @Nullable CandidateSpec network(Keys keys, Keys changed, @Nullable FusionSpec fusion) {
    Keys with = StudyReader.part(specs, keys, "with", false);
    Overrides overrides = new Overrides(specs.mistakes(), modalities, targets.keySet());
    Keys overridden = overrides.apply(changed, with);
    ModelSpec model = models.read(overridden, fusion);
    TrainingSpec training = StudyReader.training(specs, overridden);
    if (model == null) {
      return null;
    }
    String name = name(keys, CandidateNames.network(keys, model));
    drafts.put(name, new Draft(overridden, fusion));
    return new NetworkCandidate(name, model, training, varied(keys));
  }

  private Map<String, String> varied(Keys keys) {
    Map<String, String> varied = new LinkedHashMap<>();
    StudyReader.part(specs, keys, "varied", false)
        .entries()
        .forEach((path, value) -> varied.put(path, CandidateNames.text(value)));
    return varied;
  }

  /** A network that was read here, or the study's own, with more values laid over it. */
  @Nullable NetworkCandidate varied(NetworkCandidate base, Keys values) {
    Draft draft = drafts.getOrDefault(base.name(), new Draft(tree, null));
    Overrides overrides = new Overrides(specs.mistakes(), modalities, targets.keySet());
    Keys overridden = overrides.apply(draft.tree, values);
    ModelSpec model = models.read(overridden, draft.fusion);
    TrainingSpec training = StudyReader.training(specs, overridden);
    return model == null ? null : new NetworkCandidate(base.name(), model, training);
  }

  private String name(Keys keys, String generated) {
    Written name = keys.entries().get("name");
    String text = name == null ? null : specs.values().text(name);
    return text == null ? generated : text;
  }

  private static Keys without(Keys keys, String... options) {
    Keys left = keys;
    for (String option : options) {
      left = left.without(option);
    }
    return left;
  }
}
