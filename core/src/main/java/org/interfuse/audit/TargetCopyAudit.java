package org.interfuse.audit;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.audit.AuditFinding.Evidence;
import org.interfuse.audit.AuditFinding.Severity;
import org.interfuse.target.Target;
import org.interfuse.target.Targets;

/**
 * Columns that restate a target by value: one-to-one with its classes or events (also where they
 * are missing), or in the target's order without exception; see {@link TargetCopies}. Over training
 * rows.
 */
@AutoService(Audit.class)
public record TargetCopyAudit() implements Audit {
  @Override
  public String name() {
    return "target-copy";
  }

  @Override
  public List<AuditFinding> run(AuditInput input) {
    List<TargetCopies> copies = copies(input);
    List<AuditFinding> findings = new ArrayList<>();
    Column.each(
        input.cohort(),
        column -> {
          for (TargetCopies copy : copies) {
            copy.found(column).ifPresent(how -> findings.add(finding(input, column, copy, how)));
          }
        });
    return findings;
  }

  /** One per target. */
  static List<TargetCopies> copies(AuditInput input) {
    List<TargetCopies> copies = new ArrayList<>();
    double looks = (double) Column.count(input.cohort()) * input.cohort().targets().size();
    for (Target target : input.cohort().targets()) {
      int[] rows = Targets.present(target, input.trainingRows());
      copies.add(new TargetCopies(target, rows, Math.max(1, looks)));
    }
    return copies;
  }

  private AuditFinding finding(AuditInput input, Column column, TargetCopies copy, String how) {
    int[] known = column.present(Targets.present(copy.target(), input.trainingRows()));
    return new AuditFinding(
        name(),
        Severity.LEAK,
        column.where(),
        "restates target %s: %s".formatted(copy.target().name(), how),
        List.of(
            new Evidence("subjects", known.length),
            new Evidence("distinct values", Column.distinct(column.values(), known))),
        "leave the column out, unless it is known before the target is");
  }
}
