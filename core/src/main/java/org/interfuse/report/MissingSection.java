package org.interfuse.report;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.report.chart.Axis;
import org.interfuse.report.chart.LineChart;
import org.interfuse.report.chart.Series;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/** What is left when modalities are missing. */
final class MissingSection implements Section {
  @Override
  public String id() {
    return "missing";
  }

  @Override
  public String title() {
    return "When modalities are missing";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    JsonNode part = input.comparison().path("missing");
    List<JsonNode> candidates = Nodes.list(part.path("candidates"));
    if (candidates.isEmpty()) {
      return List.of();
    }
    List<Figure> figures = new ArrayList<>();
    List<Markup> tables = new ArrayList<>();
    for (JsonNode node : candidates) {
      if (!Nodes.list(node.path("degradation").path("curve")).isEmpty()) {
        figures.add(degradation(input, node));
      }
      tables.add(table(input, node).element());
      if (node.path("deployment").isObject()) {
        tables.add(deployment(input, node));
      }
    }
    List<Markup> content = new ArrayList<>();
    content.add(Section.paragraph(Nodes.text(part, "question")));
    if (!figures.isEmpty()) {
      content.add(Section.figures(figures));
    }
    content.addAll(tables);
    content.add(
        Section.note(
            ("“Induced”: all subjects who have these modalities, the others masked away. “As found”:"
                    + " those who have just these; they may differ from the rest in more than that. A"
                    + " dash stands where there are fewer than %d subjects.")
                .formatted(input.smallestCell())));
    return content;
  }

  private static Figure degradation(ReportInput input, JsonNode node) {
    List<JsonNode> curve = Nodes.list(node.path("degradation").path("curve"));
    double[] present = curve.stream().mapToDouble(p -> Nodes.figure(p, "present")).toArray();
    String metric = input.label(Nodes.text(node, "metric"));
    Series mean =
        Series.line("mean of all sets of that size", 0, present, figures(curve, "mean", "value"))
            .within(figures(curve, "mean", "lower"), figures(curve, "mean", "upper"))
            .marked();
    Series worst =
        Series.line("worst set of that size", 1, present, figures(curve, "worst", "value"))
            .marked();
    double[] all =
        java.util.stream.Stream.of(mean.y(), mean.lower(), mean.upper(), worst.y())
            .flatMapToDouble(java.util.Arrays::stream)
            .toArray();
    return new LineChart(
            Nodes.text(node, "candidate")
                + ": graceful degradation"
                + input.of(Nodes.text(node, "target")),
            "%s on %s subjects who have every modality, as modalities are masked away."
                .formatted(metric, Nodes.text(node.path("degradation"), "subjects")),
            Axis.whole(
                "modalities present",
                present[present.length - 1] - 0.2,
                Math.max(present[0], present[present.length - 1] + 1) + 0.2),
            Axis.around(input.directed(Nodes.text(node, "metric")), all))
        .add(mean)
        .add(worst)
        .figure();
  }

  private static double[] figures(List<JsonNode> curve, String part, String key) {
    return curve.stream().mapToDouble(point -> Nodes.figure(point.path(part), key)).toArray();
  }

  private static DataTable table(ReportInput input, JsonNode node) {
    String metric = input.directed(Nodes.text(node, "metric"));
    DataTable table =
        new DataTable(
            "%s of %s under each pattern%s"
                .formatted(
                    metric, Nodes.text(node, "candidate"), input.of(Nodes.text(node, "target"))),
            List.of("modalities present", "induced", "subjects", "as found", "subjects"));
    for (JsonNode pattern : Nodes.list(node.path("patterns"))) {
      table.row(
          List.of(
              String.join(", ", Nodes.texts(pattern.path("modalities"))),
              interval(pattern.path("induced")),
              subjects(pattern.path("induced")),
              interval(pattern.path("found")),
              subjects(pattern.path("found"))));
    }
    return table;
  }

  /** A number that would give a small pattern away is an estimate. */
  private static String subjects(JsonNode cell) {
    String number = Nodes.text(cell, "subjects");
    return cell.path("about").asBoolean(false) ? "about " + number : number;
  }

  private static Markup deployment(ReportInput input, JsonNode node) {
    List<String> shares = new ArrayList<>();
    node.path("deployment")
        .path("available")
        .properties()
        .forEach(
            entry ->
                shares.add(
                    "%s for %s"
                        .formatted(
                            entry.getKey(), Numbers.percent(Nodes.figure(entry.getValue())))));
    return Section.paragraph(
        "In deployment, with %s, expect a %s of %s of %s."
            .formatted(
                String.join(", ", shares),
                input.label(Nodes.text(node, "metric")),
                interval(node.path("deployment").path("expected")),
                Nodes.text(node, "candidate")));
  }

  private static String interval(JsonNode node) {
    return node.isObject()
        ? Numbers.interval(
            Nodes.figure(node, "value"), Nodes.figure(node, "lower"), Nodes.figure(node, "upper"))
        : "–";
  }
}
