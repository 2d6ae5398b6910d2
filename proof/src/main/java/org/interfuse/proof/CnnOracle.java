package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Objects;
import org.interfuse.encoder.Activation;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.frames.FrameReading;
import org.interfuse.encoder.image.Augmentation;
import org.interfuse.encoder.image.CnnEncoder;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;

/** x_0 the image, x_l = activation(GN₈(W_l ∗ x_{l−1})), 5 × 5 then 3 × 3, of stride 2. */
@AutoService(EncoderOracle.class)
public final class CnnOracle extends ImageOracle {
  @Override
  public String type() {
    return "cnn";
  }

  @Override
  public List<EncoderSpec> variants() {
    return List.of(
        new CnnEncoder.Spec(List.of(8, 12), 0, Activation.GELU, new Augmentation()),
        new CnnEncoder.Spec(List.of(4, 8, 6), 0, Activation.RELU, new Augmentation()));
  }

  @Override
  EncoderSpec plain(EncoderSpec spec) {
    CnnEncoder.Spec cnn = (CnnEncoder.Spec) spec;
    return new CnnEncoder.Spec(
        cnn.widths(),
        0,
        cnn.activation(),
        new Augmentation(),
        plainReading(FrameReading.Pooling.ATTENTION));
  }

  @Override
  FrameReading reading(EncoderSpec spec) {
    return ((CnnEncoder.Spec) spec).frames();
  }

  @Override
  List<SequenceShape> shapes(EncoderSpec spec) {
    return List.of(SequenceShape.ofArrays(3, 3, 17, 20), SequenceShape.ofArrays(1, 1, 16, 16));
  }

  @Override
  public long parameterCount(EncoderSpec spec, FeatureShape shape) {
    long count = 0;
    long in = Objects.requireNonNull(shape.sequence()).axes()[0];
    long kernel = 25;
    for (int width : ((CnnEncoder.Spec) spec).widths()) {
      count += (in * kernel + 2) * width;
      in = width;
      kernel = 9;
    }
    return count;
  }

  @Override
  DualMaps maps(EncoderSpec spec, Values parameters, DualMaps image) {
    CnnEncoder.Spec cnn = (CnnEncoder.Spec) spec;
    DualMaps x = image;
    for (int l = 0; l < cnn.widths().size(); l++) {
      int width = cnn.widths().get(l);
      DualMaps convolved =
          x.convolve(parameters.get("convolutions." + l + ".weight"), width, l == 0 ? 5 : 3, 2);
      DualMaps normal =
          convolved.groupNorm(
              parameters.get("norms." + l + ".weight"),
              parameters.get("norms." + l + ".bias"),
              groups(width, 8));
      x = cnn.activation() == Activation.RELU ? normal.rectified() : normal.gelu();
    }
    return x;
  }
}
