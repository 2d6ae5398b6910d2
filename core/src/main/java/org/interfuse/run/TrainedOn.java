package org.interfuse.run;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.encoder.transfer.TransferredSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model that trained an encoder before it came here: the one whose file is named, or one that
 * this was taken over from in turn. Of its subjects it holds digests, never ids.
 *
 * @param from its file, as the study that took it over names it
 * @param modality the encoder's in that file
 * @param sha256 of that file
 * @param subjects whom it was trained on; -1 where it does not say
 * @param subjectsSha256 of their ids; empty where it does not say
 * @param rowsSha256 of its modality's rows; empty where it does not say
 * @param same whether these are the subjects, or the rows, of this study
 */
record TrainedOn(
    String from,
    String modality,
    String sha256,
    int subjects,
    String subjectsSha256,
    String rowsSha256,
    boolean same) {
  /** The digests of a study, which those of other models are held against. */
  record Here(String subjectsSha256, String rowsSha256) {
    boolean same(String subjects, String rows) {
      return subjects.equals(subjectsSha256) || rows.equals(rowsSha256);
    }
  }

  /** The file's own model, then those that its encoder was taken over from, the latest first. */
  static List<TrainedOn> lineage(TransferredSpec spec, Here here) {
    JsonNode provenance = spec.origin().provenance().node();
    JsonNode data = provenance.path("data");
    String rows = data.path("modalities_sha256").path(spec.modality()).asString("");
    String subjects = data.path("subjects_sha256").asString("");
    List<TrainedOn> lineage = new ArrayList<>();
    lineage.add(
        new TrainedOn(
            spec.from(),
            spec.modality(),
            spec.origin().sha256(),
            data.path("subjects").asInt(-1),
            subjects,
            rows,
            here.same(subjects, rows)));
    for (JsonNode taken : provenance.path("transferred")) {
      if (taken.path("modality").asString("").equals(spec.modality())) {
        lineage.add(read(taken, here));
        taken.path("before").forEach(earlier -> lineage.add(read(earlier, here)));
      }
    }
    return lineage;
  }

  private static TrainedOn read(JsonNode node, Here here) {
    String subjects = node.path("subjects_sha256").asString("");
    String rows = node.path("rows_sha256").asString("");
    return new TrainedOn(
        node.path("from").asString(""),
        node.path("of").asString(""),
        node.path("sha256").asString(""),
        node.path("trained_on").asInt(-1),
        subjects,
        rows,
        here.same(subjects, rows));
  }

  /** Writes what a later model must know. */
  void write(ObjectNode node) {
    node.put("from", from);
    node.put("of", modality);
    node.put("sha256", sha256);
    node.put("trained_on", subjects);
    node.put("subjects_sha256", subjectsSha256);
    node.put("rows_sha256", rowsSha256);
    node.put("same_subjects", same);
  }

  static void write(ArrayNode array, List<TrainedOn> all) {
    all.forEach(one -> one.write(array.addObject()));
  }

  String subjectsInWords() {
    return subjects < 0 ? "an unknown number of subjects" : "%,d subjects".formatted(subjects);
  }
}
