package org.interfuse.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/** What was spent on choosing each candidate's options, and what tuned networks chose. */
final class BudgetSection implements Section {
  /** What tuning itself notes: which of its trials won. */
  private static final String TRIAL = "trial";

  @Override
  public String id() {
    return "budgets";
  }

  @Override
  public String title() {
    return "Spent on choosing options";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    DataTable budgets =
        new DataTable(
            "What was spent on choosing options, in each fit", List.of("candidate", "spent"));
    List<Markup> content = new ArrayList<>();
    DataTable chosen =
        new DataTable("What tuning chose", List.of("candidate", "option", "chosen, over all fits"));
    for (JsonNode candidate : input.candidates()) {
      String name = Nodes.text(candidate, "name");
      String budget = Nodes.text(candidate, "budget");
      if (!budget.isEmpty()) {
        budgets.row(List.of(input.marked(candidate), budget), name.equals(input.primary()));
      }
      choices(candidate)
          .forEach((option, values) -> chosen.row(List.of(name, option, summary(values))));
    }
    if (budgets.isEmpty()) {
      return content;
    }
    content.add(
        Section.paragraph(
            "A candidate whose options were searched longer looks better for that alone. Everything"
                + " was chosen inside the training part; no test subject took part."));
    content.add(budgets.element());
    if (!chosen.isEmpty()) {
      content.add(Section.details("What tuning chose for each network", chosen.element()));
    }
    return content;
  }

  /** By option what the fits of a tuned network chose; empty of one that was not tuned. */
  private static Map<String, List<String>> choices(JsonNode candidate) {
    Map<String, List<String>> choices = new LinkedHashMap<>();
    for (JsonNode fit : Nodes.list(candidate.path("fits"))) {
      JsonNode own = fit.path("choices");
      if (own.has(TRIAL)) {
        own.properties().stream()
            .filter(entry -> !entry.getKey().equals(TRIAL))
            .forEach(
                entry ->
                    choices
                        .computeIfAbsent(entry.getKey(), key -> new ArrayList<>())
                        .add(Nodes.text(entry.getValue())));
      }
    }
    return choices;
  }

  /** {@code 64 in 3, 32 in 2} of 5 fits, or {@code median 0.004, from 0.001 to 0.007}. */
  private static String summary(List<String> values) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    values.forEach(value -> counts.merge(value, 1, Integer::sum));
    double[] numbers =
        values.stream()
            .map(BudgetSection::number)
            .flatMapToDouble(n -> n.stream())
            .sorted()
            .toArray();
    boolean repeated = counts.size() <= values.size() / 2 || counts.size() <= 3;
    if (!repeated && numbers.length == values.size()) {
      return "median %s, from %s to %s"
          .formatted(
              Numbers.significant(median(numbers)),
              Numbers.significant(numbers[0]),
              Numbers.significant(numbers[numbers.length - 1]));
    }
    List<String> parts = new ArrayList<>();
    counts.entrySet().stream()
        .sorted((a, b) -> b.getValue() - a.getValue())
        .forEach(entry -> parts.add("%s in %d".formatted(entry.getKey(), entry.getValue())));
    return "%s of %d".formatted(String.join(", ", parts), values.size());
  }

  private static OptionalDouble number(String text) {
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static double median(double[] ascending) {
    int count = ascending.length;
    return Arrays.stream(ascending, (count - 1) / 2, count / 2 + 1).average().orElse(Double.NaN);
  }
}
