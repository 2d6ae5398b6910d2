package org.interfuse.advice;

import java.util.Locale;

/** Where modalities are merged, as far as advice tells candidates apart; the simplest first. */
public enum Approach {
  /** One modality alone. */
  UNIMODAL("one modality alone"),
  /** Predictions are merged. */
  LATE("predictions merged"),
  /** Inputs are merged. */
  EARLY("inputs merged"),
  /** Representations are merged. */
  INTERMEDIATE("representations merged"),
  /** Representations or tokens are merged with weights that depend on the subject. */
  ATTENTION("representations merged by attention");

  private final String meaning;

  Approach(String meaning) {
    this.meaning = meaning;
  }

  /** The name in rules and results. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people. */
  public String meaning() {
    return meaning;
  }
}
