package org.interfuse.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interfuse.comparison.Examination;
import org.interfuse.comparison.VariedCandidates;
import org.interfuse.report.markup.Markup;
import tools.jackson.databind.JsonNode;

/**
 * What a report is drawn from.
 *
 * @param comparison the tree of {@code comparison.json}
 * @param study the tree of {@code study.json}
 * @param provenance the tree of {@code provenance.json}
 * @param log what the networks' trainings said
 */
record ReportInput(JsonNode comparison, JsonNode study, JsonNode provenance, TrainingLog log) {
  private static final Set<String> ORDERING = Set.of("auroc", "harrell-c");

  String primary() {
    return Nodes.text(comparison, "primary");
  }

  List<String> targets() {
    return new ArrayList<>(comparison.path("primary_metrics").propertyNames());
  }

  String primaryMetric(String target) {
    return Nodes.text(comparison.path("primary_metrics"), target);
  }

  /** {@code " of TARGET"} where there are several; else nothing. */
  String of(String target) {
    return targets().size() > 1 ? " of " + target : "";
  }

  /** A metric's name for people. */
  String label(String metric) {
    String label = Nodes.text(comparison.path("metrics").path(metric), "label");
    return label.isEmpty() ? metric : label;
  }

  boolean higherIsBetter(String metric) {
    return comparison.path("metrics").path(metric).path("higher_is_better").asBoolean(true);
  }

  /** The label with an arrow to the better side. */
  String directed(String metric) {
    return label(metric) + (higherIsBetter(metric) ? " ↑" : " ↓");
  }

  List<JsonNode> candidates() {
    return Nodes.list(comparison.path("candidates"));
  }

  /** Those that are no variations of the primary candidate, which have a table of their own. */
  List<JsonNode> others() {
    VariedCandidates variations = variations();
    return candidates().stream()
        .filter(candidate -> !variations.apart(Nodes.text(candidate, "name")))
        .toList();
  }

  VariedCandidates variations() {
    Map<String, Map<String, String>> options = new LinkedHashMap<>();
    for (JsonNode candidate : candidates()) {
      Map<String, String> own = new LinkedHashMap<>();
      candidate
          .path("varied")
          .properties()
          .forEach(entry -> own.put(entry.getKey(), Nodes.text(entry.getValue())));
      if (!own.isEmpty()) {
        options.put(Nodes.text(candidate, "name"), own);
      }
    }
    return new VariedCandidates(primary(), options);
  }

  /** A candidate's name, and what should be known of it: which is primary, which was imported. */
  String marked(JsonNode candidate) {
    String name = Nodes.text(candidate, "name");
    String primary = name.equals(primary()) ? " (primary)" : "";
    return name + primary + (candidate.path("predictions").isString() ? " (made elsewhere)" : "");
  }

  /** One metric of a candidate. */
  Optional<JsonNode> metric(JsonNode candidate, String target, String metric) {
    return Nodes.list(candidate.path("metrics")).stream()
        .filter(node -> Nodes.text(node, "target").equals(target))
        .filter(node -> Nodes.text(node, "metric").equals(metric))
        .findFirst();
  }

  /** All metrics of a target, in the order of the table. */
  Set<String> metrics(String target) {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode candidate : candidates()) {
      for (JsonNode metric : Nodes.list(candidate.path("metrics"))) {
        if (Nodes.text(metric, "target").equals(target)) {
          names.add(Nodes.text(metric, "metric"));
        }
      }
    }
    return names;
  }

  /**
   * The candidates that a chart of many lines puts forward: the primary one, the best baseline,
   * then the single modalities it is compared with.
   */
  List<String> foremost(String target) {
    Set<String> names = new LinkedHashSet<>(List.of(primary()));
    for (String role : List.of("best_baseline", "single_modality")) {
      for (JsonNode contrast : Nodes.list(comparison.path("contrasts"))) {
        if (Nodes.text(contrast, "target").equals(target)
            && Nodes.text(contrast, "against").equals(role)) {
          names.add(Nodes.text(contrast, "second"));
        }
      }
    }
    return new ArrayList<>(names);
  }

  /** A paragraph that says why there are no figures of patterns, where there are too many. */
  Optional<Markup> unexamined(String what) {
    int modalities = Nodes.list(comparison.path("availability").path("modalities")).size();
    return Examination.unexamined(modalities)
        .map(why -> Section.paragraph("%s: %s.".formatted(what, why)));
  }

  /** The margin of a target; runs of older versions have one for all. */
  double margin(String target) {
    for (JsonNode verdict : Nodes.list(comparison.path("verdict"))) {
      if (Nodes.text(verdict, "target").equals(target) && verdict.path("margin").isNumber()) {
        return Nodes.figure(verdict, "margin");
      }
    }
    return Nodes.figure(comparison, "margin");
  }

  int smallestCell() {
    return Nodes.count(comparison, "smallest_cell", 10);
  }

  double confidence() {
    double level = Nodes.figure(comparison, "level");
    return Double.isNaN(level) ? 0.95 : level;
  }

  String level() {
    return "%.0f\u00A0%%".formatted(100 * confidence());
  }

  /** The candidate that is a network of that modality alone. */
  Optional<String> networkOf(String modality) {
    return Nodes.list(study.path("comparison").path("candidates")).stream()
        .filter(candidate -> Nodes.text(candidate, "strategy").equals("unimodal"))
        .filter(candidate -> Nodes.text(candidate, "modality").equals(modality))
        .map(candidate -> Nodes.text(candidate, "name"))
        .findFirst();
  }

  /**
   * What knowing nothing gives in a metric of the first target: half of the pairs for those that
   * order subjects, else what the candidate reached that predicts the training prior; NaN where
   * there is none.
   */
  double chance(String metric) {
    if (ORDERING.contains(metric) || targets().isEmpty()) {
      return 0.5;
    }
    List<String> priors =
        Nodes.list(study.path("comparison").path("candidates")).stream()
            .filter(spec -> Nodes.text(spec.path("baseline"), "type").equals("prevalence"))
            .map(spec -> Nodes.text(spec, "name"))
            .toList();
    return candidates().stream()
        .filter(candidate -> priors.contains(Nodes.text(candidate, "name")))
        .flatMap(candidate -> metric(candidate, targets().get(0), metric).stream())
        .mapToDouble(found -> Nodes.figure(found, "value"))
        .findFirst()
        .orElse(Double.NaN);
  }
}
