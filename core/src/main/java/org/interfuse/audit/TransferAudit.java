package org.interfuse.audit;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.interfuse.audit.AuditFinding.Evidence;
import org.interfuse.audit.AuditFinding.Severity;

/**
 * Encoders that were trained elsewhere: one that was trained on the subjects of this study has seen
 * those held out, with their targets. A leak where the model file names the same subjects by their
 * digest, or read the same rows, be it the file's own model or one that it had the encoder from; a
 * note elsewhere, for a file does not say who its subjects were, and some may be held out here.
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
      Optional<AuditInput.Trained> seen =
          taken.lineage().stream().filter(AuditInput.Trained::same).findFirst();
      findings.add(
          new AuditFinding(
              name(),
              seen.isPresent() ? Severity.LEAK : Severity.NOTE,
              "modalities.%s.encoder".formatted(taken.modality()),
              seen.map(model -> leak(taken.lineage(), model))
                  .orElseGet(() -> unknown(taken.lineage())),
              taken.lineage().stream().map(model -> evidence(model, taken.lineage())).toList(),
              seen.isPresent()
                  ? "take an encoder that was trained on others, or pretrain: unimodal"
                  : "see to it that nobody is in both"));
    }
    findings.sort((a, b) -> a.severity().compareTo(b.severity()));
    return findings;
  }

  private static String leak(List<AuditInput.Trained> lineage, AuditInput.Trained seen) {
    String file = lineage.get(0).from();
    return seen.equals(lineage.get(0))
        ? file + " was trained on the subjects of this study"
        : "%s has it from %s, which was trained on the subjects of this study"
            .formatted(file, seen.from());
  }

  private static String unknown(List<AuditInput.Trained> lineage) {
    return "whether subjects held out here trained %s cannot be known"
        .formatted(
            String.join(
                ", or before it ", lineage.stream().map(AuditInput.Trained::from).toList()));
  }

  private static Evidence evidence(AuditInput.Trained model, List<AuditInput.Trained> lineage) {
    String what =
        lineage.size() == 1
            ? "subjects it was trained on"
            : "subjects that trained " + model.from();
    return model.subjects() < 0
        ? Evidence.none(what, "the file does not say")
        : new Evidence(what, model.subjects());
  }
}
