package org.interfuse.model;

/** What a network of several modalities starts from. */
public enum Pretraining {
  /** Fresh parameters, or those that an encoder is given. */
  NONE,
  /**
   * Encoders and projections of networks of one modality each, trained first on the same rows, with
   * the same rows held out: nothing is seen that the fit itself does not see.
   */
  UNIMODAL
}
