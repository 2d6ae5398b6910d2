package org.interfuse.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.report.chart.Axis;
import org.interfuse.report.chart.DensityChart;
import org.interfuse.report.chart.LineChart;
import org.interfuse.report.chart.Series;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/** Predicted numbers beside observed ones. */
final class RegressionSection implements Section {
  @Override
  public String id() {
    return "regression";
  }

  @Override
  public String title() {
    return "Observed and predicted";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    Map<String, List<JsonNode>> byTarget = new LinkedHashMap<>();
    for (JsonNode node : Nodes.list(input.comparison().path("regression"))) {
      if (!Nodes.list(node.path("bins")).isEmpty()) {
        byTarget.computeIfAbsent(Nodes.text(node, "target"), key -> new ArrayList<>()).add(node);
      }
    }
    if (byTarget.isEmpty()) {
      return List.of();
    }
    List<Figure> figures = new ArrayList<>();
    byTarget.forEach(
        (target, nodes) -> {
          figures.add(means(input, target, nodes));
          nodes.forEach(node -> figures.add(density(input, target, node)));
        });
    return List.of(
        Section.paragraph(
            "Each subject as predicted by a model that did not see it. On the dotted line predictions"
                + " are right; a curve flatter than the line means that extreme predictions are too"
                + " extreme, a steeper one that they are too cautious."),
        Section.figures(figures));
  }

  private static Figure means(ReportInput input, String target, List<JsonNode> nodes) {
    double[] values = all(nodes, "predicted", "observed", "lower", "upper");
    Axis across = Axis.around("mean prediction", values);
    LineChart chart =
        new LineChart(
                "Mean observed by prediction: " + target,
                "Each mark is a tenth of the subjects by prediction, never fewer than %d, with the %s interval of their observed mean."
                    .formatted(input.smallestCell(), input.level()),
                across,
                Axis.around("mean observed", values))
            .reference(across.low(), across.low(), across.high(), across.high());
    int look = 0;
    for (JsonNode node : nodes) {
      List<JsonNode> one = List.of(node);
      chart.add(
          Series.line(
                  Nodes.text(node, "candidate"), look, all(one, "predicted"), all(one, "observed"))
              .within(all(one, "lower"), all(one, "upper"))
              .marked()
              .shifted(3 * look++));
    }
    return chart.figure();
  }

  private static Figure density(ReportInput input, String target, JsonNode node) {
    int[][] counts =
        Nodes.list(node.path("counts")).stream()
            .map(
                row ->
                    Nodes.list(row).stream()
                        .mapToInt(count -> count.isNumber() ? count.intValue() : -1)
                        .toArray())
            .toArray(int[][]::new);
    return new DensityChart(Nodes.figures(node.path("edges")), counts)
        .figure(
            "%s: observed against predicted %s".formatted(Nodes.text(node, "candidate"), target),
            "The darker, the more of the %s subjects. Cells of fewer than %d are empty; they hold %s together. The outermost cells hold what lies beyond, too."
                .formatted(
                    Numbers.count(Nodes.count(node, "subjects", 0)),
                    input.smallestCell(),
                    Numbers.count(Nodes.count(node, "hidden", 0))),
            "predicted",
            "observed");
  }

  private static double[] all(List<JsonNode> nodes, String... keys) {
    return nodes.stream()
        .flatMap(node -> Nodes.list(node.path("bins")).stream())
        .flatMapToDouble(bin -> Arrays.stream(keys).mapToDouble(key -> Nodes.figure(bin, key)))
        .toArray();
  }
}
