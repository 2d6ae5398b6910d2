package org.interfuse.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.report.chart.IntervalChart;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/** The first metric among the subjects of each value of a column. */
final class SubgroupSection implements Section {
  @Override
  public String id() {
    return "subgroups";
  }

  @Override
  public String title() {
    return "Subgroups";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    Map<String, List<JsonNode>> byColumn = new LinkedHashMap<>();
    for (JsonNode group : Nodes.list(input.comparison().path("subgroups").path("shown"))) {
      String key = Nodes.text(group, "column") + "\n" + Nodes.text(group, "target");
      byColumn.computeIfAbsent(key, k -> new ArrayList<>()).add(group);
    }
    List<Markup> content = new ArrayList<>();
    if (!byColumn.isEmpty()) {
      List<Figure> figures =
          byColumn.values().stream().map(groups -> figure(input, groups)).toList();
      content.add(Section.figures(figures));
      content.add(table(input, byColumn.values().stream().flatMap(List::stream).toList()));
    }
    for (JsonNode hidden : Nodes.list(input.comparison().path("subgroups").path("hidden"))) {
      content.add(
          Section.note(
              "%d values of %s have fewer than %d subjects and are not shown."
                  .formatted(
                      Nodes.count(hidden, "levels", 0),
                      Nodes.text(hidden, "column"),
                      input.smallestCell())));
    }
    return content;
  }

  private static String level(JsonNode group) {
    String level = Nodes.text(group, "level");
    return level.isEmpty() ? "(not known)" : level;
  }

  private static Figure figure(ReportInput input, List<JsonNode> groups) {
    JsonNode first = groups.get(0);
    String metric = input.label(Nodes.text(first, "metric"));
    IntervalChart chart =
        new IntervalChart(
            "%s by %s%s"
                .formatted(
                    metric, Nodes.text(first, "column"), input.of(Nodes.text(first, "target"))),
            "Pooled predictions of models that did not see the subject, with bootstrap intervals. Exploratory.",
            metric);
    for (JsonNode group : groups) {
      int look = 0;
      for (JsonNode candidate : Nodes.list(group.path("candidates"))) {
        chart.add(
            new IntervalChart.Row(
                "%s: %s".formatted(level(group), Nodes.text(candidate, "name")),
                "n = " + Numbers.count(Nodes.count(group, "subjects", 0)),
                Nodes.figure(candidate, "value"),
                Nodes.figure(candidate, "lower"),
                Nodes.figure(candidate, "upper"),
                look++));
      }
    }
    return chart.figure();
  }

  private static Markup table(ReportInput input, List<JsonNode> groups) {
    DataTable table =
        new DataTable(
            "Primary candidate minus best baseline in each subgroup",
            List.of("subgroup", "subjects", "metric", "difference"));
    for (JsonNode group : groups) {
      table.row(
          List.of(
              "%s: %s".formatted(Nodes.text(group, "column"), level(group)),
              Numbers.count(Nodes.count(group, "subjects", 0)),
              input.label(Nodes.text(group, "metric")),
              Numbers.difference(
                  Nodes.figure(group, "difference"),
                  Nodes.figure(group, "lower"),
                  Nodes.figure(group, "upper"))));
    }
    return table.element();
  }
}
