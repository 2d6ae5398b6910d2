package org.interfuse.preprocessing;

import java.util.Arrays;

/**
 * The unit of time: the median of the times between a frame and the next of the same row, of
 * training rows alone (law 5). Frames that are evenly spaced are then at 0, 1, 2, …, in whatever
 * unit and at whatever rate they were taken.
 */
public final class TimeStep {
  private double[] gaps = new double[1 << 8];
  private int count;

  /**
   * Adds what is between two frames of a training row.
   *
   * @param gap 0 for those taken at once, which say nothing
   */
  public void see(double gap) {
    if (gap > 0) {
      if (count == gaps.length) {
        gaps = Arrays.copyOf(gaps, count * 2);
      }
      gaps[count++] = gap;
    }
  }

  /** The lower median; 1 where no row had two frames. */
  public double median() {
    if (count == 0) {
      return 1;
    }
    Arrays.sort(gaps, 0, count);
    return gaps[(count - 1) / 2];
  }
}
