package org.interfuse.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.interfuse.audit.AuditFinding.Evidence;
import org.interfuse.audit.AuditFinding.Severity;
import org.interfuse.finding.Providers;
import org.interfuse.progress.Progress;

/** All audits that are installed. */
public final class Audits {
  /** Of one audit and severity no more findings than these are told; the rest is counted. */
  static final int MOST = 20;

  private Audits() {}

  /** Every audit on the class path, by name. */
  public static List<Audit> all() {
    return Providers.load(Audit.class, "audit").stream()
        .sorted(Comparator.comparing(Audit::name))
        .toList();
  }

  /**
   * Runs every audit. Of each audit and severity at most {@value #MOST} findings are kept, followed
   * by one that counts the rest.
   *
   * @return the worst first, then by audit
   */
  public static List<AuditFinding> run(AuditInput input, Progress progress) {
    List<Audit> audits = all();
    List<AuditFinding> findings = new ArrayList<>();
    try (Progress.Task task = progress.start("auditing", audits.size())) {
      for (int i = 0; i < audits.size(); i++) {
        task.step(i, audits.get(i).name());
        findings.addAll(shortened(audits.get(i).run(input)));
      }
    }
    findings.sort(Comparator.comparing(AuditFinding::severity));
    return List.copyOf(findings);
  }

  private static List<AuditFinding> shortened(List<AuditFinding> findings) {
    Map<Severity, List<AuditFinding>> bySeverity = new EnumMap<>(Severity.class);
    findings.forEach(
        finding ->
            bySeverity.computeIfAbsent(finding.severity(), s -> new ArrayList<>()).add(finding));
    List<AuditFinding> kept = new ArrayList<>();
    bySeverity.forEach(
        (severity, all) -> {
          kept.addAll(all.subList(0, Math.min(MOST, all.size())));
          if (all.size() > MOST) {
            kept.add(rest(all));
          }
        });
    return kept;
  }

  private static AuditFinding rest(List<AuditFinding> all) {
    AuditFinding first = all.get(0);
    return new AuditFinding(
        first.audit(),
        first.severity(),
        "study",
        "more findings of this kind than are told one by one",
        List.of(new Evidence("not told", all.size() - MOST)),
        "do as for those before, then audit again");
  }
}
