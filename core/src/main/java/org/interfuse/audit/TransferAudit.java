package org.interfuse.audit;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.audit.AuditFinding.Evidence;
import org.interfuse.audit.AuditFinding.Severity;

/**
 * Encoders that were trained elsewhere: one that was trained on the subjects of this study has seen
 * those held out, with their targets. A leak where the model file names the same subjects by their
 * digest, or read the same rows; a note elsewhere, for a file does not say who its subjects were,
 * and some may be held out here.
 */
@AutoService(Audit.class)
public record TransferAudit() implements Audit {
  @Override
  public String name() {
    return "transferred-encoder";
  }

  @Override
  public List<AuditFinding> run(AuditInput input) {
    List<AuditFinding> findings = new ArrayList<>();
    for (AuditInput.Taken taken : input.taken()) {
      findings.add(
          new AuditFinding(
              name(),
              taken.same() ? Severity.LEAK : Severity.NOTE,
              "modalities.%s.encoder".formatted(taken.modality()),
              taken.same()
                  ? "%s was trained on the subjects of this study".formatted(taken.from())
                  : "whether subjects held out here trained %s cannot be known"
                      .formatted(taken.from()),
              List.of(
                  taken.subjects() < 0
                      ? Evidence.none("subjects it was trained on", "the file does not say")
                      : new Evidence("subjects it was trained on", taken.subjects())),
              taken.same()
                  ? "take an encoder that was trained on others, or pretrain: unimodal"
                  : "see to it that nobody is in both"));
    }
    findings.sort((a, b) -> a.severity().compareTo(b.severity()));
    return findings;
  }
}
