package org.interfuse.encoder;

/**
 * An estimate of memory at its peak.
 *
 * @param nativeBytes outside the Java heap
 * @param heapBytes on it, garbage not counted
 */
public record MemoryNeed(long nativeBytes, long heapBytes) {
  /** Nothing. */
  public static final MemoryNeed NONE = new MemoryNeed(0, 0);

  /** Both together. */
  public long bytes() {
    return nativeBytes + heapBytes;
  }

  /** Both at the same time. */
  public MemoryNeed plus(MemoryNeed other) {
    return new MemoryNeed(nativeBytes + other.nativeBytes, heapBytes + other.heapBytes);
  }
}
