package org.interfuse.explain;

/** What explanations do not show. */
public enum Caution {
  /** Of every explanation. */
  MODEL("an explanation is of the model, not of the world: what it rests on need not be a cause"),
  /** Of contributions of modalities. */
  MASKING(
      "a contribution is what the model makes of a modality that is there rather than absent, not"
          + " what the modality is worth to a model trained without it"),
  /** Of weights. */
  WEIGHTS(
      "weights are what was let through, not what a prediction depends on: other weights can give"
          + " the same prediction (Jain and Wallace 2019), and what they weigh differs in length"),
  /** Of attributions. */
  BASELINE(
      "attributions are differences from one baseline, 0 after scaling and the bucket of missing"
          + " levels; columns that go together share them arbitrarily"),
  /** Of words and places. */
  LEAVING_OUT(
      "the effect of a word or place is that of leaving out this one alone: others that say the same"
          + " stand in for it, and a text or image with a hole is none that was ever seen");

  private final String text;

  Caution(String text) {
    this.text = text;
  }

  /** One sentence. */
  public String text() {
    return text;
  }
}
