package org.interfuse.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.EvenSpread;
import org.interfuse.modality.FrameData;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of one subject after another together: in the order of their times, thinned out,
 * times counted from the subject's first frame. A frame without any number is none, and a subject
 * without any frame lacks the modality. Not thread-safe.
 */
final class FrameBuilder {
  private final int width;
  private final int every;
  private final int most;
  private final String time;
  private final List<String> ids = new ArrayList<>();
  private final List<float[]> values = new ArrayList<>();
  private final List<double[]> times = new ArrayList<>();
  private final List<Double> latest = new ArrayList<>();
  private boolean dates;

  /**
   * @param width numbers in a frame
   * @param every of how many frames one is taken
   * @param most frames of a subject
   * @param time name of the column of times, empty where there is none
   */
  FrameBuilder(int width, int every, int most, String time) {
    this.width = width;
    this.every = every;
    this.most = most;
    this.time = time;
  }

  /**
   * Adds a subject.
   *
   * @param shown how messages name the file
   * @param frames [count × width], in any order where they have times
   * @param given [count]; null for 0, 1, 2, …
   * @throws FindingsException if a frame that is taken has no time
   */
  void add(String id, String shown, float[] frames, @Nullable FrameTimes given) {
    double[] when = given == null ? null : given.when();
    int count = frames.length / width;
    int[] existing = IntStream.range(0, count).filter(t -> !empty(frames, t)).toArray();
    if (existing.length == 0) {
      return;
    }
    if (when != null) {
      requireTimes(shown, existing, when);
      existing = ordered(existing, when);
    }
    int[] thinned = thinned(existing, when == null);
    int[] taken = EvenSpread.of(thinned.length, most);
    float[] own = new float[taken.length * width];
    double[] moments = new double[taken.length];
    double first = when == null ? existing[0] : when[existing[0]];
    for (int i = 0; i < taken.length; i++) {
      int t = thinned[taken[i]];
      System.arraycopy(frames, t * width, own, i * width, width);
      moments[i] = (when == null ? t : when[t]) - first;
    }
    ids.add(id);
    values.add(own);
    times.add(moments);
    if (given != null) {
      double[] days = given.days();
      dates = days != null;
      latest.add(
          Arrays.stream(taken)
              .mapToDouble(i -> days == null ? given.when()[thinned[i]] : days[thinned[i]])
              .max()
              .orElseThrow());
    }
  }

  private boolean empty(float[] frames, int t) {
    for (int i = t * width; i < (t + 1) * width; i++) {
      if (!Float.isNaN(frames[i])) {
        return false;
      }
    }
    return true;
  }

  private static void requireTimes(String shown, int[] frames, double[] when) {
    long without = Arrays.stream(frames).filter(t -> Double.isNaN(when[t])).count();
    if (without > 0) {
      throw new FindingsException(
          Finding.of(
              shown,
              "every frame must have a time",
              "%,d of a subject without".formatted(without)));
    }
  }

  /** By time; those of the same time as they stand. */
  private static int[] ordered(int[] frames, double[] when) {
    for (int i = 1; i < frames.length; i++) {
      if (when[frames[i]] < when[frames[i - 1]]) {
        return Arrays.stream(frames)
            .boxed()
            .sorted(Comparator.comparingDouble(t -> when[t]))
            .mapToInt(Integer::intValue)
            .toArray();
      }
    }
    return frames;
  }

  /** Of frames in order every so many, counted from the first one, with those that are empty. */
  private int[] thinned(int[] frames, boolean inOrder) {
    return IntStream.range(0, frames.length)
        .filter(i -> (inOrder ? frames[i] - frames[0] : i) % every == 0)
        .map(i -> frames[i])
        .toArray();
  }

  /**
   * All that were added.
   *
   * @param columns names of the numbers
   * @param positions how many rows there are where subjects are joined by position; -1 elsewhere
   */
  Loaded build(List<String> columns, int positions) {
    FrameData data =
        new FrameData(
            columns,
            values.toArray(float[][]::new),
            times.toArray(double[][]::new),
            time.isEmpty() || ids.isEmpty() ? null : latest());
    boolean byPosition = positions >= 0;
    return new Loaded(ids, data, byPosition, byPosition ? positions : ids.size());
  }

  private FrameData.Latest latest() {
    double[] ofRow = latest.stream().mapToDouble(Double::doubleValue).toArray();
    return new FrameData.Latest(time, dates, ofRow);
  }

  /** How many subjects have a frame. */
  int subjects() {
    return ids.size();
  }
}
