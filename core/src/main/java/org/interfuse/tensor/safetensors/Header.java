package org.interfuse.tensor.safetensors;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands before the data.
 *
 * @param metadata text by key, in the order of the keys
 * @param tensors in the order of their data
 */
record Header(SortedMap<String, String> metadata, List<TensorEntry> tensors) {
  /** Longest header that is read or written, in bytes; the limit of the reference reader. */
  static final int MAX_BYTES = 100_000_000;

  /** Most tensors in a file. */
  static final int MAX_TENSORS = 100_000;

  /** Most axes of a tensor. */
  static final int MAX_RANK = 8;

  static final String METADATA = "__metadata__";

  Header {
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    tensors = List.copyOf(tensors);
  }
}
