package org.interfuse.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The page in a real browser, where this machine has one (Debian: {@code chromium}). Seed 12. */
class BrowserTest {
  private static final String OPEN_ALL =
      "document.querySelectorAll('details').forEach(d => d.open = true)";

  /** Names of figures without size, and of texts that lie outside of their drawing. */
  private static final String UNDRAWN =
      """
      [...document.querySelectorAll('figure svg.chart')].filter(svg => {
        const box = svg.getBoundingClientRect();
        return box.width < 250 || box.height < 60 || svg.querySelectorAll('path,circle,rect,polygon').length == 0;
      }).map(svg => svg.getAttribute('aria-label'))
      """;

  private static final String OUTSIDE =
      """
      [...document.querySelectorAll('svg.chart text')].filter(text => {
        const box = text.getBoundingClientRect();
        const frame = text.ownerSVGElement.getBoundingClientRect();
        return box.left < frame.left - 9 || box.right > frame.right + 9;
      }).map(text => text.textContent)
      """;

  private static final String SMALLEST_TEXT =
      """
      Math.min(...[...document.querySelectorAll('svg.chart text')].map(text =>
        parseFloat(getComputedStyle(text).fontSize)
          * text.ownerSVGElement.getBoundingClientRect().width / 360))
      """;

  /** CSS pixels between the margins of a sheet: 210 − 2 × 14 mm. */
  private static final int A4 = 688;

  private static final String SHOWN =
      "[...document.querySelectorAll('table')].filter(table => table.checkVisibility()"
          + " && table.getBoundingClientRect().height > 0)";

  private static final String WIDER =
      """
      .filter(table => {
        const region = table.parentElement;
        return region.scrollWidth > region.clientWidth
          || table.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5;
      }).map(table => table.querySelector('caption').textContent + ' '
        + table.getBoundingClientRect().width)
      """;

  @TempDir private static Path folder;

  private static Chromium browser;
  private static Path page;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> program = Chromium.program();
    Assumptions.assumeTrue(program.isPresent(), "no chromium on this machine's PATH");
    page = PlantedRun.make(folder, 66, 12).folder().resolve("report.html");
    browser = Chromium.start(program.get());
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest(name = "{0} px, dark {1}")
  @CsvSource({"400, false", "400, true", "1280, false", "1280, true"})
  void everyFigureIsDrawnAndThePageIsNoWiderThanTheWindow(int width, boolean dark)
      throws Exception {
    browser.open(page, width, dark);
    browser.evaluate(OPEN_ALL);

    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).containsExactly(page.toUri().toString());
    assertThat(number("document.querySelectorAll('figure').length")).isGreaterThan(15);
    assertThat(list(UNDRAWN)).isEqualTo("[]");
    assertThat(list(OUTSIDE)).isEqualTo("[]");
    assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
    assertThat(number(SMALLEST_TEXT)).as("px of the smallest text").isGreaterThanOrEqualTo(9.5);
  }

  @Test
  void darkIsDarkAndLightIsLight() throws Exception {
    browser.open(page, 1280, false);
    String light = background();
    browser.open(page, 1280, true);

    assertThat(light).isEqualTo("rgb(255, 255, 255)");
    assertThat(background()).isEqualTo("rgb(20, 23, 26)");
  }

  @Test
  void aWideTableScrollsInItsOwnRegion() throws Exception {
    browser.open(page, 400, false);

    assertThat(
            number(
                "[...document.querySelectorAll('.scroll')]"
                    + ".filter(r => r.scrollWidth > r.clientWidth && r.tabIndex == 0).length"))
        .isPositive();
  }

  @Test
  void onPaperNoTableIsWiderThanThePage() throws Exception {
    browser.openForPrint(page, A4);

    assertThat(number(SHOWN + ".length")).as("tables on paper").isGreaterThan(8);
    assertThat(list(SHOWN + WIDER)).isEqualTo("[]");
    assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(A4);
  }

  @Test
  void theEvidenceAndTheInteractionsAreOnPaperAndTheDataOfFiguresAreNot() throws Exception {
    browser.openForPrint(page, A4);
    String captions = list(SHOWN + ".map(table => table.querySelector('caption').textContent)");

    assertThat(captions)
        .contains(
            "What was measured, and what it speaks for",
            "Shapley interactions",
            "More figures with")
        .doesNotContain(": data");
    byte[] pdf = browser.print();
    assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
  }

  @Test
  void onAScreenNoTableThatIsOpenNeedsScrolling() throws Exception {
    browser.open(page, 1100, false);

    assertThat(list(SHOWN + WIDER)).isEqualTo("[]");
  }

  private static String background() throws Exception {
    return browser.evaluate("getComputedStyle(document.body).backgroundColor").asString();
  }

  private static double number(String expression) throws Exception {
    JsonNode value = browser.evaluate(expression);
    return value.doubleValue();
  }

  private static String list(String expression) throws Exception {
    return browser.evaluate(expression).toString();
  }
}
