package org.interfuse.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.Margin;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.Tuning;
import org.interfuse.comparison.TuningSpec;
import org.interfuse.model.ModelSpec;
import org.interfuse.source.TargetSpec;
import org.interfuse.study.Written.Items;
import org.interfuse.study.Written.Keys;
import org.interfuse.tensor.Seed;
import org.interfuse.training.TrainingSpec;
import org.jspecify.annotations.Nullable;

/** Reads {@code comparison}: its candidates, and which of them is primary. */
final class ComparisonReader {
  private final SpecReader specs;
  private final ModelReader models;
  private final Keys tree;
  private final List<String> modalities;
  private final Map<String, TargetSpec> targets;

  ComparisonReader(
      SpecReader specs,
      ModelReader models,
      Keys tree,
      List<String> modalities,
      Map<String, TargetSpec> targets) {
    this.specs = specs;
    this.models = models;
    this.tree = tree;
    this.modalities = modalities;
    this.targets = targets;
  }

  /** The comparison, or null after a mistake. */
  @Nullable ComparisonSpec read(Keys keys, ModelSpec model, TrainingSpec training) {
    specs.rejectUnknown(keys, StudyKeys.names(StudyKeys.COMPARISON));
    List<String> defaulted = defaulted(keys);
    Margin margin = margin(keys, defaulted);
    int seeds = seeds(keys);
    TuningSpec tuning = new TuningReader(specs).read(keys);
    CandidateReader reader = new CandidateReader(specs, models, tree, modalities, targets, model);
    Map<String, CandidateSpec> candidates = new LinkedHashMap<>();
    boolean complete = true;
    for (Written written : written(keys)) {
      CandidateSpec candidate = reader.read(written);
      complete &= candidate != null;
      if (candidate != null && candidates.putIfAbsent(candidate.name(), candidate) != null) {
        specs
            .mistakes()
            .add(
                written.place(),
                "expected distinct names of candidates",
                "'" + candidate.name() + "' again",
                "give it a name of its own, {name: TEXT, …}");
      }
    }
    return complete
        ? complete(
            keys,
            reader,
            margin,
            seeds,
            tuning,
            new ArrayList<>(candidates.values()),
            model,
            training,
            !defaulted.contains(StudyKeys.PRIMARY))
        : null;
  }

  private @Nullable ComparisonSpec complete(
      Keys keys,
      CandidateReader reader,
      Margin margin,
      int seeds,
      TuningSpec tuning,
      List<CandidateSpec> candidates,
      ModelSpec model,
      TrainingSpec training,
      boolean chosenBySomebody) {
    CandidateSpec own =
        candidates.stream()
            .filter(candidate -> same(candidate, model, training))
            .findFirst()
            .orElse(null);
    boolean listed = keys.entries().containsKey("candidates");
    boolean named = keys.entries().containsKey(StudyKeys.PRIMARY);
    if (own == null && !(listed && named)) {
      own = new NetworkCandidate(ownName(model, candidates), model, training);
      candidates.add(listed ? 0 : candidates.size(), own);
    }
    Set<String> names = new java.util.LinkedHashSet<>();
    candidates.forEach(candidate -> names.add(candidate.name()));
    Written written = keys.entries().get(StudyKeys.PRIMARY);
    String primary = written == null ? null : specs.values().text(written);
    if (written != null && primary != null && !names.contains(primary)) {
      specs.mistakes().unknownName(written.place(), "a candidate", primary, names);
      return null;
    }
    String chosen = primary == null && own != null ? own.name() : primary;
    List<CandidateSpec> all = chosen == null ? null : varied(keys, reader, candidates, chosen);
    if (chosen == null || all == null) {
      return null;
    }
    ExaminationReader examination = new ExaminationReader(specs, modalities.size());
    return new ComparisonSpec(
        chosen,
        margin,
        seeds,
        all,
        examination.examine(keys, chosen, all, deployed()),
        examination.value(keys),
        tuning(keys, tuning, all, training),
        named && chosenBySomebody);
  }

  /** Whether the study states how often modalities are there where a model is to be used. */
  private boolean deployed() {
    return tree.entries().get("deployment") instanceof Keys deployment
        && deployment.entries().containsKey("available");
  }

  private @Nullable List<CandidateSpec> varied(
      Keys keys, CandidateReader reader, List<CandidateSpec> candidates, String primary) {
    Keys vary = StudyReader.part(specs, keys, "vary", false);
    return vary.entries().isEmpty()
        ? candidates
        : new Variations(specs, reader, vary).expand(candidates, primary);
  }

  private Tuning tuning(
      Keys keys, TuningSpec spec, List<CandidateSpec> candidates, TrainingSpec training) {
    Overrides overrides = new Overrides(specs.mistakes(), modalities, targets.keySet());
    Keys written = StudyReader.part(specs, keys, "tuning", false);
    return new TrialDrawer(specs, models, overrides, spec, written, new Seed(training.seed()))
        .draw(candidates);
  }

  private static boolean same(CandidateSpec candidate, ModelSpec model, TrainingSpec training) {
    return candidate instanceof NetworkCandidate network
        && network.model().equals(model)
        && network.training().equals(training);
  }

  private static String ownName(ModelSpec model, List<CandidateSpec> candidates) {
    String name = CandidateNames.model(model);
    boolean taken = candidates.stream().anyMatch(candidate -> candidate.name().equals(name));
    return taken ? name + " (the study's own)" : name;
  }

  private List<Written> written(Keys keys) {
    Written candidates = keys.entries().get("candidates");
    if (candidates == null) {
      return DefaultCandidates.written(
          specs.catalog(),
          targets,
          modalities,
          models.untabled().isEmpty(),
          keys.place().child("candidates"));
    }
    if (candidates instanceof Items items && !items.items().isEmpty()) {
      return items.items();
    }
    specs.values().mismatch(candidates, "a list of at least one candidate");
    return List.of();
  }

  private Margin margin(Keys keys, List<String> defaulted) {
    Written written = keys.entries().get(StudyKeys.MARGIN);
    if (written == null) {
      return Margin.DEFAULT;
    }
    double margin =
        (double)
            specs.values().read(double.class, written, null).orElse(ComparisonSpec.DEFAULT_MARGIN);
    if (margin < 0) {
      specs.mistakes().add(written.place(), "expected 0 or more", String.valueOf(margin));
      return Margin.DEFAULT;
    }
    return new Margin(margin, !defaulted.contains(StudyKeys.MARGIN));
  }

  /** What a study with every default written out says that nobody chose. */
  private List<String> defaulted(Keys keys) {
    List<String> known = List.of(StudyKeys.PRIMARY, StudyKeys.MARGIN);
    List<String> names = new ArrayList<>();
    if (keys.entries().get("defaulted") instanceof Items items) {
      for (Written item : items.items()) {
        String name = specs.values().text(item);
        if (name != null && !known.contains(name)) {
          specs.mistakes().unknownName(item.place(), "a key of comparison", name, known);
        }
        names.add(String.valueOf(name));
      }
    } else if (keys.entries().containsKey("defaulted")) {
      specs.values().mismatch(keys.entries().get("defaulted"), "a list of keys of comparison");
    }
    return names;
  }

  private int seeds(Keys keys) {
    Written written = keys.entries().get("seeds");
    if (written == null) {
      return ComparisonSpec.DEFAULT_SEEDS;
    }
    int seeds =
        (int) specs.values().read(int.class, written, null).orElse(ComparisonSpec.DEFAULT_SEEDS);
    if (seeds < 1) {
      specs.mistakes().add(written.place(), "expected 1 or more", String.valueOf(seeds));
      return ComparisonSpec.DEFAULT_SEEDS;
    }
    return seeds;
  }
}
