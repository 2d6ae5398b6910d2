package org.interfuse.report;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.comparison.VariedCandidates;
import org.interfuse.evaluation.Probability;
import org.interfuse.report.chart.IntervalChart;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/** The paired differences that the verdict rests on, and the exploratory ones beside them. */
final class ContrastSection implements Section {
  @Override
  public String id() {
    return "differences";
  }

  @Override
  public String title() {
    return "Differences between candidates";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    List<Markup> content = new ArrayList<>();
    for (String target : input.targets()) {
      List<JsonNode> all =
          Nodes.list(input.comparison().path("contrasts")).stream()
              .filter(contrast -> Nodes.text(contrast, "target").equals(target))
              .toList();
      if (all.isEmpty()) {
        continue;
      }
      VariedCandidates variations = input.variations();
      List<JsonNode> apart = all.stream().filter(one -> isApart(variations, one)).toList();
      List<JsonNode> shown = all.stream().filter(one -> !isApart(variations, one)).toList();
      List<Figure> figures = new ArrayList<>();
      forest(input, target, of(shown, true), true).ifPresent(figures::add);
      forest(input, target, of(shown, false), false).ifPresent(figures::add);
      content.add(Section.figures(figures));
      content.add(table(input, target, shown));
      content.add(tests(input, target, shown));
      if (!apart.isEmpty()) {
        content.add(
            Section.details(
                "Differences of variations of " + input.primary(),
                table(input, target, apart),
                tests(input, target, apart)));
      }
      content.add(
          Section.note(
              "Posterior probabilities are of the correlated Bayesian t-test over folds with the"
                  + " study's margin (Benavoli et al. 2017); a verdict needs 0.95. Intervals and p"
                  + " are corrected for training parts that overlap (Nadeau and Bengio 2003); on a"
                  + " single split they are of the method named. p of exploratory differences is"
                  + " adjusted for their number (Holm), and better or worse needs it below 0.05"
                  + " too. “Cannot tell” is no evidence of equality."));
    }
    return content;
  }

  private static boolean isApart(VariedCandidates variations, JsonNode contrast) {
    return variations.apart(Nodes.text(contrast, "first"))
        || variations.apart(Nodes.text(contrast, "second"));
  }

  private static List<JsonNode> of(List<JsonNode> all, boolean confirmatory) {
    return all.stream()
        .filter(contrast -> contrast.path("confirmatory").asBoolean(false) == confirmatory)
        .toList();
  }

  private static java.util.Optional<Figure> forest(
      ReportInput input, String target, List<JsonNode> contrasts, boolean confirmatory) {
    if (contrasts.isEmpty()) {
      return java.util.Optional.empty();
    }
    String metric = input.label(Nodes.text(contrasts.get(0), "metric"));
    IntervalChart chart =
        new IntervalChart(
                (confirmatory ? "Planned differences" : "Exploratory differences")
                    + input.of(target),
                caption(input, target, confirmatory),
                "difference in %s, right of 0 the first is better".formatted(metric))
            .differences(input.margin(target));
    for (JsonNode contrast : contrasts) {
      String name = confirmatory ? "against " + Nodes.text(contrast, "second") : pair(contrast);
      chart.add(
          new IntervalChart.Row(
              name,
              Nodes.words(Nodes.text(contrast, "verdict")),
              Nodes.figure(contrast, "difference"),
              Nodes.figure(contrast, "lower"),
              Nodes.figure(contrast, "upper"),
              confirmatory ? 0 : 5));
    }
    return java.util.Optional.of(chart.figure());
  }

  private static String caption(ReportInput input, String target, boolean confirmatory) {
    String what =
        confirmatory
            ? "%s minus the best baseline and minus each single modality, on the same test parts"
                .formatted(input.primary())
            : "All other pairs; found by looking, so they suggest and do not prove";
    return "%s, with %s intervals. The shaded band is the margin of ±%s: differences inside it do not matter in practice."
        .formatted(what, input.level(), Numbers.digits(input.margin(target), 3));
  }

  private static Element table(ReportInput input, String target, List<JsonNode> contrasts) {
    DataTable table =
        new DataTable(
            "Paired differences%s, positive where the first is better".formatted(input.of(target)),
            List.of("first – second", "why", "difference", "verdict", "P(worse · equal · better)"));
    for (JsonNode contrast : contrasts) {
      JsonNode probability = contrast.path("probability");
      boolean planned = contrast.path("confirmatory").asBoolean(false);
      table.row(
          List.of(
              pair(contrast),
              planned ? Nodes.words(Nodes.text(contrast, "against")) : "exploratory",
              Numbers.difference(
                  Nodes.figure(contrast, "difference"),
                  Nodes.figure(contrast, "lower"),
                  Nodes.figure(contrast, "upper")),
              Nodes.words(Nodes.text(contrast, "verdict")),
              "%s · %s · %s"
                  .formatted(
                      probability(probability, "worse"),
                      probability(probability, "practically_equal"),
                      probability(probability, "better"))),
          planned);
    }
    return table.element();
  }

  private static Element tests(ReportInput input, String target, List<JsonNode> contrasts) {
    DataTable table =
        new DataTable(
            "Tests of the paired differences" + input.of(target),
            List.of("first – second", "p", "p adjusted", "method", "note"));
    for (JsonNode contrast : contrasts) {
      boolean planned = contrast.path("confirmatory").asBoolean(false);
      table.row(
          List.of(
              pair(contrast),
              Numbers.p(Nodes.figure(contrast, "p")),
              planned ? "planned" : Numbers.p(Nodes.figure(contrast, "p_adjusted")),
              Nodes.text(contrast, "method"),
              Nodes.text(contrast, "note")),
          planned);
    }
    return Section.details("p values and methods" + input.of(target), table.element());
  }

  private static String pair(JsonNode contrast) {
    return "%s – %s".formatted(Nodes.text(contrast, "first"), Nodes.text(contrast, "second"));
  }

  private static String probability(JsonNode node, String key) {
    double value = Nodes.figure(node, key);
    return Double.isNaN(value) ? "–" : Probability.text(value);
  }
}
