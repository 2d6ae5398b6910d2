package org.interfuse.preprocessing;

import java.util.List;

/**
 * What an encoder must accept.
 *
 * @param names names of the numeric columns (indicators end in {@code ?}), then of the categorical
 * @param numericWidth p
 * @param cardinalities per categorical column the number of codes, bucket 0 included
 */
public record FeatureShape(List<String> names, int numericWidth, int[] cardinalities) {
  public FeatureShape {
    names = List.copyOf(names);
  }
}
