package org.interfuse.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.interfuse.report.chart.Axis;
import org.interfuse.report.chart.LineChart;
import org.interfuse.report.chart.Series;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/** Kaplan–Meier curves of groups of predicted risk. */
final class SurvivalSection implements Section {
  @Override
  public String id() {
    return "survival";
  }

  @Override
  public String title() {
    return "Survival by predicted risk";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    List<Figure> figures =
        Nodes.list(input.comparison().path("kaplan_meier")).stream()
            .map(node -> figure(input, node))
            .toList();
    if (figures.isEmpty()) {
      return List.of();
    }
    return List.of(
        Section.figures(figures),
        Section.note(
            ("Subjects are divided by their rank of predicted risk within their test part, by models"
                    + " that did not see them. Kaplan–Meier estimates with %s bands (Greenwood, log"
                    + " −log), at evenly spaced times; a curve ends where fewer than %d are at risk.")
                .formatted(input.level(), input.smallestCell())));
  }

  private static Figure figure(ReportInput input, JsonNode node) {
    double[] times = Nodes.figures(node.path("times"));
    LineChart chart =
        new LineChart(
            Nodes.text(node, "candidate") + input.of(Nodes.text(node, "target")),
            "Curves that lie far apart mean that the prediction orders subjects well.",
            Axis.linear("time (unit of the study)", 0, times[times.length - 1]),
            Axis.linear("share without the event", 0, 1));
    double[] riskTimes = Nodes.figures(node.path("risk_times"));
    List<String[]> counts = new ArrayList<>();
    int look = 0;
    for (JsonNode group : Nodes.list(node.path("groups"))) {
      chart.add(
          Series.line(
                  Nodes.text(group, "name"), look++, times, Nodes.figures(group.path("survival")))
              .within(Nodes.figures(group.path("lower")), Nodes.figures(group.path("upper")))
              .stepped());
      counts.add(
          Arrays.stream(Nodes.figures(group.path("at_risk")))
              .mapToObj(count -> atRisk(count, input.smallestCell()))
              .toArray(String[]::new));
    }
    return chart.counts("at risk", riskTimes, counts).figure();
  }

  private static String atRisk(double count, int smallest) {
    return Double.isNaN(count) ? "<" + smallest : Numbers.count((long) count);
  }
}
