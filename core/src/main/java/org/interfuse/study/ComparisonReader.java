package org.interfuse.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.ComparisonSpec;
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
    double margin = margin(keys);
    int seeds = seeds(keys);
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
            keys, reader, margin, seeds, new ArrayList<>(candidates.values()), model, training)
        : null;
  }

  private @Nullable ComparisonSpec complete(
      Keys keys,
      CandidateReader reader,
      double margin,
      int seeds,
      List<CandidateSpec> candidates,
      ModelSpec model,
      TrainingSpec training) {
    CandidateSpec own =
        candidates.stream()
            .filter(candidate -> same(candidate, model, training))
            .findFirst()
            .orElse(null);
    boolean listed = keys.entries().containsKey("candidates");
    boolean named = keys.entries().containsKey("primary");
    if (own == null && !(listed && named)) {
      own = new NetworkCandidate(ownName(model, candidates), model, training);
      candidates.add(listed ? 0 : candidates.size(), own);
    }
    Set<String> names = new java.util.LinkedHashSet<>();
    candidates.forEach(candidate -> names.add(candidate.name()));
    Written written = keys.entries().get("primary");
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
        tuning(keys, all, training));
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

  private Tuning tuning(Keys keys, List<CandidateSpec> candidates, TrainingSpec training) {
    TuningSpec spec = new TuningReader(specs).read(keys);
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
          specs.catalog(), targets, modalities, keys.place().child("candidates"));
    }
    if (candidates instanceof Items items && !items.items().isEmpty()) {
      return items.items();
    }
    specs.values().mismatch(candidates, "a list of at least one candidate");
    return List.of();
  }

  private double margin(Keys keys) {
    Written written = keys.entries().get("margin");
    double margin =
        written == null
            ? ComparisonSpec.DEFAULT_MARGIN
            : (double)
                specs
                    .values()
                    .read(double.class, written, null)
                    .orElse(ComparisonSpec.DEFAULT_MARGIN);
    if (written != null && margin < 0) {
      specs.mistakes().add(written.place(), "expected 0 or more", String.valueOf(margin));
      return ComparisonSpec.DEFAULT_MARGIN;
    }
    return margin;
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
