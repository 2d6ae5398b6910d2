package org.interfuse.source.genotypes;

import org.interfuse.progress.Progress;
import org.jspecify.annotations.Nullable;

/** Progress that is shown only of work that takes more than two seconds. Thread-safe. */
final class LateProgress implements AutoCloseable {
  private static final long PATIENCE = 2_000_000_000L; // nanoseconds

  private final Progress progress;
  private final String name;
  private final long steps;
  private final long begun = System.nanoTime();
  private long done;
  private Progress.@Nullable Task task;

  LateProgress(Progress progress, String name, long steps) {
    this.progress = progress;
    this.name = name;
    this.steps = steps;
  }

  /** One step more is done. */
  synchronized void done() {
    done++;
    if (task == null && System.nanoTime() - begun > PATIENCE) {
      task = progress.start(name, steps);
    }
    if (task != null) {
      task.step(done, "");
    }
  }

  @Override
  public synchronized void close() {
    if (task != null) {
      task.close();
    }
  }
}
