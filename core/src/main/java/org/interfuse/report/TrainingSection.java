package org.interfuse.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.interfuse.report.chart.Axis;
import org.interfuse.report.chart.LineChart;
import org.interfuse.report.chart.Series;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import tools.jackson.databind.JsonNode;

/** How the networks learned, and whether one modality drowned the others. */
final class TrainingSection implements Section {
  private static final String COX =
      " A partial likelihood grows with the number at risk, and fewer are held out than trained on:"
          + " compare the shapes of the two lines, not their heights.";

  @Override
  public String id() {
    return "training";
  }

  @Override
  public String title() {
    return "Training";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    List<Markup> foremost = new ArrayList<>();
    List<Markup> fused = new ArrayList<>();
    List<Figure> others = new ArrayList<>();
    List<String> candidates =
        input.candidates().stream().map(candidate -> Nodes.text(candidate, "name")).toList();
    for (String candidate : input.log().networks()) {
      if (!candidates.contains(candidate)) {
        continue; // a candidate fitted again without a modality
      }
      for (String part : input.log().parts(candidate)) {
        if (candidate.equals(input.primary())) {
          foremost.addAll(all(input, candidate, part));
        } else if (Probes.of(input, candidate, part).any()) {
          List<Markup> own = all(input, candidate, part);
          fused.add(Section.details("Training of " + candidate, own.toArray(Markup[]::new)));
        } else {
          others.addAll(loss(input, candidate, part));
        }
      }
    }
    List<Markup> content = new ArrayList<>();
    if (foremost.isEmpty() && fused.isEmpty() && others.isEmpty()) {
      return content;
    }
    content.add(
        Section.note(
            "Means over fits, as far as at least half of them went. Rows held out for early stopping"
                + " are inside the training part: no test subject is in these curves."));
    content.addAll(foremost);
    content.addAll(fused);
    if (!others.isEmpty()) {
      content.add(
          Section.details(
              "Loss of the other networks (%d figures)".formatted(others.size()),
              Section.figures(others)));
    }
    return content;
  }

  private static List<Markup> all(ReportInput input, String candidate, String part) {
    List<List<JsonNode>> runs = input.log().epochs(candidate, part);
    String name = name(candidate, part);
    List<Figure> figures = new ArrayList<>(loss(input, candidate, part));
    String target = input.targets().isEmpty() ? "" : input.targets().get(0);
    String metric = input.label(input.primaryMetric(target));
    figures.addAll(
        chart(
            name + ": " + metric,
            "On the rows held out.",
            metric,
            List.of(line("held out", 0, TrainingLog.mean(runs, "validation_metric"))),
            false));
    figures.addAll(gradients(name, runs));
    Probes probes = Probes.of(input, candidate, part);
    probes.figure(name).ifPresent(figures::add);
    List<Markup> content = new ArrayList<>(probes.sentences());
    if (!figures.isEmpty()) {
      content.add(Section.figures(figures));
    }
    return content;
  }

  private static boolean isCox(ReportInput input) {
    return input.study().path("model").path("heads").properties().stream()
        .anyMatch(head -> Nodes.text(head.getValue(), "type").equals("cox"));
  }

  private static List<Figure> loss(ReportInput input, String candidate, String part) {
    List<List<JsonNode>> runs = input.log().epochs(candidate, part);
    return chart(
        name(candidate, part) + ": loss",
        "%d trainings. Held-out loss that rises while training loss falls is overfitting; training stopped at the best held-out loss.%s"
            .formatted(runs.size(), isCox(input) ? COX : ""),
        "loss",
        List.of(
            line("training", 0, TrainingLog.mean(runs, "training_loss")),
            line("held out", 1, TrainingLog.mean(runs, "validation_loss"))),
        false);
  }

  private static List<Figure> gradients(String name, List<List<JsonNode>> runs) {
    Set<String> modalities = new LinkedHashSet<>();
    runs.stream()
        .flatMap(List::stream)
        .forEach(epoch -> modalities.addAll(epoch.path(TrainingLog.GRADIENTS).propertyNames()));
    List<Series> lines = new ArrayList<>();
    int look = 0;
    for (String modality : modalities) {
      lines.add(line(modality, look++, TrainingLog.mean(runs, TrainingLog.GRADIENTS, modality)));
    }
    if (lines.isEmpty()) {
      lines.add(line("all parameters", 0, TrainingLog.mean(runs, "gradient_norm")));
    }
    return chart(
        name + ": gradients",
        modalities.isEmpty()
            ? "Norm of the gradient before clipping."
            : "Norm of the gradient that each modality’s encoder receives in the last step of an epoch. One far above the others learns for them.",
        "gradient norm",
        lines,
        true);
  }

  private static List<Figure> chart(
      String title, String caption, String measure, List<Series> lines, boolean decades) {
    List<Series> drawn = lines.stream().filter(line -> line.x().length > 1).toList();
    if (drawn.isEmpty()) {
      return List.of();
    }
    double last = drawn.stream().mapToDouble(line -> line.x()[line.x().length - 1]).max().orElse(1);
    double[] values = drawn.stream().flatMapToDouble(line -> DoubleStream.of(line.y())).toArray();
    LineChart chart =
        new LineChart(
            title,
            caption,
            Axis.whole("epoch", 0, last),
            decades ? Axis.decades(measure, values) : Axis.around(measure, values));
    drawn.forEach(chart::add);
    return List.of(chart.figure());
  }

  private static Series line(String name, int look, double[][] points) {
    return Series.line(name, look, points[0], points[1]);
  }

  private static String name(String candidate, String part) {
    return part.equals("network") ? candidate : candidate + ", " + part;
  }
}
