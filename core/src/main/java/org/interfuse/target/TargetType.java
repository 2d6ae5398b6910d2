package org.interfuse.target;

import java.util.Locale;

/** What kind of quantity is predicted. */
public enum TargetType {
  /** One class of K ≥ 2. */
  CLASSIFICATION,
  /** Any subset of L ≥ 1 labels. */
  MULTILABEL,
  /** A real number. */
  REGRESSION,
  /** A time to an event, right-censored. */
  SURVIVAL;

  /** The name in a study file. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
