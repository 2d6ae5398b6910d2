package org.interfuse.comparison;

import org.interfuse.option.Meaning;

/** How the primary candidate is fitted again without modalities, to see what they are worth. */
public enum Refits {
  /** Without each modality, one at a time. */
  @Meaning("without each modality, one at a time")
  EACH,
  /** With every set of modalities. */
  @Meaning("with every set of modalities")
  SUBSETS,
  /** Not at all. */
  @Meaning("not at all")
  NONE;

  /** Most modalities with which {@link #SUBSETS} is affordable: 2^5 − 2 refits. */
  public static final int MOST_FOR_SUBSETS = 5;
}
