package org.interfuse.training;

import java.time.Duration;

/**
 * When a state is to be kept: at most once in a while, and so seldom that writing takes at most a
 * tenth of the time, however large the state is. Not thread-safe.
 */
final class CheckpointPace {
  /** Time between two writings, for each time that the last one took. */
  private static final int BETWEEN = 9;

  private final long every;
  private long ended;
  private long pause;

  /**
   * Counts from a time on.
   *
   * @param every at most one in this time; zero for every time that is asked, whatever it takes
   */
  CheckpointPace(Duration every, long nanos) {
    this.every = every.toNanos();
    this.ended = nanos;
    this.pause = this.every;
  }

  /** Whether it is time. */
  boolean due(long nanos) {
    return nanos - ended >= pause;
  }

  /** A state was written from one time to another. */
  void written(long from, long to) {
    ended = to;
    pause = every == 0 ? 0 : Math.max(every, BETWEEN * (to - from));
  }
}
