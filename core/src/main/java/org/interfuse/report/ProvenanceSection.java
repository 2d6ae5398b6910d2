package org.interfuse.report;

import java.util.List;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Markup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What made these figures. */
final class ProvenanceSection implements Section {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Override
  public String id() {
    return "provenance";
  }

  @Override
  public String title() {
    return "Provenance";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    DataTable table = new DataTable("What made these figures", List.of("what", "which"));
    add(table, "", input.provenance());
    if (table.isEmpty()) {
      return List.of();
    }
    return List.of(
        table.element(),
        Section.note(
            "Whoever has the same program, study and data gets the same figures. The digests say"
                + " whether the data are the same without saying what they are."),
        Section.details(
                "The study with every default",
                Element.of("pre")
                    .with("tabindex", "0")
                    .add(Element.of("code", MAPPER.writeValueAsString(input.study()))))
            .with("class", "screen"));
  }

  private static void add(DataTable table, String path, JsonNode node) {
    if (node.isObject()) {
      node.properties().stream()
          .filter(entry -> !path.isEmpty() || !entry.getKey().equals("study"))
          .forEach(
              entry ->
                  add(
                      table,
                      path.isEmpty() ? entry.getKey() : path + ", " + entry.getKey(),
                      entry.getValue()));
    } else if (node.isArray()) {
      if (!node.isEmpty()) {
        table.row(List.of(Nodes.words(path), String.join(", ", Nodes.texts(node))));
      }
    } else {
      table.row(List.of(Nodes.words(path), Nodes.text(node)));
    }
  }
}
