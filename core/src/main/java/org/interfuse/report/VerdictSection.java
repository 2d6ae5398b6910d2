package org.interfuse.report;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/** The answer, in one sentence, before anything else. */
final class VerdictSection implements Section {
  @Override
  public String id() {
    return "verdict";
  }

  @Override
  public String title() {
    return "Verdict";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    List<Markup> content = new ArrayList<>();
    for (JsonNode verdict : Nodes.list(input.comparison().path("verdict"))) {
      String word = Nodes.text(verdict, "verdict");
      content.add(
          Element.of("p")
              .with("class", "badge " + word)
              .add(Element.of("span", mark(word)).with("aria-hidden", "true"))
              .text(" " + Nodes.words(word) + input.of(Nodes.text(verdict, "target"))));
      content.add(Element.of("p", Nodes.text(verdict, "sentence")).with("class", "sentence"));
      content.add(Section.note(how(input, verdict)));
    }
    return content;
  }

  private static String how(ReportInput input, JsonNode verdict) {
    String metric = input.label(Nodes.text(verdict, "metric"));
    String margin = Numbers.digits(input.margin(Nodes.text(verdict, "target")), 3);
    return ("Judged in %s. A difference of less than %s does not matter in practice; that margin was"
            + " set in the study before anybody looked, as was the primary candidate.")
        .formatted(metric, margin);
  }

  private static String mark(String verdict) {
    return switch (verdict) {
      case "better" -> "▲";
      case "worse" -> "▼";
      case "practically_equal" -> "=";
      default -> "?";
    };
  }
}
