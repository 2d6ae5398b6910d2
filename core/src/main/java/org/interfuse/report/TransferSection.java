package org.interfuse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/** Encoders that come from models trained elsewhere: what came from where. */
final class TransferSection implements Section {
  private static final int DIGITS = 12;

  @Override
  public String id() {
    return "transferred";
  }

  @Override
  public String title() {
    return "Encoders from other models";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    DataTable table =
        new DataTable(
            "What came from where",
            List.of(
                "modality",
                "model file",
                "its modality",
                "SHA-256",
                "weights",
                "numbers taken over",
                "subjects it was trained on",
                "before it"));
    for (JsonNode taken : all(input)) {
      String digest = Nodes.text(taken, "sha256");
      int subjects = Nodes.count(taken, "trained_on", -1);
      table.row(
          List.of(
              Nodes.text(taken, "modality"),
              Nodes.text(taken, "from"),
              Nodes.text(taken, "of"),
              digest.substring(0, Math.min(DIGITS, digest.length())) + "…",
              Nodes.text(taken, "weights"),
              Numbers.count((long) Nodes.figure(taken, "numbers")),
              subjects(subjects),
              before(taken)));
    }
    if (table.isEmpty()) {
      return List.of();
    }
    return List.of(
        table.element(),
        Section.paragraph(
            "A frozen encoder stays as it was; a fine-tuned one is trained on. Either way its"
                + " modality is prepared as it was for the other model: nothing of that is fitted"
                + " here. Baselines, strategy early and candidates with encoders of their own"
                + " prepare it by themselves."),
        Section.note(
            "A model file does not say who its subjects were. Where some of them are held out"
                + " here, the encoder has seen them, and candidates that use it look too good."));
  }

  private static String subjects(int count) {
    return count < 0 ? "not said" : Numbers.count(count);
  }

  /** The models that the file had the encoder from, the latest first. */
  private static String before(JsonNode taken) {
    return taken
        .path("before")
        .valueStream()
        .map(
            model ->
                "%s (subjects: %s)"
                    .formatted(
                        Nodes.text(model, "from"), subjects(Nodes.count(model, "trained_on", -1))))
        .collect(Collectors.joining(", "));
  }

  private static List<JsonNode> all(ReportInput input) {
    return input.provenance().path("transferred").properties().stream()
        .map(java.util.Map.Entry::getValue)
        .toList();
  }

  /** What is wrong with all figures of candidates that use them. */
  static List<String> warnings(ReportInput input) {
    List<String> warnings = new ArrayList<>();
    for (JsonNode taken : all(input)) {
      warn(taken, taken, warnings);
      taken.path("before").forEach(model -> warn(taken, model, warnings));
    }
    return warnings;
  }

  private static void warn(JsonNode taken, JsonNode model, List<String> warnings) {
    if (model.path("same_subjects").asBoolean(false)) {
      warnings.add(
          "modality %s: its encoder comes from %s, which was trained on the subjects of this study, those held out among them: figures of candidates that use it are too good"
              .formatted(Nodes.text(taken, "modality"), Nodes.text(model, "from")));
    }
  }
}
