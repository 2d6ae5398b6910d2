package org.interfuse.image;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/**
 * Does the same for many pictures on as many threads as there are cores, at most eight, while the
 * pixels that are decoded at once stay within an eighth of what the Java heap may take (at 16 bytes
 * a pixel), or one picture is decoded alone. Results come in the order asked for. Close it.
 */
final class DecodingThreads implements AutoCloseable {
  private static final int MOST_THREADS = 8;
  private static final long UNIT = 1 << 10; // pixels a permit
  private static final long PIXEL_BYTES = 16;

  private final ExecutorService executor;
  private final int permits;
  private final Semaphore room;

  DecodingThreads() {
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    executor = Executors.newFixedThreadPool(threads);
    long pixels = Runtime.getRuntime().maxMemory() / 8 / PIXEL_BYTES;
    permits = (int) Math.max(1, Math.min(1 << 30, pixels / UNIT));
    room = new Semaphore(permits, /* fair= */ true);
  }

  /** Room for pixels, taken once. */
  final class Share implements ImageDecoder.Room, AutoCloseable {
    private int taken;

    @Override
    public void take(long pixels) {
      int wanted = (int) Math.max(1, Math.min(permits, pixels / UNIT));
      room.acquireUninterruptibly(wanted);
      taken += wanted;
    }

    @Override
    public void close() {
      room.release(taken);
    }
  }

  /** Room that is given back when it is closed. */
  Share share() {
    return new Share();
  }

  /** What is made of 0 … count − 1, in that order. */
  <T> List<T> all(int count, IntFunction<T> make) {
    List<Future<T>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int index = i;
      futures.add(executor.submit(() -> make.apply(index)));
    }
    List<T> made = new ArrayList<>(count);
    for (Future<T> future : futures) {
      made.add(join(future));
    }
    return made;
  }

  private static <T> T join(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("decoding was interrupted", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
