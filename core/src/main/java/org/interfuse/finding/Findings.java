package org.interfuse.finding;

import java.util.ArrayList;
import java.util.List;

/** Collects findings so that a person sees all mistakes at once. Not thread-safe. */
public final class Findings {
  private final List<Finding> errors = new ArrayList<>();
  private final List<Finding> warnings = new ArrayList<>();

  /** Adds a mistake. */
  public void error(Finding finding) {
    errors.add(finding);
  }

  /** Adds something worth knowing that stops nothing. */
  public void warning(Finding finding) {
    warnings.add(finding);
  }

  public List<Finding> errors() {
    return List.copyOf(errors);
  }

  public List<Finding> warnings() {
    return List.copyOf(warnings);
  }

  /** Throws with every error collected, if there is one. */
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      throw new FindingsException(errors);
    }
  }
}
