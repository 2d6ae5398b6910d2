package org.interfuse.pretrained;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Opens networks on a thread with a large stack. ONNX Runtime walks through a network's operators
 * by recursion, some 10 kB each: the 1 MB of a Java thread ends at a hundred operators in a row,
 * and the process with it.
 */
final class DeepStack {
  /** Reserved, not used, unless a network is that deep. */
  private static final long BYTES = 512L << 20;

  private DeepStack() {}

  /** Opens a network. */
  interface Opening {
    OrtSession open() throws OrtException;
  }

  /** What the opening gives, or throws. */
  static OrtSession call(Opening opening) throws OrtException {
    FutureTask<OrtSession> task = new FutureTask<>(opening::open);
    new Thread(null, task, "open network", BYTES).start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true; // the thread would go on in native code
        } catch (ExecutionException e) {
          throw rethrown(Objects.requireNonNull(e.getCause()));
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static OrtException rethrown(Throwable cause) {
    if (cause instanceof RuntimeException fault) {
      throw fault;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return (OrtException) cause;
  }
}
