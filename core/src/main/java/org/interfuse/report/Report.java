package org.interfuse.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/**
 * The page {@code report.html}: one file that needs no network, no script and no font, for the
 * screen, the printer and the ear. Everything on it stands in the trees it is drawn from; a section
 * whose figures are absent is not there. It is well-formed XML as well as HTML.
 */
public final class Report {
  private static final List<Section> SECTIONS =
      List.of(
          new WarningSection(),
          new AdviceSection(),
          new ContrastSection(),
          new ResultSection(),
          new VariationSection(),
          new CurveSection(),
          new SurvivalSection(),
          new CalibrationSection(),
          new RegressionSection(),
          new DecisionSection(),
          new SubgroupSection(),
          new AvailabilitySection(),
          new MissingSection(),
          new WorthSection(),
          new TrainingSection(),
          new TransferSection(),
          new BudgetSection(),
          new CostSection(),
          new ProvenanceSection(),
          new CardSection());

  private final ReportInput input;

  private Report(ReportInput input) {
    this.input = input;
  }

  /**
   * Draws the page.
   *
   * @param comparison the tree of {@code comparison.json}
   * @param study the tree of {@code study.json}
   * @param provenance the tree of {@code provenance.json}
   * @param log the lines of {@code log.jsonl}; may be empty
   */
  public static String of(
      JsonNode comparison, JsonNode study, JsonNode provenance, List<JsonNode> log) {
    return new Report(new ReportInput(comparison, study, provenance, new TrainingLog(log))).page();
  }

  private String page() {
    List<Drawn> sections = new ArrayList<>();
    for (Section section : SECTIONS) {
      List<Markup> content = section.content(input);
      if (!content.isEmpty()) {
        sections.add(new Drawn(section, content));
      }
    }
    Element main = Element.of("main").with("id", "main");
    VerdictSection verdict = new VerdictSection();
    List<Markup> said = verdict.content(input);
    if (!said.isEmpty()) {
      main.add(element(new Drawn(verdict, said)).with("class", "verdict"));
    }
    main.add(contents(sections));
    sections.forEach(section -> main.add(element(section)));
    Element body =
        Element.of("body")
            .add(Element.of("a", "Skip to the verdict").with("href", "#main").with("class", "skip"))
            .add(header(), main, footer());
    Element html = Element.of("html").with("lang", "en").add(head(), body);
    return "<!DOCTYPE html>\n" + html.render() + "\n";
  }

  private Element head() {
    return Element.of("head")
        .add(
            Element.of("meta").with("charset", "utf-8"),
            Element.of("meta")
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1"),
            Element.of("meta")
                .with("http-equiv", "Content-Security-Policy")
                .with("content", "default-src 'none'; style-src 'unsafe-inline'"),
            Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
            Element.of("title", name() + ": comparison"),
            Element.of("style").add(out -> out.append(style())));
  }

  private String name() {
    String name = Nodes.text(input.comparison(), "study");
    return name.isEmpty() ? "Study" : name;
  }

  private Element header() {
    Element header =
        Element.of("header")
            .add(
                Element.of("p", "Is fusing worth it?").with("class", "kicker"),
                Element.of("h1", name()),
                Element.of("p", facts()).with("class", "facts"));
    List<String> positions =
        Nodes.texts(input.provenance().path("data").path("joined_by_position"));
    if (!positions.isEmpty()) {
      header.add(
          Element.of("p")
              .with("class", "alarm")
              .with("role", "note")
              .add(Element.of("strong", "Joined by position, not by id. "))
              .text(
                  ("The rows of %s carry no ids: row n of one file was taken for the subject of row n"
                          + " of another. Nothing can check that. If one file is sorted otherwise,"
                          + " every figure below is wrong.")
                      .formatted(String.join(", ", positions))));
    }
    return header;
  }

  private String facts() {
    JsonNode comparison = input.comparison();
    return "%s subjects · %d candidates · %s · primary candidate %s"
        .formatted(
            Numbers.count(Nodes.count(comparison, "subjects", 0)),
            input.candidates().size(),
            Nodes.text(comparison.path("split"), "description"),
            input.primary());
  }

  private static Element contents(List<Drawn> sections) {
    Element list = Element.of("ul");
    for (Drawn drawn : sections) {
      list.add(
          Element.of("li")
              .add(Element.of("a", drawn.section.title()).with("href", "#" + drawn.section.id())));
    }
    return Element.of("nav").with("aria-label", "Sections of this report").add(list);
  }

  private static Element element(Drawn drawn) {
    String heading = drawn.section.id() + "-heading";
    return Element.of("section")
        .with("id", drawn.section.id())
        .with("aria-labelledby", heading)
        .add(Element.of("h2", drawn.section.title()).with("id", heading))
        .addAll(drawn.content);
  }

  private Element footer() {
    String version = Nodes.text(input.provenance(), "interfuse");
    return Element.of("footer")
        .add(
            Element.of(
                "p",
                ("Drawn from comparison.json by Interfuse%s. No group of fewer than %d subjects is"
                        + " shown on this page, and no subject’s id or value; a mean over test"
                        + " parts or fits may be of parts that are smaller.")
                    .formatted(version.isEmpty() ? "" : " " + version, input.smallestCell())));
  }

  private static String style() {
    try (InputStream stream = Report.class.getResourceAsStream("report.css")) {
      if (stream == null) {
        throw new IllegalStateException("report.css is missing from the program");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Drawn(Section section, List<Markup> content) {}
}
