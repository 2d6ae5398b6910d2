package org.interfuse.encoder.wide;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.tensor.WorkerThread;

/**
 * Divides a pass over tiles among threads. Each takes a run of neighbouring tiles and computes on
 * its own, one OpenMP thread each; what they sum is added in their order, so that the same number
 * of threads gives the same bits.
 */
final class TileWorkers {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "tiles");
            thread.setDaemon(true);
            return thread;
          });

  private TileWorkers() {}

  /** Work on the tiles from {@code first} to before {@code last}. */
  interface Body {
    void run(int worker, int first, int last);
  }

  /** As many as the calling thread has OpenMP threads, but not more than there are tiles. */
  static int count(int tiles) {
    return Math.max(1, Math.min(torch.get_num_threads(), tiles));
  }

  /** Runs the body once for each worker, the first one on the calling thread. */
  static void run(int workers, int tiles, Body body) {
    List<Future<?>> others = new ArrayList<>();
    for (int w = 1; w < workers; w++) {
      int worker = w;
      others.add(THREADS.submit(() -> part(worker, workers, tiles, body)));
    }
    try {
      part(0, workers, tiles, body);
    } finally {
      await(others);
    }
  }

  /** Waits for all, also where one failed: the others still write to shared tensors. */
  private static void await(List<Future<?>> others) {
    RuntimeException failure = null;
    for (Future<?> other : others) {
      try {
        await(other);
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static void part(int worker, int workers, int tiles, Body body) {
    int first = (int) ((long) tiles * worker / workers);
    int last = (int) ((long) tiles * (worker + 1) / workers);
    try (WorkerThread thread = WorkerThread.enter();
        PointerScope scope = new PointerScope()) {
      body.run(worker, first, last);
    }
  }

  /** Waits without giving in to an interrupt: the others still write to shared tensors. */
  private static void await(Future<?> other) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          other.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw e.getCause() instanceof RuntimeException known
              ? known
              : new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
