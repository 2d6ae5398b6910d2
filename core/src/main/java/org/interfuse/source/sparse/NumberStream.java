package org.interfuse.source.sparse;

import io.jhdf.api.Dataset;

/** The numbers of a list in an HDF5 file one after another, read in pieces of some megabytes. */
final class NumberStream {
  /** Numbers read at once. */
  static final int PIECE = 1 << 20;

  private final Dataset dataset;
  private final long size;
  private Numbers piece = new Numbers(new int[0]);
  private long begin;
  private int next;

  NumberStream(Dataset dataset) {
    this.dataset = dataset;
    this.size = dataset.getSize();
  }

  long nextWhole() {
    return fetched().whole(next++);
  }

  float nextNumber() {
    return fetched().number(next++);
  }

  private Numbers fetched() {
    if (next == piece.count()) {
      begin += next;
      next = 0;
      int count = (int) Math.min(PIECE, size - begin);
      piece = new Numbers(dataset.getData(new long[] {begin}, new int[] {count}));
    }
    return piece;
  }
}
