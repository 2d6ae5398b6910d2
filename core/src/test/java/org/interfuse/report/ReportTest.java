package org.interfuse.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.interfuse.finding.FindingsException;
import org.interfuse.run.ReportRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What stands on the page, and what must not. Seed 11. */
class ReportTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final List<String> KEYS =
      List.of(
          "verdict",
          "contrasts",
          "roc",
          "precision_recall",
          "kaplan_meier",
          "calibration",
          "decision_curve",
          "subgroups",
          "availability",
          "missing",
          "reliance",
          "value");

  @TempDir private static Path folder;

  private static PlantedRun run;
  private static String page;

  @BeforeAll
  static void compare() throws IOException {
    run = PlantedRun.make(folder, 66, 11);
    page = run.page();
  }

  @Test
  void everythingThatTheComparisonSaysHasItsSection() throws Exception {
    assertThat(tree("comparison.json").propertyNames()).containsAll(KEYS);
    assertThat(ids(parse(page)))
        .contains(
            "verdict",
            "differences",
            "candidates",
            "curves",
            "survival",
            "calibration",
            "decision",
            "subgroups",
            "availability",
            "missing",
            "worth",
            "training",
            "cost",
            "provenance",
            "card");
  }

  /** Law 9. */
  @Test
  void noIdAndNoValueOfASubjectStandsOnThePage() throws IOException {
    assertThat(run.secrets()).hasSizeGreaterThan(300).doesNotHaveDuplicates();
    assertThat(run.secrets()).noneMatch(page::contains);
    String figures = Files.readString(run.folder().resolve("comparison.json"));
    assertThat(run.secrets().stream().filter(secret -> secret.startsWith("zebra")))
        .noneMatch(figures::contains);
  }

  /** Law 9: of the wards one has 3 subjects, of the patterns of presence two have fewer than 10. */
  @Test
  void nothingIsDrawnOfFewerThanTheSmallestCell() throws IOException {
    assertThat(page).contains("north").contains("south").doesNotContain("attic");
    JsonNode comparison = tree("comparison.json");
    for (JsonNode pattern : comparison.at("/availability/patterns")) {
      assertThat(pattern.path("subjects").asInt()).isGreaterThanOrEqualTo(10);
    }
    assertThat(comparison.at("/availability/hidden/patterns").asInt()).isPositive();
    assertThat(comparison.at("/availability/hidden/subjects").asInt()).isGreaterThanOrEqualTo(10);
    for (JsonNode drawn : comparison.path("kaplan_meier")) {
      for (JsonNode group : drawn.path("groups")) {
        group
            .path("at_risk")
            .forEach(count -> assertThat(count.isNull() || count.asInt() >= 10).isTrue());
      }
    }
  }

  /** Law 9: whatever a figure is of, they are ten or more; totals and folds included. */
  @Test
  void noFigureIsOfFewerThanTheSmallestCell() throws IOException {
    JsonNode comparison = tree("comparison.json");
    List<Integer> cells = new ArrayList<>();
    subjects(comparison.path("availability").path("modalities"), cells);
    for (String part : List.of("missing", "subgroups", "calibration", "decision_curve")) {
      subjects(comparison.path(part), cells);
    }
    assertThat(cells).hasSizeGreaterThan(30).allMatch(count -> count >= 10);
    int all = comparison.path("subjects").asInt();
    for (JsonNode modality : comparison.at("/availability/modalities")) {
      int lacking = all - modality.path("subjects").asInt(all);
      assertThat(lacking == 0 || lacking >= 10).isTrue();
    }
    JsonNode folds = comparison.at("/split/folds");
    for (JsonNode candidate : comparison.path("candidates")) {
      for (JsonNode metric : candidate.path("metrics")) {
        for (int fold = 0; fold < folds.size(); fold++) {
          boolean few = folds.get(fold).path("test").asInt() < 10;
          assertThat(few && !metric.path("per_fold").get(fold).isNull()).isFalse();
        }
      }
    }
  }

  private static void subjects(JsonNode node, List<Integer> cells) {
    JsonNode own = node.path("subjects");
    if (own.isInt()) {
      cells.add(own.asInt());
    }
    node.forEach(part -> subjects(part, cells));
  }

  @Test
  void thePageIsWellFormedAndAsksForNothing() throws Exception {
    Document document = parse(page);

    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("link").getLength()).isZero();
    assertThat(document.getElementsByTagName("img").getLength()).isZero();
    assertThat(page).contains("default-src 'none'").doesNotContain("://").doesNotContain("@import");
    assertThat(attributes(document, "a", "href")).allMatch(address -> address.startsWith("#"));
  }

  @Test
  void whatPeopleWroteIsTextAndNeverMarkup() throws Exception {
    assertThat(page).doesNotContain("<b>").doesNotContain("<planted>");
    Element card = byId(parse(page), "card");
    assertThat(card.getTextContent())
        .contains("Sorting <b>nobody</b> & nothing")
        .contains("The authors of the study have not said (card.factors).");
    assertThat(page).contains("<p>First.</p><p>Second.</p>");
    assertThat(parse(page).getElementsByTagName("h1").item(0).getTextContent())
        .isEqualTo("<planted> & \"quoted\"");
  }

  @Test
  void aScreenReaderFindsItsWay() throws Exception {
    Document document = parse(page);

    assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    for (String landmark : List.of("header", "main", "nav", "footer")) {
      assertThat(document.getElementsByTagName(landmark).getLength()).as(landmark).isEqualTo(1);
    }
    assertThat(headings(document)).startsWith(1, 2).containsOnly(1, 2);
    NodeList drawings = document.getElementsByTagName("svg");
    for (int i = 0; i < drawings.getLength(); i++) {
      Element drawing = (Element) drawings.item(i);
      if (!drawing.getAttribute("aria-hidden").equals("true")) {
        assertThat(drawing.getAttribute("role")).isEqualTo("img");
        assertThat(drawing.getAttribute("aria-label")).isNotBlank();
        assertThat(drawing.getElementsByTagName("desc").item(0).getTextContent()).isNotBlank();
      }
    }
    NodeList figures = document.getElementsByTagName("figure");
    assertThat(figures.getLength()).isGreaterThan(15);
    for (int i = 0; i < figures.getLength(); i++) {
      Element figure = (Element) figures.item(i);
      assertThat(figure.getElementsByTagName("figcaption").getLength()).isEqualTo(1);
      assertThat(figure.getElementsByTagName("table").getLength()).as("its data").isEqualTo(1);
    }
    NodeList tables = document.getElementsByTagName("table");
    for (int i = 0; i < tables.getLength(); i++) {
      Element table = (Element) tables.item(i);
      assertThat(table.getElementsByTagName("caption").getLength()).isEqualTo(1);
      assertThat(attributes(table, "th", "scope")).isSubsetOf("col", "row");
      assertThat(((Element) table.getParentNode()).getAttribute("tabindex")).isEqualTo("0");
    }
  }

  @Test
  void anchorsLeadSomewhereAndIdsAreUnique() throws Exception {
    Document document = parse(page);
    List<String> ids = ids(document);

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(attributes(document, "a", "href")).allMatch(to -> ids.contains(to.substring(1)));
  }

  @Test
  void aSectionWhoseFiguresAreAbsentIsNotThere() throws Exception {
    ObjectNode comparison = (ObjectNode) tree("comparison.json");
    comparison.remove(KEYS);
    String bare = Report.of(comparison, tree("study.json"), tree("provenance.json"), List.of());

    assertThat(ids(parse(bare)))
        .contains("candidates", "provenance", "card")
        .doesNotContain("verdict", "differences", "curves", "availability", "training", "cost");
  }

  @Test
  void rowsJoinedByPositionStandInRed() throws Exception {
    ObjectNode provenance = (ObjectNode) tree("provenance.json");
    ((ObjectNode) provenance.path("data")).putArray("joined_by_position").add("genes");

    assertThat(page).doesNotContain("Joined by position");
    assertThat(Report.of(tree("comparison.json"), tree("study.json"), provenance, List.of()))
        .contains("<p class=\"alarm\" role=\"note\"><strong>Joined by position, not by id. ")
        .contains("The rows of genes carry no ids");
  }

  @Test
  void theReportVerbDrawsTheSamePage() throws IOException {
    Path file = run.folder().resolve("report.html");
    Files.writeString(file, "old");

    assertThat(ReportRun.write(run.folder())).isEqualTo(file);
    assertThat(file).hasContent(page);
  }

  @Test
  void aFolderWithoutAComparisonIsRefused() {
    assertThatThrownBy(() -> ReportRun.write(folder))
        .isInstanceOf(FindingsException.class)
        .hasMessage(
            folder.resolve("comparison.json")
                + ": a report is drawn from the folder of a comparison that is complete; found no"
                + " such file; run compare with -o first.");
  }

  @Test
  void textAndBackgroundContrastEnoughInLightAndDark() throws IOException {
    String style = Files.readString(style());
    String dark = style.substring(style.indexOf("prefers-color-scheme: dark"));
    for (String scheme : List.of(style, dark)) {
      String page = colour(scheme, "page");
      for (String text : List.of("ink", "quiet", "link", "good", "bad", "open")) {
        assertThat(contrast(colour(scheme, text), page)).as(text).isGreaterThanOrEqualTo(4.5);
      }
      for (int look = 0; look < 6; look++) {
        String line = "s" + look;
        assertThat(contrast(colour(scheme, line), page)).as(line).isGreaterThanOrEqualTo(4.5);
      }
    }
  }

  private static Path style() {
    Path classes = Path.of("src/main/resources/org/interfuse/report/report.css");
    return Files.exists(classes) ? classes : Path.of("core").resolve(classes);
  }

  private static String colour(String scheme, String name) {
    Matcher found = Pattern.compile("--" + name + ": #([0-9a-f]{6})").matcher(scheme);
    assertThat(found.find()).as(name).isTrue();
    return found.group(1);
  }

  /** Of WCAG 2.2. */
  private static double contrast(String one, String other) {
    double a = luminance(one) + 0.05;
    double b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(String colour) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double share = Integer.parseInt(colour.substring(2 * i, 2 * i + 2), 16) / 255.0;
      sum +=
          weights[i] * (share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  private static JsonNode tree(String file) throws IOException {
    return MAPPER.readTree(Files.readString(run.folder().resolve(file)));
  }

  private static Document parse(String text) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
  }

  private static List<String> ids(Document document) {
    return attributes(document, "*", "id");
  }

  private static Element byId(Document document, String id) {
    NodeList all = document.getElementsByTagName("section");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (element.getAttribute("id").equals(id)) {
        return element;
      }
    }
    throw new AssertionError("no section " + id + " among " + new TreeSet<>(ids(document)));
  }

  private static List<String> attributes(Document document, String name, String attribute) {
    return attributes(document.getDocumentElement(), name, attribute);
  }

  private static List<String> attributes(Element within, String name, String attribute) {
    List<String> values = new ArrayList<>();
    NodeList all = within.getElementsByTagName(name);
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (element.hasAttribute(attribute)) {
        values.add(element.getAttribute(attribute));
      }
    }
    return values;
  }

  private static List<Integer> headings(Document document) {
    List<Integer> levels = new ArrayList<>();
    NodeList all = document.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      String name = all.item(i).getNodeName();
      if (name.matches("h[1-6]")) {
        levels.add(Integer.parseInt(name.substring(1)));
      }
    }
    return levels;
  }
}
