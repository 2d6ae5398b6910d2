package org.interfuse.run;

import java.util.List;
import org.interfuse.tensor.ProcessMemory;
import org.interfuse.training.Replicas;

/**
 * Estimate of the most that a process holds in a comparison, see docs/memory.md: what it holds when
 * the data are read and prepared for a fold, what the fits take, and 450 MB for libraries and code
 * that are loaded and compiled, for what steps compute, and for freed memory that threads keep.
 *
 * @param held when the data are read and prepared for a fold
 * @param preparedBytes of the cohort as prepared for one fold, on the Java heap
 * @param folds of the split
 * @param candidates of which the largest counts, of native memory and of the heap apart
 */
record PeakMemory(
    ProcessMemory.Held held, long preparedBytes, int folds, List<CandidatePicture> candidates) {
  static final long WORKING = 450_000_000;

  /**
   * The estimate.
   *
   * @param workers fits that run at once
   */
  long bytes(int workers) {
    long ofFit =
        largest(candidates.stream().mapToLong(one -> one.fitBytes() + one.rows().nativeBytes()));
    long onHeap = largest(candidates.stream().mapToLong(one -> one.rows().heapBytes()));
    return held.nativeBytes()
        + WORKING
        + workers * ofFit
        + Math.max(held.heapBytes(), held.usedBytes() + workers * onHeap)
        + (preparedFolds(workers) - 1) * preparedBytes;
  }

  /** All folds where fits of several may be made at once, else one for each worker. */
  private long preparedFolds(int workers) {
    boolean all = preparedBytes <= Float.BYTES * Replicas.MOST_CELLS;
    return all ? folds : Math.min(workers, folds);
  }

  private static long largest(java.util.stream.LongStream bytes) {
    return bytes.max().orElse(0);
  }
}
