package org.interfuse.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.interfuse.cohort.SplitSpec;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.Deployment;
import org.interfuse.comparison.ReportSpec;
import org.interfuse.model.ModelSpec;
import org.interfuse.report.CardSpec;
import org.interfuse.source.CohortSpec;
import org.interfuse.source.SourceSpec;
import org.interfuse.study.SpecReader.Section;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Place;
import org.interfuse.study.Written.Scalar;
import org.interfuse.training.TrainingSpec;
import org.jspecify.annotations.Nullable;

/** Reads a whole study, part by part; collects every mistake before it gives up. */
final class StudyReader {
  private final SpecReader specs;
  private final Mistakes mistakes;
  private final Keys root;
  private final Origins origins;

  private StudyReader(SpecReader specs, Keys root, Origins origins) {
    this.specs = specs;
    this.origins = origins;
    this.mistakes = specs.mistakes();
    this.root = root;
  }

  static StudyFile read(
      Path file, String origin, String text, String defaultName, SpecCatalog catalog) {
    Mistakes mistakes = new Mistakes(origin);
    Keys root = YamlReader.read(text, mistakes);
    mistakes.throwIfAny();
    Origins origins = new Origins(Study.folder(file), catalog);
    StudyReader reader = new StudyReader(new SpecReader(catalog, mistakes), root, origins);
    reader.checkVersion();
    mistakes.throwIfAny();
    Study study = reader.study(defaultName);
    mistakes.throwIfAny();
    if (study == null) {
      throw new IllegalStateException("a study is incomplete although no mistake was found");
    }
    return new StudyFile(file, study, PlainTree.json(root), mistakes.notes());
  }

  /** Another version may have other keys, so nothing else is read then. */
  private void checkVersion() {
    Written version = root.entries().get("interfuse");
    String expected = "expected interfuse: " + Study.VERSION + ", the version of the format";
    if (version == null) {
      mistakes.add(new Place(1, "interfuse"), expected, "no such key");
    } else if (!(version instanceof Scalar scalar)
        || !scalar.text().equals(String.valueOf(Study.VERSION))) {
      mistakes.add(version.place(), expected, version.describe());
    }
  }

  private @Nullable Study study(String defaultName) {
    specs.rejectUnknown(root, StudyKeys.names(StudyKeys.STUDY));
    CohortSpec cohort = new CohortSection(specs).read(part("cohort", true));
    Keys modalityKeys = part("modalities", true);
    ModalityReader modalityReader = new ModalityReader(specs);
    List<String> names = modalityReader.names(modalityKeys);
    List<StudyModality> modalities = modalityReader.read(modalityKeys, names);
    TrainingSpec training = training(root);
    SplitSpec split = new SplitSection(specs).read(part("split", false));
    Deployment deployment = new DeploymentSection(specs, names).read(part("deployment", false));
    Map<String, SourceSpec> sources =
        modalities.stream().collect(Collectors.toMap(StudyModality::name, StudyModality::source));
    ModelReader modelReader = new ModelReader(specs, names, sources, cohort.targets(), origins);
    ModelSpec model = modelReader.read(root, null);
    if (model != null) {
      new TransferNotes(mistakes).look(modalityKeys, modalities, model);
      new UnheededPreprocessing(specs).look(modalityKeys, modalities, model);
    }
    ComparisonSpec comparison =
        model == null
            ? null
            : new ComparisonReader(specs, modelReader, root, names, cohort.targets())
                .read(part("comparison", false), model, training);
    ReportSpec report = specs.record(part("report", false), new ReportSpec(), Section.PLAIN);
    CardSpec card = specs.record(part("card", false), new CardSpec(), Section.PLAIN);
    if (model == null || comparison == null) {
      return null;
    }
    return new Study(
        Study.VERSION,
        name(defaultName),
        strict(),
        cohort,
        modalities,
        model,
        training,
        split,
        comparison,
        deployment,
        report,
        card);
  }

  /** The training options of a tree of {@code model}, {@code training} and {@code modalities}. */
  private TrainingSpec training(Keys tree) {
    return training(specs, tree);
  }

  static TrainingSpec training(SpecReader specs, Keys tree) {
    return specs.record(part(specs, tree, "training", false), new TrainingSpec(), Section.PLAIN);
  }

  private String name(String defaultName) {
    Written name = root.entries().get("study");
    String text = name == null ? null : specs.values().text(name);
    return text == null ? defaultName : text;
  }

  private boolean strict() {
    Written strict = root.entries().get("strict");
    return strict != null
        && specs.values().read(boolean.class, strict, false).equals(java.util.Optional.of(true));
  }

  private Keys part(String key, boolean required) {
    return part(specs, root, key, required);
  }

  /** The keys under a key; none where it is not written. */
  static Keys part(SpecReader specs, Keys tree, String key, boolean required) {
    Written written = SpecReader.get(tree, key);
    if (written instanceof Keys keys) {
      return keys;
    }
    Place place = written == null ? tree.place().child(key) : written.place();
    if (written != null && !(written instanceof Scalar scalar && scalar.nothing())) {
      specs.values().mismatch(written, "keys");
    } else if (required) {
      specs.mistakes().add(place, "is required", "");
    }
    return new Keys(Map.of(), place);
  }
}
