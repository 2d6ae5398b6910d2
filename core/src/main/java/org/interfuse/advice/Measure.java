package org.interfuse.advice;

import java.util.Locale;

/** What rules ask of a study, its comparison and its deployment. */
public enum Measure {
  /** Columns of the widest modality over those of the narrowest, after preprocessing. */
  WIDTH_RATIO("the study has one modality, or one without columns"),
  /** Training subjects over the columns of all modalities, after preprocessing. */
  SUBJECTS_PER_COLUMN("the study has one modality, or one without columns"),
  /**
   * Training subjects over the trained parameters of the primary candidate, or of the best network
   * if that is none. A network that competes is judged by its own.
   */
  SUBJECTS_PER_PARAMETER("no network competes"),
  /** Share of subjects who lack at least one modality. */
  SHARE_INCOMPLETE("the study has one modality"),
  /** The smallest availability that {@code deployment.available} states. */
  LEAST_AVAILABLE("the study states no deployment.available"),
  /** Modalities whose values have an order in time. */
  MODALITIES_IN_TIME("no source gives values an order in time"),
  /** Different owners that {@code deployment.owners} names. */
  OWNERS("the study states no deployment.owners"),
  /**
   * Lower end of the interval of the best fused network's metric less that of the best late
   * candidate: above 0 there are interactions that merging predictions cannot see.
   */
  INTERACTION_GAIN(
      "it takes a fused network, a late candidate and an interval of their difference"),
  /** Lower end of the interval of the best candidate's metric less that of the best modality. */
  FUSION_GAIN(
      "it takes a modality alone, a candidate that merges and an interval of their difference");

  private final String unknown;

  Measure(String unknown) {
    this.unknown = unknown;
  }

  /** Why it is not known where it is not. */
  public String unknown() {
    return unknown;
  }

  /** The name in rules and results. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
