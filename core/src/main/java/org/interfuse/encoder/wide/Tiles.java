package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.Tensor;

/** n rows × p columns, of which a worker reads one tile of columns after another. */
interface Tiles {
  /** n. */
  int rows();

  /** p. */
  int columns();

  /** Columns at whose multiples a tile begins most cheaply. */
  int multiple();

  /** Whether they can still be read when the step that they were made in is over. */
  default boolean outlivesStep() {
    return true;
  }

  /** A reader for one thread. */
  Reader reader(int widest);

  /** Reads for one thread; owns its buffer. */
  interface Reader extends AutoCloseable {
    /** Float32 [n, to − from], scaled, no missing cell; overwritten by the next call. */
    Tensor read(int from, int to);

    @Override
    default void close() {}
  }
}
