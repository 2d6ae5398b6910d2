package org.interfuse.comparison;

import org.interfuse.progress.Progress;

/** Turns the progress of fits that run side by side into one task that counts finished fits. */
final class FitCounter implements Progress {
  private final Task task;
  private int done;

  FitCounter(Task task) {
    this.task = task;
  }

  synchronized void done() {
    task.step(++done, "");
  }

  private synchronized void show(String detail) {
    task.step(done, detail);
  }

  @Override
  public Task start(String name, long steps) {
    return new Task() {
      @Override
      public void step(long epoch, String detail) {
        show("%s, epoch %d, %s".formatted(name, epoch, detail));
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void say(String line) {
    show(line);
  }
}
