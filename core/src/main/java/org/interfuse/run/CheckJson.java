package org.interfuse.run;

import java.util.Locale;
import org.interfuse.audit.Audit;
import org.interfuse.audit.AuditFinding;
import org.interfuse.audit.Audits;
import org.interfuse.cohort.Cohort;
import org.interfuse.finding.Finding;
import org.interfuse.source.CohortReading;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code check --json} prints. Counts and shares; no subject's values. */
final class CheckJson {
  private CheckJson() {}

  static ObjectNode of(CheckRun run) {
    ObjectNode root = Json.object();
    root.put("study", run.loaded().study().name());
    root.set("cohort", cohort(run.loaded()));
    ArrayNode modalities = root.putArray("modalities");
    run.modalities().forEach(modality -> modalities.add(of(modality)));
    if (!run.loaded().takenOver().isEmpty()) {
      root.set("transferred", TakenOver.json(run.loaded().takenOver()));
    }
    ArrayNode patterns = root.putArray("patterns");
    for (AvailabilityPattern pattern : run.patterns()) {
      ObjectNode node = patterns.addObject();
      node.set("modalities", Json.MAPPER.valueToTree(pattern.modalities()));
      node.put("subjects", pattern.subjects());
    }
    ArrayNode targets = root.putArray("targets");
    run.targets().forEach(target -> targets.add(of(target)));
    root.set("split", split(run));
    ArrayNode candidates = root.putArray("candidates");
    String primary = run.loaded().study().comparison().primary();
    run.candidates().forEach(candidate -> candidates.add(of(candidate, primary)));
    root.set("audit", audit(run));
    ObjectNode memory = root.putObject("memory");
    memory.put("read_bytes", run.readBytes());
    memory.put("mapped_bytes", run.mappedBytes());
    memory.put("prepared_bytes", run.preparedBytes());
    memory.put("held_bytes", run.heldBytes());
    int workers = Workers.of(run.loaded(), 0).count();
    memory.put("workers", workers);
    memory.put("peak_bytes", run.peakBytes(workers));
    ArrayNode warnings = root.putArray("warnings");
    run.loaded().warnings().stream().map(Finding::message).forEach(warnings::add);
    root.set("resolved", run.resolved().json());
    return root;
  }

  private static ObjectNode cohort(LoadedStudy loaded) {
    Cohort cohort = loaded.cohort();
    CohortReading reading = loaded.reading();
    ObjectNode node = Json.object();
    node.put("subjects", cohort.size());
    node.put("table_rows", reading.tableRows());
    node.put("table_subjects", reading.tableSubjects());
    node.put("without_targets", reading.withoutTargets());
    node.put("without_modalities", reading.withoutModalities());
    return node;
  }

  private static ObjectNode of(ModalityPicture modality) {
    CohortReading.ModalityReading reading = modality.reading();
    ObjectNode node = Json.object();
    node.put("name", reading.name());
    node.put("rows", reading.rows());
    node.put("joined", reading.joined());
    node.put("unknown", reading.unknown());
    node.put("present", reading.present());
    node.put("joined_by_position", reading.joinedByPosition());
    node.put("numeric", modality.numeric());
    node.put("categorical", modality.categorical());
    Json.put(node, "missing_share", modality.missing());
    node.put("mapped_bytes", modality.mappedBytes());
    if (!modality.contents().isEmpty()) {
      node.put("contents", modality.contents());
    }
    ObjectNode prepared = node.putObject("prepared");
    prepared.put("numeric", modality.numericWidth());
    prepared.put("categorical", modality.categoricalWidth());
    prepared.put("bytes", modality.preparedBytes());
    return node;
  }

  private static ObjectNode of(TargetBalance target) {
    ObjectNode node = Json.object();
    node.put("name", target.name());
    node.put("type", target.type().text());
    node.put("known", target.known());
    node.put("missing", target.missing());
    node.set("counts", Json.MAPPER.valueToTree(target.counts()));
    node.set("figures", Json.MAPPER.valueToTree(target.figures()));
    return node;
  }

  private static ObjectNode split(CheckRun run) {
    ObjectNode node = Json.object();
    node.put("description", run.loaded().split().describe());
    ArrayNode folds = node.putArray("folds");
    for (FoldPicture fold : run.folds()) {
      ObjectNode entry = folds.addObject();
      entry.put("name", fold.name());
      entry.put("repeat", fold.repeat());
      entry.put("train", fold.train());
      entry.put("test", fold.test());
      entry.set("train_counts", Json.MAPPER.valueToTree(fold.trainCounts()));
      entry.set("test_counts", Json.MAPPER.valueToTree(fold.testCounts()));
    }
    return node;
  }

  private static ObjectNode audit(CheckRun run) {
    ObjectNode node = Json.object();
    ArrayNode ran = node.putArray("ran");
    Audits.all().stream().map(Audit::name).forEach(ran::add);
    ArrayNode findings = node.putArray("findings");
    run.audit().forEach(finding -> findings.add(of(finding)));
    return node;
  }

  /** Without the subjects that it is about (law 9). */
  private static ObjectNode of(AuditFinding finding) {
    ObjectNode node = Json.object();
    node.put("audit", finding.audit());
    node.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
    node.put("where", finding.where());
    node.put("found", finding.found());
    ArrayNode evidence = node.putArray("evidence");
    for (AuditFinding.Evidence figure : finding.evidence()) {
      ObjectNode entry = evidence.addObject();
      entry.put("name", figure.name());
      Json.put(entry, "value", figure.value());
      if (!figure.reason().isEmpty()) {
        entry.put("reason", figure.reason());
      }
    }
    node.put("advice", finding.advice());
    return node;
  }

  private static ObjectNode of(CandidatePicture candidate, String primary) {
    ObjectNode node = Json.object();
    node.put("name", candidate.name());
    node.put("kind", candidate.kind());
    node.put("primary", candidate.name().equals(primary));
    node.put("parameters", candidate.parameters());
    node.put("fit_bytes", candidate.fitBytes() + candidate.rows().bytes());
    return node;
  }
}
