package org.interfuse.training;

import java.util.Arrays;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.interfuse.tensor.WorkerThread;

/**
 * What this machine can do at the moment with some threads, each with tensors of its own, all at
 * once: the limits that steps are compared with. Its tensors, 0.5 GB a thread, are kept, so that a
 * measurement takes less than a second.
 */
final class MachineRates {
  private static final int COLUMNS = 1024;
  private static final int WIDTH = 512;
  private static final int ELEMENTS = 125_000_000;
  private static final int ROWS = 6400; // of all products of one measurement together
  private static final int REPEATS = 5;

  private final int batch;
  private final Buffers[] own;
  private final CyclicBarrier together;

  /**
   * Rates, of all threads together.
   *
   * @param bandwidth bytes a second that an update in place of a large tensor reads and writes
   * @param single float32 operations a second, of products of the shapes of a tile
   * @param half bfloat16 operations a second, likewise
   */
  record Rates(double bandwidth, double single, double half) {
    /** Seconds that a float32 step takes at least. */
    double limit(double bytes, double operations) {
      return Math.max(bytes / bandwidth, operations / single);
    }
  }

  /** The tensors of one thread. */
  private static final class Buffers {
    private final Tensor large = Tensors.zeros(ScalarType.Float, ELEMENTS);
    private final Product single;
    private final Product half;

    Buffers(int batch) {
      single = new Product(ScalarType.Float, batch);
      half = new Product(ScalarType.BFloat16, batch);
    }
  }

  /** [columns, batch] times [batch, width]. */
  private static final class Product {
    private final int repeats;
    private final Tensor x;
    private final Tensor y;
    private final Tensor result;

    Product(ScalarType type, int batch) {
      repeats = repeats(batch);
      x = torch.randn(COLUMNS, batch).to(type);
      y = torch.randn(batch, WIDTH).to(type);
      result = Tensors.zeros(type, COLUMNS, WIDTH);
    }

    void compute() {
      for (int k = 0; k < repeats; k++) {
        torch.mm_out(result, x, y);
      }
    }
  }

  MachineRates(int threads, int batch) {
    Torch.load();
    this.batch = batch;
    this.together = new CyclicBarrier(threads);
    this.own = new Buffers[threads];
    Arrays.setAll(own, t -> new Buffers(batch));
  }

  private static int repeats(int batch) {
    return Math.max(3, ROWS / batch);
  }

  Rates measure() {
    double[][] seconds = new double[own.length][];
    Thread[] threads = new Thread[own.length];
    for (int t = 0; t < threads.length; t++) {
      int number = t;
      threads[t] = new Thread(() -> seconds[number] = seconds(own[number]));
      threads[t].start();
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    double operations = 2.0 * batch * COLUMNS * WIDTH * repeats(batch);
    return new Rates(
        sum(seconds, 0, 8.0 * ELEMENTS), sum(seconds, 1, operations), sum(seconds, 2, operations));
  }

  private static double sum(double[][] seconds, int what, double amount) {
    return Arrays.stream(seconds).mapToDouble(each -> amount / each[what]).sum();
  }

  private double[] seconds(Buffers mine) {
    try (WorkerThread worker = WorkerThread.enter();
        PointerScope scope = new PointerScope()) {
      Scalar factor = new Scalar(1.0001);
      return new double[] {
        median(() -> mine.large.mul_(factor)),
        median(mine.single::compute),
        median(mine.half::compute)
      };
    }
  }

  private double median(Runnable work) {
    double[] times = new double[REPEATS];
    for (int i = 0; i < times.length; i++) {
      try {
        together.await();
      } catch (InterruptedException | BrokenBarrierException e) {
        throw new IllegalStateException(e);
      }
      long started = System.nanoTime();
      work.run();
      times[i] = (System.nanoTime() - started) / 1e9;
    }
    Arrays.sort(times);
    return times[times.length / 2];
  }
}
