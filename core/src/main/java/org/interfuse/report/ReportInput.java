package org.interfuse.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  String level() {
    double level = Nodes.figure(comparison, "level");
    return "%.0f\u00A0%%".formatted(100 * (Double.isNaN(level) ? 0.95 : level));
  }
}
