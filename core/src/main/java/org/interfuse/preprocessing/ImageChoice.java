package org.interfuse.preprocessing;

import java.util.stream.IntStream;
import org.interfuse.modality.EvenSpread;
import org.interfuse.modality.ImageData;

/** Which of a subject's images are looked at. */
final class ImageChoice {
  private ImageChoice() {}

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
