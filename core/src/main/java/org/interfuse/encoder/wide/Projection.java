package org.interfuse.encoder.wide;

import org.interfuse.option.Meaning;

/** How a wide modality is brought to a few numbers. */
public enum Projection {
  @Meaning("a trained weight for each column and each number that comes out")
  DENSE,
  @Meaning("dense to `components`, then to the width, without a function between")
  LOW_RANK
}
