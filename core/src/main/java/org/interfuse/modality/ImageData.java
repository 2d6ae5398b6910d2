package org.interfuse.modality;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Pictures, one or several a row, which stay in their files. Arrays are shared, not copied; do not
 * write to them.
 *
 * @param starts [n + 1] ascending from 0: row i has the pictures from {@code starts[i]} to before
 *     {@code starts[i + 1]}, one or more
 * @param images numbers in {@code files}; rows may share a picture
 * @param files distinct pictures: files of equal bytes are one
 * @param mostPixels pictures of more pixels are not decoded
 * @param times of frames, per entry of {@code images} when it was taken, ascending in a row; null
 *     where the pictures of a row do not follow each other in time
 */
public record ImageData(
    int[] starts, int[] images, List<ImageFile> files, long mostPixels, float @Nullable [] times)
    implements ModalityData {
  /** See the record's components. */
  public ImageData(
      int[] starts,
      int[] images,
      List<ImageFile> files,
      long mostPixels,
      float @Nullable [] times) {
    if (starts.length == 0 || starts[starts.length - 1] != images.length) {
      throw new IllegalArgumentException(
          "starts: expected to lead from 0 to %,d images".formatted(images.length));
    }
    if (times != null && times.length != images.length) {
      throw new IllegalArgumentException(
          "times: expected %,d, but there are %,d".formatted(images.length, times.length));
    }
    this.starts = starts;
    this.images = images;
    this.files = List.copyOf(files);
    this.mostPixels = mostPixels;
    this.times = times;
  }

  /** Without times. */
  public ImageData(int[] starts, int[] images, List<ImageFile> files, long mostPixels) {
    this(starts, images, files, mostPixels, null);
  }

  /** Of nobody. */
  public static ImageData nobody() {
    return new ImageData(new int[1], new int[0], List.of(), 1);
  }

  @Override
  public int rows() {
    return starts.length - 1;
  }

  /** Number of pictures of a row. */
  public int length(int row) {
    return starts[row + 1] - starts[row];
  }

  /** The most pictures that a row has; 0 without rows. */
  public int longest() {
    int longest = 0;
    for (int row = 0; row < rows(); row++) {
      longest = Math.max(longest, length(row));
    }
    return longest;
  }

  @Override
  public String describe() {
    if (files.isEmpty()) {
      return "no images";
    }
    String repeated =
        files.size() == images.length ? "" : " (%,d distinct)".formatted(files.size());
    String lengths = times == null ? "" : ", %s a subject".formatted(lengths());
    return "%,d %s%s%s, %s"
        .formatted(images.length, times == null ? "images" : "frames", repeated, lengths, sizes());
  }

  private String lengths() {
    int least = IntStream.range(0, rows()).map(this::length).min().orElse(0);
    return least == longest() ? "%,d".formatted(least) : "%,d–%,d".formatted(least, longest());
  }

  private String sizes() {
    String width = range(facts -> facts.width());
    String height = range(facts -> facts.height());
    long coloured = files.stream().filter(file -> file.facts().colour()).count();
    String colours =
        coloured == 0 ? "grey" : coloured == files.size() ? "colour" : "grey and colour";
    return "%s × %s pixels, %s".formatted(width, height, colours);
  }

  private String range(ToIntFunction<ImageFile.Facts> of) {
    int least = files.stream().mapToInt(file -> of.applyAsInt(file.facts())).min().orElse(0);
    int most = files.stream().mapToInt(file -> of.applyAsInt(file.facts())).max().orElse(0);
    return least == most ? "%d".formatted(least) : "%d–%d".formatted(least, most);
  }
}
