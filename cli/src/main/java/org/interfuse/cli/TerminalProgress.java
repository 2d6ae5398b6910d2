package org.interfuse.cli;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.interfuse.progress.Progress;

/**
 * Shows progress on standard error: a bar with an estimate of the time left on a terminal, plain
 * lines at growing intervals elsewhere. Work that ends within two seconds shows nothing.
 */
final class TerminalProgress implements Progress {
  private static final long QUIET_NANOS = 2_000_000_000L;

  private final PrintStream err;
  private final boolean terminal;

  TerminalProgress(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public Task start(String name, long steps) {
    return terminal ? new Bar(name, steps) : new Lines(name, steps);
  }

  @Override
  public void say(String line) {
    err.println(line);
  }

  private final class Bar implements Task {
    private final String name;
    private final long steps;
    private final long started = System.nanoTime();
    private @org.jspecify.annotations.Nullable ProgressBar bar;

    private Bar(String name, long steps) {
      this.name = name;
      this.steps = steps;
    }

    @Override
    public synchronized void step(long done, String detail) {
      if (bar == null && System.nanoTime() - started > QUIET_NANOS) {
        bar = open();
      }
      if (bar != null) {
        bar.stepTo(done);
        if (!detail.isEmpty()) {
          bar.setExtraMessage(" " + detail);
        }
      }
    }

    private ProgressBar open() {
      return new ProgressBarBuilder()
          .setTaskName(name)
          .setInitialMax(steps)
          .setStyle(ProgressBarStyle.ASCII)
          .setUpdateIntervalMillis(200)
          .startsFrom(0, Duration.ofNanos(System.nanoTime() - started))
          .setConsumer(new ConsoleProgressBarConsumer(err))
          .build();
    }

    @Override
    public synchronized void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }

  private final class Lines implements Task {
    private final String name;
    private final long steps;
    private final long started = System.nanoTime();
    private long nextLine = QUIET_NANOS;

    private Lines(String name, long steps) {
      this.name = name;
      this.steps = steps;
    }

    @Override
    public synchronized void step(long done, String detail) {
      long elapsed = System.nanoTime() - started;
      if (elapsed < nextLine) {
        return;
      }
      nextLine = Math.max(elapsed * 3 / 2, elapsed + 5 * QUIET_NANOS);
      String of = steps < 0 ? "" : " of " + steps;
      String left =
          steps <= 0 || done <= 0 ? "" : ", " + time(elapsed * (steps - done) / done) + " left";
      err.printf("%s: %d%s, %s so far%s%n", name, done, of, time(elapsed), left);
    }

    @Override
    public void close() {}
  }

  private static String time(long nanos) {
    long seconds = nanos / 1_000_000_000L;
    return seconds < 60 ? seconds + " s" : "%d min %02d s".formatted(seconds / 60, seconds % 60);
  }
}
