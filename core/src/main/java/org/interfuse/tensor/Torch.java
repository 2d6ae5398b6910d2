package org.interfuse.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * Loads libtorch and sets its thread pools. Every class that touches a tensor first calls {@link
 * #load()}.
 */
public final class Torch {
  private static boolean loaded;

  private Torch() {}

  /** Loads the native libraries once; later calls return at once. Safe from any thread. */
  public static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      String platform = Loader.getPlatform();
      for (String library : new String[] {"libc10.so", "libtorch_cpu.so", "libtorch.so"}) {
        Loader.cacheResource("/org/bytedeco/pytorch/" + platform + "/" + library);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Loader.load(torch.class);
    loaded = true;
    threads(1);
  }

  /**
   * Sets the threads of both pools: OpenMP (libtorch, oneDNN) gets {@code threads}, OpenBLAS one,
   * because the two fight when both have several.
   */
  public static void threads(int threads) {
    torch.set_num_threads(threads);
    openblas_nolapack.blas_set_num_threads(1);
  }
}
