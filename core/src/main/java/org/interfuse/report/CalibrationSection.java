package org.interfuse.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.report.chart.Axis;
import org.interfuse.report.chart.LineChart;
import org.interfuse.report.chart.Series;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/** Predicted probabilities beside what happened. */
final class CalibrationSection implements Section {
  @Override
  public String id() {
    return "calibration";
  }

  @Override
  public String title() {
    return "Calibration";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    Map<String, List<JsonNode>> byOutcome = new LinkedHashMap<>();
    for (JsonNode curve : Nodes.list(input.comparison().path("calibration"))) {
      if (!Nodes.list(curve.path("bins")).isEmpty()) {
        String key = Nodes.text(curve, "target") + "\n" + Nodes.text(curve, "outcome");
        byOutcome.computeIfAbsent(key, k -> new ArrayList<>()).add(curve);
      }
    }
    if (byOutcome.isEmpty()) {
      return List.of();
    }
    List<Figure> figures =
        byOutcome.values().stream().map(curves -> figure(input, curves)).toList();
    return List.of(
        Section.paragraph(
            "Of those to whom a probability of 0.3 was predicted, three in ten should have had the"
                + " event. Above the diagonal the prediction is too low, below it too high."),
        Section.figures(figures));
  }

  private static Figure figure(ReportInput input, List<JsonNode> curves) {
    JsonNode first = curves.get(0);
    String outcome = Nodes.text(first, "outcome");
    double time = Nodes.figure(first, "time");
    String what = Double.isNaN(time) ? outcome : "event by time " + Numbers.significant(time);
    LineChart chart =
        new LineChart(
                "Calibration: %s%s".formatted(what, input.of(Nodes.text(first, "target"))),
                "Each mark is a bin of subjects with similar predictions, with the %s interval of the observed share."
                    .formatted(input.level()),
                Axis.linear("predicted probability", 0, 1),
                Axis.linear("observed share", 0, 1))
            .reference(0, 0, 1, 1);
    int look = 0;
    for (JsonNode curve : curves) {
      List<JsonNode> bins = Nodes.list(curve.path("bins"));
      chart.add(
          Series.line(
                  Nodes.text(curve, "candidate"),
                  look++,
                  figures(bins, "predicted"),
                  figures(bins, "observed"))
              .within(figures(bins, "lower"), figures(bins, "upper"))
              .marked());
    }
    return chart.figure();
  }

  private static double[] figures(List<JsonNode> bins, String key) {
    return bins.stream().mapToDouble(bin -> Nodes.figure(bin, key)).toArray();
  }
}
