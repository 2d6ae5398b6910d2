package org.interfuse.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.interfuse.progress.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Shows progress on standard error: a bar with an estimate of the time left on a terminal, plain
 * lines at growing intervals elsewhere. Work that ends within two seconds shows nothing; longer
 * work shows where it stands even while a single step of it goes on.
 */
final class TerminalProgress implements Progress {
  private static final long QUIET_NANOS = 2_000_000_000L;
  private static final long TICK_MILLIS = 500;
  private static final int LONGEST_DETAIL = 36; // more would leave no room for the bar itself

  private final PrintStream err;
  private final boolean terminal;
  private final Set<Shown> running = new LinkedHashSet<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "progress");
            thread.setDaemon(true);
            return thread;
          });

  TerminalProgress(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
    clock.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public Task start(String name, long steps) {
    Shown task = terminal ? new Bar(name, steps) : new Lines(name, steps);
    synchronized (running) {
      running.add(task);
    }
    return task;
  }

  @Override
  public void say(String line) {
    err.println(line);
  }

  private void tick() {
    List<Shown> now;
    synchronized (running) {
      now = List.copyOf(running);
    }
    now.forEach(Shown::tick);
  }

  /** A task that looks at the clock by itself. */
  private abstract class Shown implements Task {
    final String name;
    final long steps;
    private final long started = System.nanoTime();
    private long done;
    private String detail = "";
    private boolean closed;

    private Shown(String name, long steps) {
      this.name = name;
      this.steps = steps;
    }

    @Override
    public final synchronized void step(long newlyDone, String newDetail) {
      done = newlyDone;
      detail = newDetail;
      tick();
    }

    final synchronized void tick() {
      long elapsed = System.nanoTime() - started;
      if (!closed && elapsed > QUIET_NANOS) {
        show(done, detail, elapsed);
      }
    }

    /** Shows where it stands; called after the quiet time only, and often. */
    abstract void show(long done, String detail, long elapsed);

    abstract void end();

    @Override
    public final void close() {
      synchronized (running) {
        running.remove(this);
      }
      synchronized (this) {
        closed = true;
        end();
      }
    }
  }

  private final class Bar extends Shown {
    private @Nullable ProgressBar bar;

    private Bar(String name, long steps) {
      super(name, steps);
    }

    @Override
    void show(long done, String detail, long elapsed) {
      ProgressBar shown = bar;
      if (shown == null) {
        shown = open(elapsed);
        bar = shown;
      }
      shown.stepTo(done);
      shown.setExtraMessage(
          detail.length() <= LONGEST_DETAIL
              ? " " + detail
              : " " + detail.substring(0, LONGEST_DETAIL - 1) + "…");
    }

    private ProgressBar open(long elapsed) {
      return new ProgressBarBuilder()
          .setTaskName(name)
          .setInitialMax(steps)
          .setStyle(ProgressBarStyle.ASCII)
          .setUpdateIntervalMillis(200)
          .startsFrom(0, Duration.ofNanos(elapsed))
          .setConsumer(new ConsoleProgressBarConsumer(err))
          .build();
    }

    @Override
    void end() {
      if (bar != null) {
        bar.close();
      }
    }
  }

  private final class Lines extends Shown {
    private long nextLine;

    private Lines(String name, long steps) {
      super(name, steps);
    }

    @Override
    void show(long done, String detail, long elapsed) {
      if (elapsed < nextLine) {
        return;
      }
      nextLine = Math.max(elapsed * 3 / 2, elapsed + 5 * QUIET_NANOS);
      String of = steps < 0 ? "" : " of " + steps;
      String left =
          steps <= 0 || done <= 0 ? "" : ", " + time(elapsed * (steps - done) / done) + " left";
      String what = detail.isEmpty() ? "" : " (" + detail + ")";
      err.printf("%s: %d%s, %s so far%s%s%n", name, done, of, time(elapsed), left, what);
    }

    @Override
    void end() {}
  }

  private static String time(long nanos) {
    long seconds = nanos / 1_000_000_000L;
    return seconds < 60 ? seconds + " s" : "%d min %02d s".formatted(seconds / 60, seconds % 60);
  }
}
