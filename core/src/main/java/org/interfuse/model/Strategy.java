package org.interfuse.model;

import java.util.Locale;

/** Where modalities are merged. */
public enum Strategy {
  /** Inputs are merged before any encoder. */
  EARLY,
  /** Representations are merged. */
  INTERMEDIATE,
  /** Predictions are merged. */
  LATE,
  /** One modality alone. */
  UNIMODAL;

  /** The name in a study file. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
