package org.interfuse.report;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Markup;
import tools.jackson.databind.JsonNode;

/** What to know before believing the figures. */
final class WarningSection implements Section {
  @Override
  public String id() {
    return "warnings";
  }

  @Override
  public String title() {
    return "Read with care";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    List<String> warnings = new ArrayList<>(Nodes.texts(input.comparison().path("warnings")));
    warnings.addAll(TransferSection.warnings(input));
    for (JsonNode candidate : input.candidates()) {
      for (String failure : Nodes.texts(candidate.path("failures"))) {
        warnings.add("%s failed: %s".formatted(Nodes.text(candidate, "name"), failure));
      }
    }
    if (warnings.isEmpty()) {
      return List.of();
    }
    Element list = Element.of("ul").with("class", "warnings");
    warnings.forEach(warning -> list.add(Element.of("li", warning)));
    return List.of(list);
  }
}
