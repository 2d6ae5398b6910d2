package org.interfuse.preprocessing;

import java.util.stream.IntStream;
import org.interfuse.modality.EvenSpread;
import org.interfuse.modality.ImageData;

/** Which of a subject's images are looked at. */
public final class ImageChoice {
  private ImageChoice() {}

  /** The same rows with so many images each at most; the data themselves where none has more. */
  public static ImageData within(ImageData images, int most) {
    if (images.longest() <= most) {
      return images;
    }
    int[] starts = starts(images, most);
    int[] taken = taken(images, most, starts);
    float[] all = images.times();
    float[] times = all == null ? null : new float[taken.length];
    for (int i = 0; all != null && times != null && i < taken.length; i++) {
      times[i] = all[taken[i]];
    }
    int[] chosen = IntStream.of(taken).map(at -> images.images()[at]).toArray();
    return new ImageData(starts, chosen, images.files(), images.mostPixels(), times);
  }

  /** Per row the first of its images among those of all rows that are looked at, [n + 1]. */
  static int[] starts(ImageData images, int most) {
    int[] starts = new int[images.rows() + 1];
    for (int row = 0; row < images.rows(); row++) {
      starts[row + 1] = starts[row] + Math.min(most, images.length(row));
    }
    return starts;
  }

  /** Those of all rows, as places in {@link ImageData#images}. */
  static int[] taken(ImageData images, int most, int[] starts) {
    int[] taken = new int[starts[images.rows()]];
    for (int row = 0; row < images.rows(); row++) {
      int[] own = of(images, row, most);
      System.arraycopy(own, 0, taken, starts[row], own.length);
    }
    return taken;
  }

  /**
   * The first ones, or of frames so many evenly spread.
   *
   * @return places in {@link ImageData#images}, ascending
   */
  static int[] of(ImageData images, int row, int most) {
    int start = images.starts()[row];
    int length = images.length(row);
    IntStream taken =
        images.times() == null
            ? IntStream.range(0, Math.min(most, length))
            : IntStream.of(EvenSpread.of(length, most));
    return taken.map(at -> start + at).toArray();
  }

  /** The unit of time of the frames looked at; 0 where images have no times. */
  static double step(ImageData images, int[] rows, int most) {
    float[] times = images.times();
    if (times == null) {
      return 0;
    }
    TimeStep step = new TimeStep();
    for (int row : rows) {
      int[] taken = of(images, row, most);
      for (int i = 1; i < taken.length; i++) {
        step.see((double) times[taken[i]] - times[taken[i - 1]]);
      }
    }
    return step.median();
  }
}
