package org.interfuse.report;

import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.report.chart.IntervalChart;
import org.interfuse.report.markup.Figure;
import tools.jackson.databind.JsonNode;

/** What a fitted network says when it is given one modality alone. */
final class Probes {
  private Probes() {}

  /** No figure where fewer subjects were held out, in all fits together, than may be shown. */
  static List<Figure> figure(ReportInput input, String name, List<JsonNode> probes) {
    int subjects = probes.stream().mapToInt(probe -> Nodes.count(probe, "subjects", 0)).sum();
    if (probes.isEmpty() || subjects < input.smallestCell()) {
      return List.of();
    }
    String metric = input.label(Nodes.text(probes.get(0), "metric"));
    IntervalChart chart =
        new IntervalChart(
            name + ": one modality at a time",
            "%s on the rows held out when the trained network is given one modality and the others are masked; mean over fits, with the lowest and the highest. A modality that says nothing here while its own network does well has been drowned."
                .formatted(metric),
            metric);
    chart.add(row("all modalities", figures(probes, "all"), 0));
    for (String modality : probes.get(0).path("alone").propertyNames()) {
      double[] values =
          probes.stream()
              .mapToDouble(probe -> Nodes.figure(probe.path("alone"), modality))
              .filter(Double::isFinite)
              .toArray();
      chart.add(row("only " + modality, values, 1));
    }
    return List.of(chart.figure());
  }

  private static double[] figures(List<JsonNode> probes, String key) {
    return probes.stream()
        .mapToDouble(probe -> Nodes.figure(probe, key))
        .filter(Double::isFinite)
        .toArray();
  }

  private static IntervalChart.Row row(String name, double[] values, int look) {
    boolean several = values.length > 1;
    return new IntervalChart.Row(
        name,
        "%d fits".formatted(values.length),
        IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElse(Double.NaN),
        several ? java.util.Arrays.stream(values).min().orElse(Double.NaN) : Double.NaN,
        several ? java.util.Arrays.stream(values).max().orElse(Double.NaN) : Double.NaN,
        look);
  }
}
