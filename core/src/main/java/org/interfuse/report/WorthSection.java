package org.interfuse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.interfuse.report.chart.IntervalChart;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/** How much the model leans on each modality, and how much each modality is worth. */
final class WorthSection implements Section {
  @Override
  public String id() {
    return "worth";
  }

  @Override
  public String title() {
    return "Reliance and value";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    JsonNode reliance = input.comparison().path("reliance");
    JsonNode value = input.comparison().path("value");
    List<Figure> figures = new ArrayList<>();
    List<Markup> tables = new ArrayList<>();
    for (JsonNode node : Nodes.list(reliance.path("candidates"))) {
      if (Nodes.text(node, "candidate").equals(input.primary())) {
        figures.add(reliance(input, node, Nodes.text(reliance, "question")));
      }
    }
    for (JsonNode node : Nodes.list(value.path("targets"))) {
      figures.add(value(input, node, Nodes.text(value, "question")));
      tables.add(subsets(input, node));
    }
    for (JsonNode node : Nodes.list(reliance.path("candidates"))) {
      if (!Nodes.text(node, "candidate").equals(input.primary())) {
        figures.add(reliance(input, node, Nodes.text(reliance, "question")));
      }
    }
    List<Markup> content = new ArrayList<>();
    if (Nodes.list(reliance.path("candidates")).isEmpty()) {
      input.unexamined("Reliance").ifPresent(content::add);
    }
    if (figures.isEmpty()) {
      return content;
    }
    content.add(
        Section.paragraph(
            "Two questions that are often mixed up. A model can lean on a modality that another one"
                + " could replace: then its reliance is high and its value is low. All bars of a target have the"
                + " same scale."));
    content.add(Section.figures(figures));
    for (JsonNode node : Nodes.list(reliance.path("candidates"))) {
      if (!Nodes.list(node.path("interactions")).isEmpty()) {
        tables.add(interactions(input, node));
      }
    }
    if (!tables.isEmpty()) {
      content.add(
          Section.details("Sets of modalities and interactions", tables.toArray(Markup[]::new)));
    }
    return content;
  }

  /** Reliance and value are in the same unit, so all bars of a target share a scale. */
  private static double[] scale(ReportInput input, String target) {
    Stream<JsonNode> shares =
        Nodes.list(input.comparison().path("reliance").path("candidates")).stream()
            .filter(node -> Nodes.text(node, "target").equals(target))
            .flatMap(node -> Nodes.list(node.path("shapley")).stream());
    Stream<JsonNode> lost =
        Nodes.list(input.comparison().path("value").path("targets")).stream()
            .filter(node -> Nodes.text(node, "target").equals(target))
            .flatMap(node -> Nodes.list(node.path("without")).stream())
            .map(node -> node.path("difference"));
    return Stream.concat(shares, lost).flatMapToDouble(Nodes::ends).toArray();
  }

  private static Figure reliance(ReportInput input, JsonNode node, String question) {
    String metric = input.label(Nodes.text(node, "metric"));
    IntervalChart chart =
        new IntervalChart(
                "Reliance of %s%s"
                    .formatted(Nodes.text(node, "candidate"), input.of(Nodes.text(node, "target"))),
                question
                    + " Exact Shapley values of the fitted model, modalities masked away; they add up"
                    + " to what it gains over knowing nothing.",
                "share of %s".formatted(metric))
            .bars()
            .including(scale(input, Nodes.text(node, "target")));
    for (JsonNode share : Nodes.list(node.path("shapley"))) {
      chart.add(row(Nodes.text(share, "modality"), share, 0));
    }
    return chart.figure();
  }

  private static Figure value(ReportInput input, JsonNode node, String question) {
    String metric = input.label(Nodes.text(node, "metric"));
    IntervalChart chart =
        new IntervalChart(
                "Value to %s%s"
                    .formatted(Nodes.text(node, "candidate"), input.of(Nodes.text(node, "target"))),
                question
                    + " The candidate was fitted again without it; the bar is what was lost on the"
                    + " same test parts. An interval that covers 0 shows no value.",
                "loss of %s without it".formatted(metric))
            .bars()
            .including(scale(input, Nodes.text(node, "target")));
    for (JsonNode without : Nodes.list(node.path("without"))) {
      chart.add(row(Nodes.text(without, "modality"), without.path("difference"), 1));
    }
    return chart.figure();
  }

  private static IntervalChart.Row row(String name, JsonNode figures, int look) {
    return new IntervalChart.Row(
        name,
        "",
        Nodes.figure(figures, "value"),
        Nodes.figure(figures, "lower"),
        Nodes.figure(figures, "upper"),
        look);
  }

  private static Markup subsets(ReportInput input, JsonNode node) {
    DataTable table =
        new DataTable(
            "%s of %s fitted on each set of modalities"
                .formatted(
                    input.directed(Nodes.text(node, "metric")), Nodes.text(node, "candidate")),
            List.of("modalities", "figure"));
    table.row(List.of("all", interval(node.path("full"))), true);
    for (JsonNode subset : Nodes.list(node.path("subsets"))) {
      table.row(
          List.of(String.join(", ", Nodes.texts(subset.path("modalities"))), interval(subset)));
    }
    return table.element();
  }

  private static Markup interactions(ReportInput input, JsonNode node) {
    DataTable table =
        new DataTable(
            "Shapley interactions in %s, %s"
                .formatted(Nodes.text(node, "candidate"), input.label(Nodes.text(node, "metric"))),
            List.of("modalities", "interaction"));
    for (JsonNode pair : Nodes.list(node.path("interactions"))) {
      table.row(
          List.of(
              String.join(" and ", Nodes.texts(pair.path("modalities"))),
              Numbers.difference(
                  Nodes.figure(pair, "value"),
                  Nodes.figure(pair, "lower"),
                  Nodes.figure(pair, "upper"))));
    }
    return table.element();
  }

  private static String interval(JsonNode node) {
    return Numbers.interval(
        Nodes.figure(node, "value"), Nodes.figure(node, "lower"), Nodes.figure(node, "upper"));
  }
}
