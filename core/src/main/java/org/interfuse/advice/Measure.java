package org.interfuse.advice;

import java.util.Locale;

/** What rules ask of a study, its comparison and its deployment. */
public enum Measure {
  /** Columns of the widest modality over those of the narrowest, after preprocessing. */
  WIDTH_RATIO,
  /** Training subjects over the columns of all modalities, after preprocessing. */
  SUBJECTS_PER_COLUMN,
  /** Training subjects over the trained parameters of the primary candidate. */
  SUBJECTS_PER_PARAMETER,
  /** Share of subjects who lack at least one modality. */
  SHARE_INCOMPLETE,
  /** The smallest availability that {@code deployment.available} states. */
  LEAST_AVAILABLE,
  /** Modalities whose values have an order in time. */
  MODALITIES_IN_TIME,
  /** Different owners that {@code deployment.owners} names. */
  OWNERS,
  /**
   * Lower end of the interval of the best fused network's metric less that of the best late
   * candidate: above 0 there are interactions that merging predictions cannot see.
   */
  INTERACTION_GAIN,
  /** Lower end of the interval of the best candidate's metric less that of the best modality. */
  FUSION_GAIN;

  /** The name in rules and results. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
