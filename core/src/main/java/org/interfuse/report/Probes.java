package org.interfuse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.report.chart.IntervalChart;
import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import tools.jackson.databind.JsonNode;

/**
 * What a fitted network says when it is given one modality alone, beside what a network of that
 * modality says, both on rows held out for early stopping.
 */
final class Probes {
  private final ReportInput input;
  private final String candidate;
  private final String part;
  private final List<JsonNode> probes;
  private final String metric;
  private final double ratio;

  private Probes(ReportInput input, String candidate, String part) {
    this.input = input;
    this.candidate = candidate;
    this.part = part;
    this.probes = input.log().probes(candidate, part);
    this.metric = probes.isEmpty() ? "" : Nodes.text(probes.get(0), "metric");
    this.ratio = FoldMeans.ratio(input.comparison(), probes);
  }

  static Probes of(ReportInput input, String candidate, String part) {
    return new Probes(input, candidate, part);
  }

  /** Whether the network was asked at all. */
  boolean any() {
    return !probes.isEmpty();
  }

  /** None where too few subjects were held out. */
  Optional<Figure> figure(String name) {
    if (probes.isEmpty() || most("subjects") < input.smallestCell()) {
      return Optional.empty();
    }
    String label = input.label(metric);
    IntervalChart chart =
        new IntervalChart(
            name + ": one modality at a time",
            "%s on the rows held out when the trained network is given one modality and the others are masked, beside a network of that modality alone; mean over training parts%s."
                .formatted(label, interval()),
            label);
    chart.add(row("all modalities", estimate(mean(probe -> Nodes.figure(probe, "all"))), 0));
    for (String modality : modalities()) {
      if (isShown(modality)) {
        chart.add(row("only " + modality, estimate(alone(modality)), 1));
        own(modality)
            .ifPresent(own -> chart.add(row("a network of " + modality, estimate(own), 2)));
      }
    }
    return Optional.of(chart.figure());
  }

  private String interval() {
    return mean(probe -> Nodes.figure(probe, "all")).byFold().size() > 1
        ? " with %s interval, corrected for rows that they share".formatted(input.level())
        : "; one training part gives no interval";
  }

  /** One sentence for each modality, and one for all of them. */
  List<Markup> sentences() {
    List<Markup> said = new ArrayList<>();
    if (probes.isEmpty()) {
      return said;
    }
    List<Drowning> all = modalities().stream().map(this::drowning).toList();
    List<String> drowned = named(all, Drowning.Answer.YES);
    List<String> open = named(all, Drowning.Answer.OPEN);
    String of = " by %s.".formatted(candidate);
    said.add(
        Section.paragraph(
            !drowned.isEmpty()
                ? "Drowned by %s: %s.".formatted(candidate, String.join(", ", drowned))
                : open.isEmpty()
                    ? "No modality was drowned" + of
                    : "It cannot be told whether %s %s drowned%s"
                        .formatted(
                            String.join(", ", open), open.size() == 1 ? "was" : "were", of)));
    Element list = Element.of("ul");
    all.forEach(one -> list.add(Element.of("li", one.sentence())));
    said.add(list);
    return said;
  }

  private static List<String> named(List<Drowning> all, Drowning.Answer answer) {
    return all.stream().filter(one -> one.answer() == answer).map(Drowning::modality).toList();
  }

  private Drowning drowning(String modality) {
    FoldMeans alone = isShown(modality) ? alone(modality) : FoldMeans.of(List.of(), line -> 0);
    FoldMeans own = own(modality).orElse(FoldMeans.of(List.of(), line -> 0));
    boolean higher = Metrics.named(metric).map(Metric::higherIsBetter).orElse(true);
    return new Drowning(
        modality,
        estimate(alone),
        estimate(own),
        (higher ? own.minus(alone) : alone.minus(own)).estimate(ratio, input.confidence()),
        input.log().gradientShare(candidate, part, modality),
        input.chance(metric),
        higher);
  }

  private List<String> modalities() {
    return new ArrayList<>(probes.get(0).path("alone").propertyNames());
  }

  /**
   * Whether enough subjects were held out who have the modality. Fits share subjects, so no more
   * than those of one fit are known to be different ones.
   */
  private boolean isShown(String modality) {
    return probes.stream()
            .mapToInt(probe -> Nodes.count(probe.path("having"), modality, 0))
            .max()
            .orElse(0)
        >= input.smallestCell();
  }

  private int most(String key) {
    return probes.stream().mapToInt(probe -> Nodes.count(probe, key, 0)).max().orElse(0);
  }

  private FoldMeans mean(java.util.function.ToDoubleFunction<JsonNode> figure) {
    return FoldMeans.of(probes, figure);
  }

  private FoldMeans alone(String modality) {
    return mean(probe -> Nodes.figure(probe.path("alone"), modality));
  }

  private Optional<FoldMeans> own(String modality) {
    return input
        .networkOf(modality)
        .map(input.log()::best)
        .filter(lines -> !lines.isEmpty())
        .map(lines -> FoldMeans.of(lines, line -> Nodes.figure(line, "validation_metric")));
  }

  private Estimate estimate(FoldMeans means) {
    Estimate estimate = means.estimate(ratio, input.confidence());
    return Metrics.named(metric)
        .map(known -> estimate.within(known.lowest(), known.highest()))
        .orElse(estimate);
  }

  private static IntervalChart.Row row(String name, Estimate figure, int look) {
    return new IntervalChart.Row(
        name,
        "%d training parts".formatted(figure.count()),
        figure.value(),
        figure.lower(),
        figure.upper(),
        look);
  }
}
