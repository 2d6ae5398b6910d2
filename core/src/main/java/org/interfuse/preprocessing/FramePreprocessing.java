package org.interfuse.preprocessing;

import com.google.auto.service.AutoService;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.FrameData;
import org.interfuse.modality.ModalityData;
import org.interfuse.option.Meaning;

/**
 * Prepares frames of numbers: each number is standardised by mean and standard deviation (divisor
 * n) of what the training rows' frames have of it, and what is missing is filled in and pointed
 * out. Times are brought to the unit of training rows ({@link TimeStep}).
 *
 * @param scale what is done to numbers
 * @param fill what stands in for a missing number
 * @param indicators whether a further number, 1 where it is missing and 0 elsewhere, stands beside
 *     each of which training frames lack some
 */
@Meaning(
    "frames of numbers, each standardised by the training frames; what is missing is filled in")
@AutoService(PreprocessingSpec.class)
public record FramePreprocessing(
    @Meaning("what is done to numbers") Scale scale,
    @Meaning("what stands in for a missing number") Fill fill,
    @Meaning("whether a number beside each that training frames lack says where it is missing")
        boolean indicators)
    implements PreprocessingSpec {
  /** At the end of the name of an indicator, as with tables. */
  static final String INDICATOR = "?";

  /** What is done to numbers. */
  public enum Scale {
    /** Minus the mean, over the standard deviation; 0 throughout where it does not vary. */
    @Meaning("minus the mean, over the standard deviation, of the training frames")
    STANDARD,
    /** Nothing. */
    NONE
  }

  /** What stands in for a missing number. */
  public enum Fill {
    /** The subject's last one before it, or the mean where there is none yet. */
    @Meaning("the subject's last one before it; the mean where there is none yet")
    LAST,
    /** The mean of the training frames. */
    @Meaning("the mean of the training frames")
    MEAN
  }

  /** The defaults. */
  public FramePreprocessing() {
    this(Scale.STANDARD, Fill.LAST, true);
  }

  @Override
  public String type() {
    return FittedFrames.TYPE;
  }

  @Override
  public boolean accepts(ModalityData data) {
    return data instanceof FrameData;
  }

  @Override
  public FittedPreprocessing fit(String where, ModalityData data, int[] trainingRows) {
    if (!(data instanceof FrameData frames)) {
      throw new FindingsException(
          Finding.of(
              where,
              "a 'frames' preprocessing takes frames of numbers",
              "it is " + data.describe()));
    }
    FrameMoments moments = FrameMoments.of(frames, trainingRows);
    TimeStep step = new TimeStep();
    for (int row : trainingRows) {
      double[] times = frames.times()[row];
      for (int t = 1; t < times.length; t++) {
        step.see(times[t] - times[t - 1]);
      }
    }
    int[] indicated =
        IntStream.range(0, frames.width())
            .filter(column -> indicators && moments.lacking(column))
            .toArray();
    return new FittedFrames(
        where,
        frames.columns(),
        fill,
        indicated,
        moments.centre(),
        scale == Scale.NONE ? ones(frames.width()) : moments.scale(),
        scale == Scale.STANDARD,
        step.median(),
        IntStream.of(trainingRows).map(frames::length).max().orElse(1));
  }

  private static double[] ones(int width) {
    return IntStream.range(0, width).mapToDouble(column -> 1).toArray();
  }

  @Override
  public FittedPreprocessing restore(PreprocessingState state) {
    return FittedFrames.restore(state);
  }
}
