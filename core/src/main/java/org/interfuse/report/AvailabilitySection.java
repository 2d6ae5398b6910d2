package org.interfuse.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.interfuse.report.chart.Pattern;
import org.interfuse.report.chart.PresenceMap;
import org.interfuse.report.chart.UpSetChart;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/** Who has which modalities. */
final class AvailabilitySection implements Section {
  @Override
  public String id() {
    return "availability";
  }

  @Override
  public String title() {
    return "Who has which modalities";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    JsonNode node = input.comparison().path("availability");
    List<JsonNode> modalities = Nodes.list(node.path("modalities"));
    if (modalities.isEmpty()) {
      return List.of();
    }
    List<String> names = modalities.stream().map(one -> Nodes.text(one, "name")).toList();
    List<Pattern> patterns = new ArrayList<>();
    for (JsonNode pattern : Nodes.list(node.path("patterns"))) {
      patterns.add(
          new Pattern(
              new HashSet<>(Nodes.texts(pattern.path("modalities"))),
              Nodes.count(pattern, "subjects", 0)));
    }
    int others = Nodes.count(node.path("hidden"), "subjects", 0);
    List<Markup> content = new ArrayList<>();
    if (!patterns.isEmpty()) {
      content.add(
          Section.figures(
              List.of(
                  new PresenceMap(names, patterns, others)
                      .figure(
                          "Presence by pattern",
                          "Each block is a pattern of presence, as wide as its subjects are many."),
                  new UpSetChart(names, patterns)
                      .figure(
                          "Patterns of presence",
                          "Filled dots are the modalities that a pattern has."))));
    }
    content.add(table(input, node, modalities));
    int rare = Nodes.count(node.path("hidden"), "patterns", 0);
    if (rare > 0) {
      content.add(
          Section.note(
              "%d rare %s of %d subjects together %s not shown one by one: nothing is drawn of fewer than %d."
                  .formatted(
                      rare,
                      rare == 1 ? "pattern" : "patterns",
                      others,
                      rare == 1 ? "is" : "are",
                      input.smallestCell())));
    }
    return content;
  }

  private static Markup table(ReportInput input, JsonNode node, List<JsonNode> modalities) {
    int all = Nodes.count(node, "subjects", 0);
    DataTable table =
        new DataTable("Subjects who have each modality", List.of("modality", "subjects", "share"));
    for (JsonNode modality : modalities) {
      int count = Nodes.count(modality, "subjects", -1);
      String few = "<" + input.smallestCell();
      table.row(
          count < 0
              ? List.of(
                  Nodes.text(modality, "name"),
                  modality.has("about")
                      ? "about " + Numbers.count(Nodes.count(modality, "about", 0))
                      : modality.path("most").asBoolean(false) ? "all but " + few : few,
                  "")
              : List.of(
                  Nodes.text(modality, "name"),
                  Numbers.count(count),
                  Numbers.percent(all == 0 ? Double.NaN : (double) count / all)));
    }
    return table.element();
  }
}
