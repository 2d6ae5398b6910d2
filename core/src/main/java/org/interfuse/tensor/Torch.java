package org.interfuse.tensor;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.finding.FindingsException;

/**
 * Loads libtorch and sets its thread pools. Every class that touches a tensor first calls {@link
 * #load()}.
 */
public final class Torch {
  private static boolean loaded;

  private Torch() {}

  /**
   * Loads the native libraries once and sets both pools of the calling thread to one thread; later
   * calls return at once. Safe from any thread.
   *
   * @throws FindingsException if the cache folder cannot be written or the libraries do not load
   */
  public static synchronized void load() {
    if (loaded) {
      return;
    }
    NativeMemory.liftLimits();
    Path folder = NativeCache.folder();
    NativeLibraries.load(folder);
    loaded = true;
    threads(1);
  }

  /**
   * Sets the threads of both pools: OpenMP (libtorch, oneDNN) gets {@code threads}, OpenBLAS one,
   * because the two fight when both have several. The number of OpenMP threads belongs to the
   * calling thread: a thread that computes sets its own, with this or {@link WorkerThread}.
   *
   * @param threads at least 1
   */
  public static void threads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but is " + threads);
    }
    load();
    openMpThreads(threads);
    openblas_nolapack.blas_set_num_threads(1);
  }

  /** The pool of OpenMP alone: the other's setter looks for libraries at every call. */
  static void openMpThreads(int threads) {
    torch.set_num_threads(threads);
  }

  /** Which instructions libtorch computes with on this machine, for example {@code AVX512}. */
  public static String processor() {
    load();
    try (BytePointer name = torch.get_cpu_capability()) {
      return name.getString();
    }
  }

  /** The version of the binding: libtorch's, then the preset's. */
  public static String version() {
    try {
      return Loader.getVersion("org.bytedeco", "pytorch");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
