package org.interfuse.encoder.wide;

import org.interfuse.option.Meaning;

/** How the weights of a dense projection are updated. */
public enum WideOptimiser {
  @Meaning("one second moment for each column and no first: 4 bytes a column")
  ROW_WISE,
  @Meaning("AdamW with both moments of each weight: 8 bytes a weight")
  ADAMW
}
