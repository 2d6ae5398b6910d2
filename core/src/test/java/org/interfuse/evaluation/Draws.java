package org.interfuse.evaluation;

/** Opens the draws of a bootstrap to tests elsewhere that compute its figures anew. */
public final class Draws {
  private Draws() {}

  /** The subjects of one resample, each as often as it was drawn. */
  public static int[] of(Resamples resamples, int resample) {
    return resamples.inside(resample);
  }
}
