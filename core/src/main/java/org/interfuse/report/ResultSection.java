package org.interfuse.report;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.report.chart.IntervalChart;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/** Every candidate in every metric, with intervals. */
final class ResultSection implements Section {
  /** So many columns with intervals are as wide as a sheet of paper. */
  private static final int MOST_METRICS = 4;

  @Override
  public String id() {
    return "candidates";
  }

  @Override
  public String title() {
    return "All candidates";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    List<Markup> content = new ArrayList<>();
    for (String target : input.targets()) {
      List<String> metrics = new ArrayList<>(input.metrics(target));
      if (metrics.isEmpty()) {
        continue;
      }
      content.add(
          Section.figures(
              metrics.stream().limit(2).map(metric -> figure(input, target, metric)).toList()));
      List<Markup> tables = new ArrayList<>();
      for (int from = 0; from < metrics.size(); from += MOST_METRICS) {
        int to = Math.min(metrics.size(), from + MOST_METRICS);
        tables.add(table(input, target, metrics.subList(from, to), from > 0).element());
      }
      content.add(tables.get(0));
      if (tables.size() > 1) {
        content.add(
            Section.details(
                "%d metrics more".formatted(metrics.size() - MOST_METRICS),
                tables.subList(1, tables.size()).toArray(Markup[]::new)));
      }
      content.add(Section.note(intervals(input)));
      for (JsonNode best : Nodes.list(input.comparison().path("best_of_many"))) {
        if (Nodes.text(best, "target").equals(target)) {
          content.add(best(input, best));
        }
      }
    }
    return content;
  }

  private static Figure figure(ReportInput input, String target, String metric) {
    IntervalChart chart =
        new IntervalChart(
            "%s of every candidate%s".formatted(input.label(metric), input.of(target)),
            "Mean and %s interval; the primary candidate is the filled circle. Two intervals that overlap say nothing of a difference: see the paired differences."
                .formatted(input.level()),
            "%s, %s is better"
                .formatted(input.label(metric), input.higherIsBetter(metric) ? "higher" : "lower"));
    for (JsonNode candidate : input.others()) {
      boolean primary = Nodes.text(candidate, "name").equals(input.primary());
      input
          .metric(candidate, target, metric)
          .ifPresent(
              value ->
                  chart.add(
                      new IntervalChart.Row(
                          input.marked(candidate),
                          "",
                          Nodes.figure(value, "value"),
                          Nodes.figure(value, "lower"),
                          Nodes.figure(value, "upper"),
                          primary ? 0 : 5)));
    }
    return chart.figure();
  }

  private static DataTable table(
      ReportInput input, String target, List<String> metrics, boolean more) {
    List<String> headers = new ArrayList<>(List.of("candidate"));
    metrics.forEach(metric -> headers.add(input.directed(metric)));
    DataTable table =
        new DataTable(
            "%s with %s intervals%s"
                .formatted(more ? "More figures" : "Figures", input.level(), input.of(target)),
            headers);
    for (JsonNode candidate : input.others()) {
      boolean primary = Nodes.text(candidate, "name").equals(input.primary());
      List<String> cells = new ArrayList<>(List.of(input.marked(candidate)));
      for (String metric : metrics) {
        cells.add(
            input.metric(candidate, target, metric).map(ResultSection::interval).orElse("failed"));
      }
      table.row(cells, primary);
    }
    return table;
  }

  private static String interval(JsonNode node) {
    return Numbers.interval(
        Nodes.figure(node, "value"), Nodes.figure(node, "lower"), Nodes.figure(node, "upper"));
  }

  private static String intervals(ReportInput input) {
    int folds = Nodes.list(input.comparison().path("split").path("folds")).size();
    int seeds = Nodes.count(input.comparison(), "seeds", 1);
    String over =
        folds > 1
            ? ("Metrics are computed within each of %d test parts and averaged; intervals are"
                    + " corrected for training parts that overlap.")
                .formatted(folds)
            : "One test part; intervals are by bootstrap over subjects, or groups of them.";
    return seeds > 1
        ? over + " A network's figure is the mean over %d seeds.".formatted(seeds)
        : over;
  }

  private static Markup best(ReportInput input, JsonNode best) {
    return Section.paragraph(
        ("Whoever now picks the best of the %d candidates picks %s. Its %s looks like %s (a mean in"
                + " which each subject counts alike; in the table each test part does, so the last"
                + " digits may differ), but part of that is luck of the choice: what the choice is"
                + " worth is %s (bootstrap bias-corrected, Tsamardinos et al. 2018). In %s"
                + " of the resamples the same candidate was picked.")
            .formatted(
                Nodes.count(best, "candidates", 0),
                Nodes.text(best, "best"),
                input.label(Nodes.text(best, "metric")),
                Numbers.figure(Nodes.figure(best, "apparent")),
                Numbers.interval(
                    Nodes.figure(best, "corrected"),
                    Nodes.figure(best, "lower"),
                    Nodes.figure(best, "upper")),
                Numbers.percent(Nodes.figure(best, "chosen_share"))));
  }
}
