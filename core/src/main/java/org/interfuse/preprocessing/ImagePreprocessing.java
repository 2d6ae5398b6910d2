package org.interfuse.preprocessing;

import com.google.auto.service.AutoService;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.image.FramedImages;
import org.interfuse.image.Framing;
import org.interfuse.modality.ImageData;
import org.interfuse.modality.ModalityData;
import org.interfuse.option.Meaning;

/**
 * Brings images to one size and scales each channel. Resized pixels are kept on disk, so that an
 * image is decoded once for all folds, candidates and runs; what is fitted on the training rows is
 * whether there are colours, and the scale.
 *
 * @param size height and width in pixels, one number for both; 8 or more
 * @param fit what happens where the proportions of an image are others
 * @param channels colours, grey, or what the training images are
 * @param background what lies beneath pixels that are not opaque, and around padded images
 * @param window of images of more than 8 bits a sample, what becomes 0 and what becomes 255; empty
 *     for each file's own least and greatest sample
 * @param mean of each channel, subtracted, with 0 to 1 from black to white; empty for that of the
 *     training images
 * @param deviation of each channel, divided by; empty for that of the training images
 * @param most images of a subject that are looked at: its first ones, of frames as many that are
 *     evenly spread; 1 or more
 */
@Meaning("images of one size, decoded once and kept on disk; channels scaled by training images")
@AutoService(PreprocessingSpec.class)
public record ImagePreprocessing(
    @Meaning("height and width in pixels, each 8 or more; one number is both") List<Integer> size,
    @Meaning("what happens where an image has other proportions") Framing.Fit fit,
    @Meaning("colours, grey, or what the training images are") Channels channels,
    @Meaning("what lies beneath pixels that are not opaque, and around padded images")
        Background background,
    @Meaning(
            "of more than 8 bits a sample: what becomes 0 and what 255; empty is each file's least and greatest")
        List<Double> window,
    @Meaning(
            "subtracted from each channel, 0 is black and 1 white; empty is the training images' mean")
        List<Double> mean,
    @Meaning("what each channel is then divided by; empty is the training images' deviation")
        List<Double> deviation,
    @Meaning(
            "how many images of a subject are looked at, its first ones, of frames evenly spread ones; 1 or more")
        int most)
    implements PreprocessingSpec {
  private static final int LEAST_SIZE = 8;

  /** What a pixel is made of. */
  public enum Channels {
    /** Colours if a training image has one, otherwise grey. */
    AUTO,
    /** Red, green and blue. */
    RGB,
    /** Grey: 0.299 red + 0.587 green + 0.114 blue. */
    GREY
  }

  /** What lies behind an image. */
  public enum Background {
    /** 0. */
    BLACK,
    /** 255. */
    WHITE;

    /** From 0 to 255. */
    public int level() {
      return this == WHITE ? 255 : 0;
    }
  }

  /** 64 × 64. */
  public ImagePreprocessing() {
    this(
        List.of(64),
        Framing.Fit.CROP,
        Channels.AUTO,
        Background.BLACK,
        List.of(),
        List.of(),
        List.of(),
        16);
  }

  public ImagePreprocessing {
    size = List.copyOf(size);
    window = List.copyOf(window);
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (size.isEmpty() || size.size() > 2 || size.stream().anyMatch(each -> each < LEAST_SIZE)) {
      throw new IllegalArgumentException(
          "size: expected one number or height and width, each %d or more, but it is %s"
              .formatted(LEAST_SIZE, size));
    }
    Framing.requireWindow(window);
    requireChannels("mean", mean, channels);
    requireChannels("deviation", deviation, channels);
    if (deviation.stream().anyMatch(each -> !(each > 0))) {
      throw new IllegalArgumentException(
          "deviation: expected numbers above 0, but it is " + deviation);
    }
    if (most < 1) {
      throw new IllegalArgumentException("most: expected 1 or more, but it is " + most);
    }
  }

  private static void requireChannels(String name, List<Double> values, Channels channels) {
    int expected = channels == Channels.GREY ? 1 : 3;
    if (!values.isEmpty() && (channels == Channels.AUTO || values.size() != expected)) {
      throw new IllegalArgumentException(
          "%s: expected 3 numbers with 'channels: rgb' or 1 with 'channels: grey', but it is %s"
              .formatted(name, values));
    }
  }

  @Override
  public String type() {
    return FittedImages.TYPE;
  }

  @Override
  public boolean accepts(ModalityData data) {
    return data instanceof ImageData;
  }

  @Override
  public FittedPreprocessing fit(String where, ModalityData data, int[] trainingRows) {
    if (!(data instanceof ImageData images)) {
      throw new FindingsException(
          Finding.of(where, "an 'image' preprocessing takes images", "it is " + data.describe()));
    }
    Framing framing = framing(images, trainingRows);
    FramedImages framed = FramedImages.open(where, images, framing);
    ChannelMoments moments = ChannelMoments.of(framed, images, trainingRows, most);
    float[] centre = new float[framing.channels()];
    float[] scale = new float[framing.channels()];
    for (int c = 0; c < centre.length; c++) {
      double deviated = deviation.isEmpty() ? moments.deviation(c) : 255 * deviation.get(c);
      centre[c] = (float) (mean.isEmpty() ? moments.mean(c) : 255 * mean.get(c));
      scale[c] = (float) (deviated > 0 ? 1 / deviated : 1);
    }
    double step = ImageChoice.step(images, trainingRows, most);
    return new FittedImages(where, framing, most, step, centre, scale);
  }

  private Framing framing(ImageData images, int[] trainingRows) {
    boolean colours =
        channels == Channels.RGB
            || channels == Channels.AUTO && ChannelMoments.anyColour(images, trainingRows);
    return Framing.windowed(
        size.get(0),
        size.get(size.size() - 1),
        fit,
        colours ? 3 : 1,
        background.level(),
        window,
        /* middle= */ 1);
  }

  @Override
  public FittedPreprocessing restore(PreprocessingState state) {
    return FittedImages.restore(state);
  }
}
