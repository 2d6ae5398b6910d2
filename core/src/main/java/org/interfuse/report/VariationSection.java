package org.interfuse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.interfuse.comparison.VariedCandidates;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/**
 * The grid of options that a study varies: two options as rows and columns of a table, else a row
 * for each variation with a column for each option.
 */
final class VariationSection implements Section {
  /** So many columns with intervals are as wide as a sheet of paper. */
  private static final int MOST_COLUMNS = 4;

  @Override
  public String id() {
    return "variations";
  }

  @Override
  public String title() {
    return "Variations";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    VariedCandidates variations = input.variations();
    List<Markup> content = new ArrayList<>();
    if (!variations.any()) {
      return content;
    }
    content.add(
        Section.paragraph(
            "The primary candidate %s with other values of %s. Differences are to the primary itself, above 0 the variation is better; they were found by looking, so they suggest and do not prove."
                .formatted(input.primary(), String.join(" and ", variations.paths()))));
    for (String target : input.targets()) {
      content.add(new Grid(input, variations, target).table().element());
    }
    return content;
  }

  /** The table of one target. */
  private record Grid(ReportInput input, VariedCandidates variations, String target) {
    DataTable table() {
      List<String> paths = variations.paths();
      if (paths.size() == 2) {
        int first = variations.values(paths.get(0)).size();
        int second = variations.values(paths.get(1)).size();
        boolean upright = second <= first;
        if (Math.min(first, second) <= MOST_COLUMNS) {
          return upright
              ? crossed(paths.get(0), paths.get(1))
              : crossed(paths.get(1), paths.get(0));
        }
      }
      return listed(paths);
    }

    private DataTable crossed(String down, String across) {
      List<String> headers = new ArrayList<>(List.of(down + " ↓   " + across + " →"));
      headers.addAll(variations.values(across));
      DataTable table = new DataTable(caption("with the difference to the primary below"), headers);
      for (String row : variations.values(down)) {
        List<String> cells = new ArrayList<>(List.of(row));
        for (String column : variations.values(across)) {
          cells.add(
              variations.options().keySet().stream()
                  .filter(name -> variations.value(name, down).equals(row))
                  .filter(name -> variations.value(name, across).equals(column))
                  .findFirst()
                  .map(name -> figure(name) + "\n" + difference(name))
                  .orElse("–"));
        }
        table.row(cells);
      }
      return table;
    }

    private DataTable listed(List<String> paths) {
      List<String> headers = new ArrayList<>(List.of("variation"));
      headers.addAll(paths);
      headers.addAll(List.of(input.directed(metric()), "difference to the primary"));
      DataTable table = new DataTable(caption("and the difference to the primary"), headers);
      for (String name : variations.options().keySet()) {
        boolean primary = name.equals(input.primary());
        List<String> cells = new ArrayList<>(List.of(primary ? name + " (primary)" : name));
        paths.forEach(path -> cells.add(variations.value(name, path)));
        cells.addAll(List.of(figure(name), difference(name)));
        table.row(cells, primary);
      }
      return table;
    }

    private String caption(String what) {
      return "%s of variations%s, %s, with %s intervals"
          .formatted(input.directed(metric()), input.of(target), what, input.level());
    }

    private String metric() {
      return input.primaryMetric(target);
    }

    private String figure(String name) {
      return input.candidates().stream()
          .filter(candidate -> Nodes.text(candidate, "name").equals(name))
          .findFirst()
          .flatMap(candidate -> input.metric(candidate, target, metric()))
          .map(
              node ->
                  Numbers.interval(
                      Nodes.figure(node, "value"),
                      Nodes.figure(node, "lower"),
                      Nodes.figure(node, "upper")))
          .orElse("failed");
    }

    /** The variation minus the primary; contrasts hold the primary minus the variation. */
    private String difference(String name) {
      if (name.equals(input.primary())) {
        return "primary";
      }
      Optional<JsonNode> contrast =
          Nodes.list(input.comparison().path("contrasts")).stream()
              .filter(node -> Nodes.text(node, "target").equals(target))
              .filter(node -> Nodes.text(node, "first").equals(input.primary()))
              .filter(node -> Nodes.text(node, "second").equals(name))
              .findFirst();
      return contrast
          .map(
              node ->
                  Numbers.difference(
                      -Nodes.figure(node, "difference"),
                      -Nodes.figure(node, "upper"),
                      -Nodes.figure(node, "lower")))
          .orElse("–");
    }
  }
}
