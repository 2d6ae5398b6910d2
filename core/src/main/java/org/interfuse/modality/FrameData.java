package org.interfuse.modality;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors that follow each other in time, one or more a row: what a sensor measured, features of
 * the pictures of a video. Arrays are shared, not copied; do not write to them.
 *
 * @param columns names of the numbers of a frame
 * @param values per row its frames, row-major [frames × columns], NaN where a number is missing; no
 *     frame lacks all
 * @param times per row when each frame was taken, ascending; from 0 on, but for frames that were
 *     left out
 * @param latest when each row's last frame was taken, where a column says so; null elsewhere
 */
public record FrameData(
    List<String> columns, float[][] values, double[][] times, @Nullable Latest latest)
    implements ModalityData {
  /**
   * When the last frame of each row was taken, as it is written.
   *
   * @param column the column of times
   * @param dates whether they are dates
   * @param ofRow per row: of dates the day, counted from 1970; of numbers the number
   */
  public record Latest(String column, boolean dates, double[] ofRow) {}

  public FrameData {
    columns = List.copyOf(columns);
    if (values.length != times.length) {
      throw new IllegalArgumentException(
          "times: expected of %,d rows, but there are %,d".formatted(values.length, times.length));
    }
    for (int row = 0; row < values.length; row++) {
      if (times[row].length == 0
          || values[row].length != (long) times[row].length * columns.size()) {
        throw new IllegalArgumentException(
            "row %,d: expected one frame or more of %,d numbers, but there are %,d for %,d times"
                .formatted(row, columns.size(), values[row].length, times[row].length));
      }
    }
  }

  /** Without a column of times. */
  public FrameData(List<String> columns, float[][] values, double[][] times) {
    this(columns, values, times, null);
  }

  /** Of nobody. */
  public static FrameData nobody(List<String> columns) {
    return new FrameData(columns, new float[0][], new double[0][]);
  }

  @Override
  public int rows() {
    return values.length;
  }

  /** Numbers in a frame. */
  public int width() {
    return columns.size();
  }

  /** Number of frames of a row. */
  public int length(int row) {
    return times[row].length;
  }

  /** Number of frames of all rows. */
  public long frames() {
    return Arrays.stream(times).mapToLong(own -> own.length).sum();
  }

  /** Bytes held. */
  public long bytes() {
    return frames() * ((long) Float.BYTES * width() + Double.BYTES);
  }

  @Override
  public String describe() {
    int least = Arrays.stream(times).mapToInt(own -> own.length).min().orElse(0);
    int most = Arrays.stream(times).mapToInt(own -> own.length).max().orElse(0);
    String lengths = least == most ? "%,d".formatted(least) : "%,d–%,d".formatted(least, most);
    return rows() == 0
        ? "no frames"
        : "%,d frames of %,d numbers, %s a subject".formatted(frames(), width(), lengths);
  }
}
