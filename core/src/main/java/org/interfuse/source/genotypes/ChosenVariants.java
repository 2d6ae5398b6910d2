package org.interfuse.source.genotypes;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which variants of a file are read, in which order.
 *
 * @param places of each wanted variant its place in the file; null for all as they stand
 * @param all how many the file has
 * @param swaps wanted variants whose other allele is counted: x becomes 2 − x
 */
record ChosenVariants(int @Nullable [] places, int all, BitSet swaps) {
  int count() {
    return places == null ? all : places.length;
  }

  int variant(int wanted) {
    return places == null ? wanted : places[wanted];
  }

  boolean swapped(int wanted) {
    return swaps.get(wanted);
  }
}
