package org.interfuse.tensor;

import org.bytedeco.pytorch.global.torch;

/**
 * How exactly float32 matrices are multiplied. libtorch keeps one setting for the whole process, so
 * those who compute state what they need with {@link #use()} for as long as they do.
 */
public enum Precision {
  /** In float32. */
  HIGH("highest"),
  /**
   * Products by oneDNN, which may round factors to bfloat16, 8 bits of mantissa, and sums in
   * float32. It does on processors with AMX; on others, also with AVX-512 BF16, it was seen to
   * compute in float32.
   */
  MEDIUM("medium");

  private static final Object LOCK = new Object();
  private static Precision current = HIGH;
  private static int users;

  private final String libtorch;

  Precision(String libtorch) {
    this.libtorch = libtorch;
  }

  /**
   * Computes with this precision until it is closed. Waits while somebody computes with the other,
   * so that no result depends on what runs beside it (law 6). One thread does not ask twice.
   *
   * @throws IllegalStateException if the thread is interrupted while it waits
   */
  public Use use() {
    Torch.load();
    synchronized (LOCK) {
      while (users > 0 && current != this) {
        await();
      }
      users++;
      set(this);
    }
    return new Use();
  }

  private static void await() {
    try {
      LOCK.wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while another precision was in use", e);
    }
  }

  private static void set(Precision precision) {
    if (current != precision) {
      torch.globalContext().setFloat32MatmulPrecision(precision.libtorch);
      current = precision;
    }
  }

  /** The time in which a precision holds. */
  public static final class Use implements AutoCloseable {
    private boolean closed;

    private Use() {}

    /** Gives it back; the last one leaves {@link #HIGH} behind. */
    @Override
    public void close() {
      synchronized (LOCK) {
        if (closed) {
          return;
        }
        closed = true;
        users--;
        if (users == 0) {
          set(HIGH);
          LOCK.notifyAll();
        }
      }
    }
  }
}
