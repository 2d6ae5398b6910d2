package org.interfuse.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.interfuse.report.chart.Axis;
import org.interfuse.report.chart.LineChart;
import org.interfuse.report.chart.Series;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import tools.jackson.databind.JsonNode;

/** Receiver operating characteristic and precision against recall. */
final class CurveSection implements Section {
  @Override
  public String id() {
    return "curves";
  }

  @Override
  public String title() {
    return "ROC and precision–recall";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    List<Figure> figures = new ArrayList<>();
    for (String target : input.targets()) {
      figures.addAll(figures(input, target, "roc"));
      figures.addAll(figures(input, target, "precision_recall"));
    }
    if (figures.isEmpty()) {
      return List.of();
    }
    return List.of(
        Section.figures(figures),
        Section.note(
            "Each curve is computed within every test part and averaged at equal x (vertical"
                + " averaging, Fawcett 2006), because predictions of different models are not on one"
                + " scale. The band is the interval of the primary candidate’s mean at each x, not"
                + " of the whole curve. Not drawn where a class has fewer than %d subjects."
                    .formatted(input.smallestCell())));
  }

  private static List<Figure> figures(ReportInput input, String target, String key) {
    List<JsonNode> curves =
        Nodes.list(input.comparison().path(key)).stream()
            .filter(curve -> Nodes.text(curve, "target").equals(target))
            .toList();
    Set<String> outcomes = new LinkedHashSet<>();
    curves.forEach(curve -> outcomes.add(Nodes.text(curve, "outcome")));
    List<Figure> figures = new ArrayList<>();
    for (String outcome : outcomes) {
      List<JsonNode> own =
          curves.stream().filter(curve -> Nodes.text(curve, "outcome").equals(outcome)).toList();
      figures.add(figure(input, target, outcome, own, key.equals("roc")));
    }
    return figures;
  }

  private static Figure figure(
      ReportInput input, String target, String outcome, List<JsonNode> curves, boolean roc) {
    LineChart chart =
        new LineChart(
            "%s: %s%s".formatted(roc ? "ROC" : "Precision–recall", outcome, input.of(target)),
            roc
                ? "Nearer to the upper left corner is better; the dotted diagonal is chance."
                : "Nearer to the upper right corner is better; the dotted line is chance.",
            Axis.linear(roc ? "false positive rate" : "recall", 0, 1),
            Axis.linear(roc ? "true positive rate" : "precision", 0, 1));
    if (roc) {
      chart.reference(0, 0, 1, 1);
    } else {
      chart.level(Nodes.figure(curves.get(0), "prevalence"));
    }
    List<String> foremost = input.foremost(target);
    for (String name : foremost.subList(0, Math.min(Series.LOOKS, foremost.size()))) {
      curves.stream()
          .filter(curve -> Nodes.text(curve, "candidate").equals(name))
          .findFirst()
          .ifPresent(curve -> chart.add(series(curve, foremost.indexOf(name))));
    }
    for (JsonNode curve : curves) {
      int rank = foremost.indexOf(Nodes.text(curve, "candidate"));
      if (rank < 0 || rank >= Series.LOOKS) {
        chart.add(series(curve, Series.FAINT));
      }
    }
    return chart.figure();
  }

  private static Series series(JsonNode curve, int look) {
    Series line =
        Series.line(
            Nodes.text(curve, "candidate"),
            look,
            Nodes.figures(curve.path("x")),
            Nodes.figures(curve.path("y")));
    return look == 0
        ? line.within(Nodes.figures(curve.path("lower")), Nodes.figures(curve.path("upper")))
        : line;
  }
}
