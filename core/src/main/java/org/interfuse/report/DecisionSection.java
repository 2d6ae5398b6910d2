package org.interfuse.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.report.chart.Axis;
import org.interfuse.report.chart.LineChart;
import org.interfuse.report.chart.Series;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import tools.jackson.databind.JsonNode;

/** Net benefit of acting on the prediction. */
final class DecisionSection implements Section {
  @Override
  public String id() {
    return "decision";
  }

  @Override
  public String title() {
    return "Decision curve";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    Map<String, List<JsonNode>> byTarget = new LinkedHashMap<>();
    for (JsonNode curve : Nodes.list(input.comparison().path("decision_curve"))) {
      byTarget.computeIfAbsent(Nodes.text(curve, "target"), key -> new ArrayList<>()).add(curve);
    }
    if (byTarget.isEmpty()) {
      return List.of();
    }
    return List.of(
        Section.paragraph(
            "Whether acting on the prediction does more good than acting on everybody or on nobody,"
                + " at every threshold of acting (Vickers and Elkin 2006)."),
        Section.figures(byTarget.values().stream().map(curves -> figure(input, curves)).toList()));
  }

  private static Figure figure(ReportInput input, List<JsonNode> curves) {
    JsonNode first = curves.get(0);
    double[] all = Nodes.figures(first.path("treat_all"));
    double most = Arrays.stream(all).filter(Double::isFinite).max().orElse(1);
    for (JsonNode curve : curves) {
      double best = Arrays.stream(Nodes.figures(curve.path("net_benefit"))).max().orElse(most);
      most = Math.max(most, best);
    }
    LineChart chart =
        new LineChart(
                "Net benefit: %s%s"
                    .formatted(Nodes.text(first, "outcome"), input.of(Nodes.text(first, "target"))),
                "Higher is better. The dotted line is to act on nobody. The band is the %s interval of the primary candidate at each threshold, over subjects."
                    .formatted(input.level()),
                Axis.linear("threshold probability", 0, 1),
                Axis.linear("net benefit", -0.25 * most, 1.08 * most))
            .level(0);
    int look = 0;
    for (JsonNode curve : curves) {
      chart.add(line(input, curve, look++));
    }
    chart.add(Series.line("act on everybody", 5, Nodes.figures(first.path("thresholds")), all));
    return chart.figure();
  }

  /** With a band of the primary candidate's; those of more would hide each other. */
  private static Series line(ReportInput input, JsonNode curve, int look) {
    String candidate = Nodes.text(curve, "candidate");
    double[] benefit = Nodes.figures(curve.path("net_benefit"));
    double[] half = Nodes.figures(curve.path("half_width"));
    Series line = Series.line(candidate, look, Nodes.figures(curve.path("thresholds")), benefit);
    if (half.length != benefit.length || !candidate.equals(input.primary())) {
      return line; // a run of an older version says nothing of intervals
    }
    double[] low = new double[half.length];
    double[] high = new double[half.length];
    Arrays.setAll(low, i -> benefit[i] - half[i]);
    Arrays.setAll(high, i -> benefit[i] + half[i]);
    return line.within(low, high);
  }
}
