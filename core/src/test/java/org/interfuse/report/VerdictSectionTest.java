package org.interfuse.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.interfuse.report.markup.Markup;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/** What the report says of who chose margin and primary candidate. */
class VerdictSectionTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static String text(String written, String margin) {
    String tree =
        """
        {"primary": "gated", "margin": 0.05, %s "primary_metrics": {"y": "rmse"},
         "verdict": [{"target": "y", "metric": "rmse", %s "verdict": "better", "sentence": "Yes."}]}
        """
            .formatted(written, margin);
    ReportInput input =
        new ReportInput(
            MAPPER.readTree(tree),
            MAPPER.createObjectNode(),
            MAPPER.createObjectNode(),
            new TrainingLog(List.of()));
    StringBuilder out = new StringBuilder();
    for (Markup markup : new VerdictSection().content(input)) {
      markup.write(out);
    }
    return out.toString();
  }

  @Test
  void whatTheStudyWritesIsSaidToBeWritten() {
    assertThat(
            text(
                "\"margin_written\": true, \"primary_written\": true,",
                "\"margin\": 0.05, \"margin_text\": \"0.05\","))
        .contains(
            "A difference of less than 0.05 does not matter in practice. That margin is written in"
                + " the study. The study names the primary candidate, gated.");
  }

  @Test
  void whatItDoesNotWriteIsSaidToBeADefault() {
    String text =
        text(
            "\"margin_written\": false, \"primary_written\": false,",
            "\"margin\": 0.0421,"
                + " \"margin_text\": \"0.0421 (0.02 standard deviations of y; the study names"
                + " none)\",");

    assertThat(text)
        .contains(
            "less than 0.0421 (0.02 standard deviations of y; the study names none) does not matter"
                + " in practice. The study names no primary candidate: gated is its own model.")
        .doesNotContain("written");
  }

  @Test
  void aRunOfAnOlderVersionDoesNotSay() {
    assertThat(text("", ""))
        .contains("less than 0.05 does not matter in practice.</p>")
        .doesNotContain("written", "names");
  }
}
