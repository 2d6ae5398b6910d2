package org.interfuse.training;

import org.interfuse.option.Meaning;
import org.interfuse.tensor.Precision;
import org.jspecify.annotations.Nullable;

/**
 * How a network is trained.
 *
 * @param epochs at most this many passes over the training rows
 * @param batch subjects a step; 0: all of them for a Cox head up to 2,048 subjects, otherwise 32
 * @param learningRate peak rate of AdamW, above 0
 * @param weightDecay decoupled, for weights and embeddings only; 0 or more
 * @param warmUp share of all steps over which the rate rises, in [0, 1); a cosine falls after it
 * @param clip largest global gradient norm; 0: none
 * @param patience epochs without a better validation loss before training stops; 0: never stops
 *     early
 * @param validation share of the training rows held out for early stopping, in [0, 1); 0: none, so
 *     every epoch is run, on all rows
 * @param seed of everything random
 * @param threads per fit
 * @param ensemble networks that predict together, each held out from another inner fold; 0 or 1: a
 *     single one; null: as {@link Members} says
 * @param precision of float32 matrix products
 */
public record TrainingSpec(
    @Meaning("at most this many passes over the training rows, 1 or more") int epochs,
    @Meaning("subjects a step; 0 is all of them for a Cox head up to 2,048 subjects, otherwise 32")
        int batch,
    @Meaning("peak rate of AdamW, above 0") double learningRate,
    @Meaning("decoupled decay of weights and embeddings, 0 or more") double weightDecay,
    @Meaning("share of all steps over which the rate rises, in [0, 1); a cosine falls after it")
        double warmUp,
    @Meaning("largest global norm of the gradient; 0 is none") double clip,
    @Meaning("epochs without a better validation loss before training stops; 0 never stops early")
        int patience,
    @Meaning(
            "share of the training rows held out for early stopping, in [0, 1); 0 is none: every"
                + " epoch is run, on all rows")
        double validation,
    @Meaning("the seed of everything random") long seed,
    @Meaning("threads for each fit, 1 or more") int threads,
    @Meaning(
            "networks trained for each fit, whose mean predicts: each learns from all inner folds but"
                + " one, and that one stops it early, whatever validation says; 0 or 1 is a single"
                + " network; none is 5 up to "
                + Members.MOST_SUBJECTS
                + " training subjects (survival: "
                + Members.MOST_EVENTS
                + " events) unless validation is 0, single beyond")
        @Nullable Integer ensemble,
    @Meaning(
            "of matrix products: high is float32; medium lets oneDNN round factors to bfloat16, as"
                + " it does on processors with AMX")
        Precision precision) {
  public TrainingSpec() {
    this(200, 0, 1e-3, 1e-2, 0.05, 1.0, 20, 0.2, 7, 1, null, Precision.HIGH);
  }

  public TrainingSpec {
    require(epochs >= 1, "epochs", "1 or more", epochs);
    require(batch >= 0, "batch", "0 or more", batch);
    require(learningRate > 0, "learning_rate", "above 0", learningRate);
    require(weightDecay >= 0, "weight_decay", "0 or more", weightDecay);
    require(warmUp >= 0 && warmUp < 1, "warm_up", "in [0, 1)", warmUp);
    require(clip >= 0, "clip", "0 or more", clip);
    require(patience >= 0, "patience", "0 or more", patience);
    require(validation >= 0 && validation < 1, "validation", "in [0, 1)", validation);
    require(threads >= 1, "threads", "1 or more", threads);
    require(ensemble == null || ensemble >= 0, "ensemble", "0 or more", String.valueOf(ensemble));
  }

  /** Of high precision. */
  public TrainingSpec(
      int epochs,
      int batch,
      double learningRate,
      double weightDecay,
      double warmUp,
      double clip,
      int patience,
      double validation,
      long seed,
      int threads,
      @Nullable Integer ensemble) {
    this(
        epochs,
        batch,
        learningRate,
        weightDecay,
        warmUp,
        clip,
        patience,
        validation,
        seed,
        threads,
        ensemble,
        Precision.HIGH);
  }

  /** A single network, of high precision. */
  public TrainingSpec(
      int epochs,
      int batch,
      double learningRate,
      double weightDecay,
      double warmUp,
      double clip,
      int patience,
      double validation,
      long seed,
      int threads) {
    this(
        epochs,
        batch,
        learningRate,
        weightDecay,
        warmUp,
        clip,
        patience,
        validation,
        seed,
        threads,
        1);
  }

  /** The same with that many networks. */
  public TrainingSpec withEnsemble(int members) {
    return new TrainingSpec(
        epochs,
        batch,
        learningRate,
        weightDecay,
        warmUp,
        clip,
        patience,
        validation,
        seed,
        threads,
        members,
        precision);
  }

  private static void require(boolean holds, String option, String rule, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: expected %s, but it is %s".formatted(option, rule, found));
    }
  }
}
