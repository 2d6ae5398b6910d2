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
    return "Judged in %s. A difference of less than %s does not matter in practice.%s%s"
        .formatted(
            metric,
            margin(input, verdict),
            who(input, "margin_written", " That margin is written in the study.", ""),
            who(
                input,
                "primary_written",
                " The study names the primary candidate, %s.".formatted(input.primary()),
                " The study names no primary candidate: %s is its own model."
                    .formatted(input.primary())));
  }

  /** The number, and whose it is where the study names none. */
  private static String margin(ReportInput input, JsonNode verdict) {
    String text = Nodes.text(verdict, "margin_text");
    return text.isEmpty() ? Numbers.digits(input.margin(Nodes.text(verdict, "target")), 3) : text;
  }

  /** Runs of older versions do not say what was written. */
  private static String who(ReportInput input, String key, String written, String defaulted) {
    JsonNode node = input.comparison().path(key);
    if (!node.isBoolean()) {
      return "";
    }
    return node.booleanValue() ? written : defaulted;
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
