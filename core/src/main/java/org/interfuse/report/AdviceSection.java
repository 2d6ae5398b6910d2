package org.interfuse.report;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Markup;
import tools.jackson.databind.JsonNode;

/** What to deploy, why, and what would change it. */
final class AdviceSection implements Section {
  @Override
  public String id() {
    return "advice";
  }

  @Override
  public String title() {
    return "What to deploy";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    JsonNode advice = input.comparison().path("advice");
    List<String> sentences = Nodes.texts(advice.path("sentences"));
    List<Markup> content = new ArrayList<>();
    if (sentences.isEmpty()) {
      return content;
    }
    content.add(Section.paragraph(sentences.get(0)).with("class", "said"));
    content.add(list(sentences.subList(1, sentences.size())));
    addList(content, "Cannot be deployed", Nodes.texts(advice.path("excluded")));
    addList(content, "Not considered", Nodes.texts(advice.path("not_considered")));
    addList(content, "What would change this", Nodes.texts(advice.path("changes")));
    if (!Nodes.list(advice.path("standings")).isEmpty()) {
      content.add(standings(input, advice));
    }
    content.add(Section.details("The evidence, line by line", evidence(advice)));
    content.add(
        Section.note(
            "Only candidates that are level with the best can be recommended; rules of thumb decide"
                + " among those, and of equals the simplest, then the one that holds less memory."));
    return content;
  }

  private static void addList(List<Markup> content, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      content.add(Element.of("p").add(Element.of("strong", title)));
      content.add(list(lines));
    }
  }

  private static Element list(List<String> lines) {
    Element list = Element.of("ul");
    lines.forEach(line -> list.add(Element.of("li", line)));
    return list;
  }

  private static Element standings(ReportInput input, JsonNode advice) {
    DataTable table =
        new DataTable(
            "Candidates that are level with the best",
            List.of(
                "candidate",
                "approach",
                "rules for",
                "rules against",
                "MB held to predict",
                "ms a subject (median)"));
    String recommended = Nodes.text(advice, "recommended");
    for (JsonNode one : Nodes.list(advice.path("standings"))) {
      String name = Nodes.text(one, "candidate");
      table.row(
          List.of(
              name,
              Nodes.text(one, "approach"),
              Nodes.text(one, "rules_for"),
              Nodes.text(one, "rules_against"),
              CostSection.figure(Nodes.figure(one, "memory_mb")),
              CostSection.figure(CostSection.median(input.log().fits(name), "latency_ms"))),
          name.equals(recommended));
    }
    return Section.table(table);
  }

  private static String holds(JsonNode evidence) {
    if (!evidence.path("measured").asBoolean(true)) {
      return "not measured";
    }
    return evidence.path("holds").asBoolean() ? "yes" : "no";
  }

  private static Element evidence(JsonNode advice) {
    DataTable table =
        new DataTable(
            "What was measured, and what it speaks for",
            List.of("rule", "holds", "says", "for", "against", "source"));
    for (JsonNode one : Nodes.list(advice.path("evidence"))) {
      table.row(
          List.of(
              Nodes.text(one, "rule"),
              holds(one),
              Nodes.text(one, "says"),
              String.join(", ", Nodes.texts(one.path("favours"))),
              String.join(", ", Nodes.texts(one.path("against"))),
              Nodes.text(one, "source")));
    }
    return Section.table(table);
  }
}
