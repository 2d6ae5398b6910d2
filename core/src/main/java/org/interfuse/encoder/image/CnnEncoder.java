package org.interfuse.encoder.image;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Activation;
import org.interfuse.encoder.Encoded;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.TokenRows;
import org.interfuse.encoder.frames.FrameReader;
import org.interfuse.encoder.frames.FrameReading;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.tensor.GroupNorm;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.SpatialConvolution;
import org.jspecify.annotations.Nullable;

/**
 * A small convolutional network for images. Per width a block: x ← activation(GroupNorm(W ∗ x)),
 * with W of 5 × 5 in the first block and 3 × 3 after it, each of stride 2, so that a block halves
 * height and width. Whole channels of the last map are dropped in training (Tompson et al. 2015).
 * Its places are the tokens; the representation is their mean.
 */
public final class CnnEncoder implements Encoder {
  private static final int GROUPS = 8;

  /**
   * {@code encoder: {type: cnn}}.
   *
   * @param widths channels of the blocks in order, each 4 or more
   * @param dropout rate in [0, 1) of the last map's channels
   * @param activation {@code relu} or {@code gelu}
   * @param augment random changes of images in training
   * @param frames of images that follow each other in time, how these are read
   */
  @Meaning("a small convolutional network of images; its places are tokens")
  @AutoService(EncoderSpec.class)
  public record Spec(
      @Meaning("channels of the blocks in order, each 4 or more; a block halves height and width")
          List<Integer> widths,
      @Meaning("dropout rate of whole channels of the last map, in [0, 1)") double dropout,
      @Meaning("the function after each block's normalisation") Activation activation,
      @Meaning("random changes of images while the network trains") Augmentation augment,
      @Meaning("of images that follow each other in time: how these are read") FrameReading frames)
      implements EncoderSpec {
    public Spec {
      widths = List.copyOf(widths);
      if (widths.isEmpty() || widths.stream().anyMatch(width -> width < 4)) {
        throw new IllegalArgumentException(
            "widths: expected one or more, each at least 4, but it is " + widths);
      }
      Places.requireRate(dropout);
    }

    /** The defaults. */
    public Spec() {
      this(List.of(32, 64, 128), 0.2, Activation.RELU, new Augmentation());
    }

    /** With images in time read by default. */
    public Spec(List<Integer> widths, double dropout, Activation activation, Augmentation augment) {
      this(widths, dropout, activation, augment, new FrameReading());
    }

    @Override
    public String type() {
      return "cnn";
    }

    @Override
    public boolean reads(FeatureShape shape) {
      return Places.areImages(shape);
    }

    @Override
    public Encoder build(FeatureShape shape, Parameters parameters) {
      return new CnnEncoder(this, Objects.requireNonNull(shape.sequence()), parameters);
    }
  }

  private record Block(SpatialConvolution convolution, GroupNorm norm) {}

  private final Spec spec;
  private final List<Block> blocks = new ArrayList<>();
  private final @Nullable FrameReader frames;
  private final long rowBytes;

  private CnnEncoder(Spec spec, SequenceShape images, Parameters parameters) {
    this.spec = spec;
    MapSizes sizes = new MapSizes(images);
    int in = images.axes()[0];
    for (int i = 0; i < spec.widths().size(); i++) {
      int out = spec.widths().get(i);
      int kernel = i == 0 ? 5 : 3;
      sizes.reduce(2).hold(3, out); // what is convolved, normalised and rectified
      sizes.requireNormal(out, GROUPS);
      blocks.add(
          new Block(
              SpatialConvolution.create(parameters, "convolutions." + i, in, out, kernel, 2),
              GroupNorm.create(parameters, "norms." + i, out, GROUPS)));
      in = out;
    }
    frames = Places.reader(spec.frames(), in, images, parameters);
    rowBytes = sizes.rowBytes() + (frames == null ? 0 : frames.frameBytes());
  }

  @Override
  public int width() {
    if (frames != null) {
      return frames.width();
    }
    return spec.widths().get(spec.widths().size() - 1);
  }

  @Override
  public long rowBytes() {
    return rowBytes;
  }

  @Override
  public Encoded forward(EncoderInput input, Pass pass) {
    TokenRows rows = Objects.requireNonNull(input.tokens());
    return frames == null
        ? Places.of(rows, images -> maps(images, pass))
        : Places.ofFrames(rows, images -> maps(images, pass), frames, pass);
  }

  /** [k, channels, height, width] → [k, width, h, w]. */
  private Tensor maps(Tensor images, Pass pass) {
    Tensor x = spec.augment().forward(images, pass);
    for (Block block : blocks) {
      x = spec.activation().forward(block.norm().forward(block.convolution().forward(x)));
    }
    return Places.dropChannels(x, spec.dropout(), pass);
  }
}
