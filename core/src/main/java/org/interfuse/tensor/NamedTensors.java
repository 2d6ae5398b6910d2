package org.interfuse.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Tensors under unique names, as they are kept in a file. Not thread-safe; owns no memory. */
public final class NamedTensors {
  private final List<Entry> entries = new ArrayList<>();

  /** Adds one. */
  public void add(String name, Tensor tensor) {
    entries.add(new Entry(name, tensor));
  }

  /** All, in the order added. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /**
   * One of them.
   *
   * @param name unique
   * @param tensor contiguous
   */
  public record Entry(String name, Tensor tensor) {}
}
