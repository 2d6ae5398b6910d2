package org.interfuse.report;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/**
 * A model card: what is known from the study, and what its authors say in their own words. Text of
 * theirs is shown as it stands and never read as markup.
 */
final class CardSection implements Section {
  private static final String UNSAID = "The authors of the study have not said (card.%s).";

  @Override
  public String id() {
    return "card";
  }

  @Override
  public String title() {
    return "Model card";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    JsonNode card = input.study().path("card");
    Element list = Element.of("dl").with("class", "card");
    entry(list, "Model", List.of(model(input)));
    entry(list, "Data", List.of(data(input)));
    entry(list, "Evaluated by", List.of(evaluation(input)));
    said(list, "Intended use", card, "intended_use");
    said(list, "Out of scope", card, "out_of_scope");
    said(list, "Factors", card, "factors");
    said(list, "Limits", card, "limits");
    said(list, "Ethical considerations", card, "ethics");
    said(list, "Contact", card, "contact");
    return List.of(
        list, Section.note("After Mitchell et al., Model Cards for Model Reporting, 2019."));
  }

  private static String model(ReportInput input) {
    JsonNode model = input.study().path("model");
    String strategy = Nodes.text(model, "strategy");
    String fusion = Nodes.text(model.path("fusion"), "type");
    return "Primary candidate %s. The study’s model: strategy %s%s."
        .formatted(
            input.primary(),
            strategy.isEmpty() ? "not said" : strategy,
            fusion.isEmpty() ? "" : ", fusion " + fusion);
  }

  private static String data(ReportInput input) {
    List<String> modalities = new ArrayList<>(input.study().path("modalities").propertyNames());
    return "%s subjects; %s%s. Predicted: %s."
        .formatted(
            Numbers.count(Nodes.count(input.comparison(), "subjects", 0)),
            modalities.size() == 1 ? "modality " : "modalities ",
            String.join(", ", modalities),
            String.join(", ", input.targets()));
  }

  private static String evaluation(ReportInput input) {
    String metrics =
        String.join(
            ", ", input.targets().stream().map(t -> input.label(input.primaryMetric(t))).toList());
    return "%s; primary metric %s."
        .formatted(Nodes.text(input.comparison().path("split"), "description"), metrics);
  }

  private static void said(Element list, String term, JsonNode card, String key) {
    String text = Nodes.text(card, key).strip();
    if (text.isEmpty()) {
      list.add(
          Element.of("dt", term),
          Element.of("dd").with("class", "unsaid").text(UNSAID.formatted(key)));
    } else {
      entry(list, term, List.of(text.split("\\R\\s*\\R")));
    }
  }

  private static void entry(Element list, String term, List<String> paragraphs) {
    list.add(
        Element.of("dt", term),
        Element.of("dd").addAll(paragraphs.stream().map(Section::paragraph).toList()));
  }
}
