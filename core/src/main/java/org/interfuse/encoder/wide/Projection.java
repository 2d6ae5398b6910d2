package org.interfuse.encoder.wide;

import org.interfuse.option.Meaning;

/** How a wide modality is brought to a few numbers. */
public enum Projection {
  @Meaning("a trained weight for each column and each number that comes out")
  DENSE,
  @Meaning("dense to `components`, then to the width, without a function between")
  LOW_RANK,
  @Meaning("a trained weight for each column of a group, summed by group (gene, pathway, window)")
  GROUPED,
  @Meaning("the first `components` principal components of the training rows")
  PCA,
  @Meaning("`components` sums of all columns with random signs, drawn from the seed")
  RANDOM,
  @Meaning("the `keep` columns that tell most of the first target, one at a time, in training rows")
  SCREENED
}
