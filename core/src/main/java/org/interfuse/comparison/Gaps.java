package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.cohort.CohortModality;

/**
 * What a primary candidate was not held to: that it is better can be said only of one that beat
 * each modality alone and a baseline that reads features, however well it did against the rest.
 *
 * @param modalities of a study with several, those that no candidate has alone
 * @param features whether no baseline that reads features has a figure
 * @param failed the names of those that could not be fitted
 */
record Gaps(List<String> modalities, boolean features, List<String> failed) {
  static final Gaps NONE = new Gaps(List.of(), false, List.of());

  static Gaps of(ComparisonResult result, ComparisonSpec spec, Roles roles) {
    List<String> lacking =
        new ArrayList<>(
            result.protocol().cohort().modalities().stream().map(CohortModality::name).toList());
    boolean several = lacking.size() > 1;
    boolean features = false;
    List<String> failed = new ArrayList<>();
    for (CandidateResult candidate : result.candidates()) {
      CandidateSpec own = spec.candidate(candidate.name());
      own.onlyModality().ifPresent(lacking::remove);
      features |= own.readsFeatures() && roles.contends(candidate);
      boolean planned =
          candidate == roles.primary()
              || own.onlyModality().isPresent()
              || own.isBaseline() && own.readsFeatures();
      if (planned && !candidate.failures().isEmpty()) {
        failed.add(candidate.name());
      }
    }
    return new Gaps(several ? lacking : List.of(), !features, failed);
  }

  boolean none() {
    return modalities.isEmpty() && !features && failed.isEmpty();
  }

  /** What is missing, and what to write into the study. */
  String text() {
    List<String> parts = new ArrayList<>();
    if (!modalities.isEmpty()) {
      parts.add(
          "nothing was compared with %s alone: add %s"
              .formatted(
                  Words.and(modalities),
                  Words.and(
                      modalities.stream()
                          .map("{strategy: unimodal, modality: %s}"::formatted)
                          .toList())));
    }
    if (features) {
      parts.add("no baseline reads features: add {baseline: linear}");
    }
    if (!failed.isEmpty()) {
      parts.add(Words.and(failed) + " failed");
    }
    return String.join("; ", parts);
  }
}
