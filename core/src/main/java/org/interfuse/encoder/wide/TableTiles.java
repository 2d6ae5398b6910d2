package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.Tensor;

/**
 * The columns of a table that is held already.
 *
 * @param table [n, p]
 */
record TableTiles(Tensor table) implements Tiles {
  @Override
  public int rows() {
    return Math.toIntExact(table.size(0));
  }

  @Override
  public int columns() {
    return Math.toIntExact(table.size(1));
  }

  @Override
  public int multiple() {
    return 1;
  }

  /** The table belongs to the step's scope. */
  @Override
  public boolean outlivesStep() {
    return false;
  }

  @Override
  public Reader reader(int widest) {
    Tensor floats = table.detach();
    return (from, to) -> floats.narrow(1, from, to - from).clone();
  }
}
