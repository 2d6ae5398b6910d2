package org.interfuse.source.array;

import java.nio.file.Path;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ImageFile.Region;

/**
 * Pictures in a {@code .npy} or {@code .safetensors} file, [time, height, width] or [time, height,
 * width, channels] with an axis of subjects in front where it is of several: whole numbers of 8 or
 * 16 bits without a sign, grey, colours or colours and opacity. Only the header is read.
 */
public final class PictureArray {
  private static final List<Integer> CHANNELS = List.of(1, 3, 4);

  private final ArrayShape shape;
  private final int subjects;
  private final int time;
  private final Region first;

  private PictureArray(ArrayShape shape, int subjects, int time, Region first) {
    this.shape = shape;
    this.subjects = subjects;
    this.time = time;
    this.first = first;
  }

  /**
   * Opens an array.
   *
   * @param shown how messages name the file
   * @param tensor the name of a tensor in a safetensors file; empty for its only one
   * @param several whether the first axis is of subjects
   * @throws FindingsException if it is no such array
   */
  public static PictureArray open(Path file, String shown, String tensor, boolean several) {
    ArrayShape shape = ArrayTable.shape(file, shown, tensor);
    int axes = shape.axes().size() - (several ? 1 : 0);
    if (axes != 3 && axes != 4) {
      throw new FindingsException(
          Finding.of(
              shown,
              several
                  ? "an array of several subjects' images must have the axes subjects, time, height"
                      + " and width, and channels if there are several"
                  : "an array of a subject's images must have the axes time, height and width, and"
                      + " channels if there are several",
              shape.axes().size() + ": " + shape.axes(),
              List.of("frames of numbers need 'of: features'")));
    }
    if (shape.element() != ArrayElement.U8 && shape.element() != ArrayElement.U16) {
      throw new FindingsException(
          Finding.of(
              shown,
              "images of an array must be whole numbers of 8 or 16 bits without a sign",
              shape.element().toString(),
              List.of(
                  "of fractions from 0 to 1 save numpy.round(255 * x).astype('uint8')",
                  "frames of numbers need 'of: features'")));
    }
    int at = several ? 1 : 0;
    int channels = axes == 4 ? shape.axis(shown, at + 3) : 1;
    if (!CHANNELS.contains(channels)) {
      throw new FindingsException(
          Finding.of(
              shown,
              "the last axis must be of 1 channel (grey), 3 (red, green, blue) or 4 (and opacity)",
              String.valueOf(channels)));
    }
    Region first =
        new Region(
            shape.begin(),
            shape.axis(shown, at + 2),
            shape.axis(shown, at + 1),
            channels,
            Byte.SIZE * shape.element().bytes());
    if (!first.known()) {
      throw new FindingsException(
          Finding.of(
              shown,
              "an image must have less than 2 GB",
              "%d × %d pixels".formatted(first.width(), first.height())));
    }
    return new PictureArray(
        shape, several ? shape.axis(shown, 0) : 1, shape.axis(shown, at), first);
  }

  /** How many subjects. */
  public int subjects() {
    return subjects;
  }

  /** How many images each. */
  public int time() {
    return time;
  }

  /** Where an image lies. */
  public Region region(int subject, int frame) {
    long number = (long) subject * time + frame;
    return new Region(
        shape.begin() + number * first.bytes(),
        first.width(),
        first.height(),
        first.channels(),
        first.bits());
  }
}
