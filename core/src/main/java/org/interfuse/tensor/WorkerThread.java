package org.interfuse.tensor;

import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.global.torch;

/**
 * What a thread of ours needs before it computes beside others: one OpenMP thread, for the threads
 * of several would fight for the cores, and no recording of gradients. Both belong to the thread,
 * so each opens its own, and closes it itself, in try-with-resources:
 *
 * <pre>{@code
 * executor.submit(() -> {
 *   try (WorkerThread worker = WorkerThread.enter()) {
 *     …
 *   }
 * });
 * }</pre>
 */
public final class WorkerThread implements AutoCloseable {
  private final Thread owner = Thread.currentThread();
  private final int threadsBefore;
  private final boolean gradientBefore;

  private WorkerThread() {
    threadsBefore = torch.get_num_threads();
    Torch.openMpThreads(1);
    gradientBefore = GradMode.is_enabled();
    GradMode.set_enabled(false);
  }

  /** Prepares the calling thread until the result is closed. */
  public static WorkerThread enter() {
    Torch.load();
    return new WorkerThread();
  }

  /**
   * Gives the calling thread back what it had.
   *
   * @throws IllegalStateException from any other thread than the one that entered
   */
  @Override
  public void close() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("a worker thread is closed by the thread that entered it");
    }
    GradMode.set_enabled(gradientBefore);
    Torch.openMpThreads(threadsBefore);
  }
}
