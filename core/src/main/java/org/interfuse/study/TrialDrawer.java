package org.interfuse.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.SearchRange;
import org.interfuse.comparison.Tuning;
import org.interfuse.comparison.TuningSpec;
import org.interfuse.model.ModelSpec;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Place;
import org.interfuse.tensor.Seed;
import org.interfuse.training.TrainingSpec;
import org.interfuse.training.Trial;
import org.jspecify.annotations.Nullable;

/**
 * Draws the trials of every network candidate: the same values for all of them, as far as they have
 * the options. The first trial is the candidate as the study has it.
 */
final class TrialDrawer {
  private final SpecReader specs;
  private final ModelReader models;
  private final Overrides overrides;
  private final TuningSpec spec;
  private final Keys written;
  private final Seed seed;

  /**
   * A drawer.
   *
   * @param written {@code comparison.tuning}, for the places of mistakes
   * @param seed of the study
   */
  TrialDrawer(
      SpecReader specs,
      ModelReader models,
      Overrides overrides,
      TuningSpec spec,
      Keys written,
      Seed seed) {
    this.specs = specs;
    this.models = models;
    this.overrides = overrides;
    this.spec = spec;
    this.written = written;
    this.seed = seed.at("tuning");
  }

  /** The trials of all networks. */
  Tuning draw(List<CandidateSpec> candidates) {
    Map<String, List<Trial>> trials = new LinkedHashMap<>();
    Set<String> used = new LinkedHashSet<>();
    for (CandidateSpec candidate : candidates) {
      if (candidate instanceof NetworkCandidate network) {
        List<Trial> own = new ArrayList<>();
        own.add(new Trial(Map.of(), network.model(), network.training()));
        TunedPaths paths = new TunedPaths(network);
        Map<String, List<String>> found = new LinkedHashMap<>();
        spec.options().keySet().forEach(path -> found.put(path, paths.matching(path)));
        found.values().removeIf(List::isEmpty);
        used.addAll(found.keySet());
        if (spec.trials() > 1 && good(network, found)) {
          add(own, network, found);
          trials.put(network.name(), own);
        }
      }
    }
    rejectUnused(used);
    return new Tuning(spec, trials);
  }

  /** Whether every value that may be drawn is one that the network can have. */
  private boolean good(NetworkCandidate network, Map<String, List<String>> found) {
    if (!holdsOut(network.training())) {
      specs
          .mistakes()
          .add(
              written.place().child("trials"),
              "tuning needs held-out rows: training.validation above 0, or training.ensemble 2 or"
                  + " more",
              "none of candidate '" + network.name() + "'");
      return false;
    }
    boolean good = true;
    for (String pattern : found.keySet()) {
      SearchRange range = spec.options().get(pattern);
      for (Object extreme : range == null ? List.of() : range.extremes()) {
        Map<String, Object> one = Map.of(pattern, extreme);
        Trial trial = read(network, found, one);
        good &= trial != null && whole(network, trial) && shares(network, trial, pattern);
      }
    }
    return good && !specs.mistakes().any();
  }

  /** Whether no mistake left a modality without encoder. */
  private static boolean whole(NetworkCandidate network, Trial trial) {
    return trial.model().encoders().size() == network.model().encoders().size();
  }

  /** Frozen representations are computed before any trial. */
  private boolean shares(NetworkCandidate network, Trial trial, String pattern) {
    if (TunedPaths.sharePreparation(network.model(), trial.model())) {
      return true;
    }
    specs
        .mistakes()
        .add(
            place(pattern),
            "expected values that leave what a frozen encoder computes as it is: trials of a network"
                + " share it",
            "others for candidate '" + network.name() + "'",
            "make it a candidate of its own");
    return false;
  }

  private static boolean holdsOut(TrainingSpec training) {
    Integer members = training.ensemble();
    return training.validation() > 0 || (members != null && members > 1);
  }

  private void add(List<Trial> trials, NetworkCandidate network, Map<String, List<String>> found) {
    for (int t = 1; t < spec.trials(); t++) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (String pattern : found.keySet()) {
        SearchRange range = spec.options().get(pattern);
        if (range != null) {
          values.put(pattern, range.draw(seed.at(pattern).at("trial", t)));
        }
      }
      Trial trial = read(network, found, values);
      if (trial != null) {
        trials.add(trial);
      }
    }
  }

  /** The network with values laid over it, or null after a mistake. */
  private @Nullable Trial read(
      NetworkCandidate network, Map<String, List<String>> found, Map<String, Object> values) {
    Map<String, Written> with = new LinkedHashMap<>();
    Map<String, String> drawn = new LinkedHashMap<>();
    values.forEach(
        (pattern, value) -> {
          drawn.put(pattern, String.valueOf(value));
          for (String path : found.getOrDefault(pattern, List.of())) {
            with.put(path, WrittenTree.of(value, place(pattern)));
          }
        });
    Place place = written.place();
    Keys tree =
        (Keys) WrittenTree.of(ResolvedStudy.network(network.model(), network.training()), place);
    Keys changed = overrides.apply(tree, new Keys(with, place));
    ModelSpec model = models.read(changed, null);
    TrainingSpec training = StudyReader.training(specs, changed);
    return model == null ? null : new Trial(drawn, model, training);
  }

  private Place place(String pattern) {
    Written options = written.entries().get("options");
    Written own = options instanceof Keys keys ? keys.entries().get(pattern) : null;
    return own == null ? written.place().child("options").child(pattern) : own.place();
  }

  /** What a study wants tuned must be there to be tuned; the defaults hold for every study. */
  private void rejectUnused(Set<String> used) {
    if (written.entries().get("options") instanceof Keys options) {
      options
          .entries()
          .forEach(
              (path, value) -> {
                boolean usual = TuningSpec.defaults().containsKey(path);
                if (spec.options().containsKey(path) && !usual && !used.contains(path)) {
                  specs.mistakes().add(value.place(), TunedPaths.RULE, "'" + path + "'");
                }
              });
    }
  }
}
