package org.interfuse.audit;

import java.util.List;

/**
 * Looks for one way in which a study could fool its authors. Found with {@code ServiceLoader}: a
 * record with a public no-argument constructor that holds its thresholds. Stateless, deterministic
 * and thread-safe.
 *
 * <p>An audit that looks at targets looks at those of {@link AuditInput#trainingRows()} only, and
 * it names columns, counts and figures but never the value of a subject.
 */
public interface Audit {
  /** Its name in findings: {@code target-copy}. */
  String name();

  /** What it found, the worst first; empty where nothing is wrong. */
  List<AuditFinding> run(AuditInput input);
}
