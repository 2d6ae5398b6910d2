package org.interfuse.encoder.image;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
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
 * ResNet-18 (He et al. 2016) with group normalisation in place of that over the batch (Wu and He
 * 2018; law 3): a stem, then four stages of two {@link BasicBlock}s of 1, 2, 4 and 8 times the
 * width, each stage but the first of half the height and width. The last map's places are the
 * tokens; the representation is their mean. With width 64 it has 11.2 million parameters: it wants
 * thousands of images, or weights trained before.
 */
public final class ResNetEncoder implements Encoder {
  static final int GROUPS = 32;

  private static final int STAGES = 4;
  private static final int BLOCKS = 2;

  /** How images enter. */
  public enum Stem {
    /** 7 × 7 of stride 2, then the maximum of 3 × 3 of stride 2: a quarter of height and width. */
    LARGE,
    /** 3 × 3 of stride 1, for small images. */
    SMALL
  }

  /**
   * {@code encoder: {type: resnet-18}}.
   *
   * @param width channels of the first stage, 4 or more
   * @param stem how images enter
   * @param dropout rate in [0, 1) of the last map's channels
   * @param augment random changes of images in training
   * @param frames of images that follow each other in time, how these are read
   */
  @Meaning("ResNet-18 with group normalisation; its places are tokens")
  @AutoService(EncoderSpec.class)
  public record Spec(
      @Meaning("channels of the first stage, 4 or more; the last has eight times as many")
          int width,
      @Meaning("how images enter: reduced to a quarter, or as they are where they are small")
          Stem stem,
      @Meaning("dropout rate of whole channels of the last map, in [0, 1)") double dropout,
      @Meaning("random changes of images while the network trains") Augmentation augment,
      @Meaning("of images that follow each other in time: how these are read") FrameReading frames)
      implements EncoderSpec {
    public Spec {
      if (width < 4) {
        throw new IllegalArgumentException("width: expected 4 or more, but it is " + width);
      }
      Places.requireRate(dropout);
    }

    /** The defaults. */
    public Spec() {
      this(64, Stem.LARGE, 0.2, new Augmentation());
    }

    /** With images in time read by default. */
    public Spec(int width, Stem stem, double dropout, Augmentation augment) {
      this(width, stem, dropout, augment, new FrameReading());
    }

    @Override
    public String type() {
      return "resnet-18";
    }

    @Override
    public boolean reads(FeatureShape shape) {
      return Places.areImages(shape);
    }

    @Override
    public Encoder build(FeatureShape shape, Parameters parameters) {
      return new ResNetEncoder(this, Objects.requireNonNull(shape.sequence()), parameters);
    }
  }

  private final Spec spec;
  private final SpatialConvolution stem;
  private final GroupNorm stemNorm;
  private final List<BasicBlock> blocks = new ArrayList<>();
  private final @Nullable FrameReader frames;
  private final long rowBytes;

  private ResNetEncoder(Spec spec, SequenceShape images, Parameters parameters) {
    this.spec = spec;
    boolean large = spec.stem() == Stem.LARGE;
    int channels = images.axes()[0];
    MapSizes sizes = new MapSizes(images);
    stem =
        large
            ? SpatialConvolution.create(parameters, "stem", channels, spec.width(), 7, 2)
            : SpatialConvolution.create(parameters, "stem", channels, spec.width(), 3, 1);
    stemNorm = GroupNorm.create(parameters, "stem.norm", spec.width(), GROUPS);
    sizes.reduce(large ? 2 : 1).hold(3, spec.width());
    sizes.reduce(large ? 2 : 1).hold(1, spec.width());
    long in = spec.width();
    for (int stage = 0; stage < STAGES; stage++) {
      long out = (long) spec.width() << stage;
      for (int block = 0; block < BLOCKS; block++) {
        long stride = stage > 0 && block == 0 ? 2 : 1;
        sizes.reduce(stride).hold(7, out);
        sizes.requireNormal(out, GROUPS);
        String name = "stages.%d.%d".formatted(stage, block);
        blocks.add(new BasicBlock(parameters.scope(name), in, out, stride, GROUPS));
        in = out;
      }
    }
    frames = Places.reader(spec.frames(), in, images, parameters);
    rowBytes = sizes.rowBytes() + (frames == null ? 0 : frames.frameBytes());
  }

  @Override
  public int width() {
    if (frames != null) {
      return frames.width();
    }
    return spec.width() << (STAGES - 1);
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

  /** [k, channels, height, width] → [k, 8 width, h, w]. */
  private Tensor maps(Tensor images, Pass pass) {
    Tensor x = spec.augment().forward(images, pass);
    x = stemNorm.forward(stem.forward(x)).relu();
    if (spec.stem() == Stem.LARGE) {
      long[] three = {3, 3};
      long[] two = {2, 2};
      long[] one = {1, 1};
      x = torch.max_pool2d(x, three, two, one, one, /* ceil_mode= */ false);
    }
    for (BasicBlock block : blocks) {
      x = block.forward(x);
    }
    return Places.dropChannels(x, spec.dropout(), pass);
  }
}
