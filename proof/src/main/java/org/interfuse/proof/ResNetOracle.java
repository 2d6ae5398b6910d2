package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Objects;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.frames.FrameReading;
import org.interfuse.encoder.image.Augmentation;
import org.interfuse.encoder.image.ResNetEncoder;
import org.interfuse.encoder.image.ResNetEncoder.Stem;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;

/**
 * The 18 layers of He et al. 2016, table 1, with GN₃₂: a stem, four stages of two basic blocks,
 * each block relu(GN(W₂ ∗ relu(GN(W₁ ∗ x))) + s(x)) with s(x) = GN(W₀ ∗ x) where the shape changes.
 */
@AutoService(EncoderOracle.class)
public final class ResNetOracle extends ImageOracle {
  private static final int MOST_WIDTH = 4; // for plain loops over all weights

  @Override
  public String type() {
    return "resnet-18";
  }

  @Override
  public List<EncoderSpec> variants() {
    return List.of(
        new ResNetEncoder.Spec(4, Stem.SMALL, 0, new Augmentation()),
        new ResNetEncoder.Spec(4, Stem.LARGE, 0, new Augmentation()));
  }

  @Override
  EncoderSpec plain(EncoderSpec spec) {
    ResNetEncoder.Spec net = (ResNetEncoder.Spec) spec;
    int width = Math.min(MOST_WIDTH, net.width());
    FrameReading frames = plainReading(FrameReading.Pooling.MEAN);
    return new ResNetEncoder.Spec(width, net.stem(), 0, new Augmentation(), frames);
  }

  @Override
  FrameReading reading(EncoderSpec spec) {
    return ((ResNetEncoder.Spec) spec).frames();
  }

  @Override
  List<SequenceShape> shapes(EncoderSpec spec) {
    boolean small = ((ResNetEncoder.Spec) spec).stem() == Stem.SMALL;
    int size = small ? 16 : 64; // down to 2 × 2
    return List.of(SequenceShape.ofArrays(2, 3, size, size));
  }

  @Override
  List<SequenceShape> videos(EncoderSpec spec) {
    int size = shapes(spec).get(0).axes()[1];
    return List.of(SequenceShape.ofFrames(2, 1, size, size));
  }

  @Override
  public long parameterCount(EncoderSpec spec, FeatureShape shape) {
    ResNetEncoder.Spec net = (ResNetEncoder.Spec) spec;
    long p = net.width();
    long channels = Objects.requireNonNull(shape.sequence()).axes()[0];
    long count = channels * p * (net.stem() == Stem.SMALL ? 9 : 49) + 2 * p;
    count += 2 * (18 * p * p + 4 * p);
    for (int stage = 1; stage < 4; stage++) {
      long out = p << stage;
      long in = out / 2;
      count += 9 * in * out + 9 * out * out + in * out + 6 * out; // changes shape
      count += 18 * out * out + 4 * out;
    }
    return count;
  }

  @Override
  DualMaps maps(EncoderSpec spec, Values parameters, DualMaps image) {
    ResNetEncoder.Spec net = (ResNetEncoder.Spec) spec;
    int width = net.width();
    boolean small = net.stem() == Stem.SMALL;
    DualMaps x = image.convolve(parameters.get("stem.weight"), width, small ? 3 : 7, small ? 1 : 2);
    x = normal(x, parameters, "stem.norm").rectified();
    x = small ? x : x.greatest();
    for (int stage = 0; stage < 4; stage++) {
      x = block(x, parameters, "stages." + stage + ".0.", width << stage, stage == 0 ? 1 : 2);
      x = block(x, parameters, "stages." + stage + ".1.", width << stage, 1);
    }
    return x;
  }

  private static DualMaps block(DualMaps x, Values parameters, String name, int out, int stride) {
    DualMaps y = x.convolve(parameters.get(name + "convolutions.0.weight"), out, 3, stride);
    y = normal(y, parameters, name + "norms.0").rectified();
    y = y.convolve(parameters.get(name + "convolutions.1.weight"), out, 3, 1);
    y = normal(y, parameters, name + "norms.1");
    boolean changes = stride == 2 || x.channels() != out;
    DualMaps around =
        changes
            ? normal(
                x.convolve(parameters.get(name + "shortcut.weight"), out, 1, stride),
                parameters,
                name + "shortcut.norm")
            : x;
    return y.plus(around).rectified();
  }

  private static DualMaps normal(DualMaps x, Values parameters, String name) {
    return x.groupNorm(
        parameters.get(name + ".weight"), parameters.get(name + ".bias"), groups(x.channels(), 32));
  }
}
