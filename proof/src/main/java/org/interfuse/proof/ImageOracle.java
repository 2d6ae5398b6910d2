package org.interfuse.proof;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.frames.FrameReading;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.proof.DualMaps.Dual;

/** An encoder of images computed a second time, with derivatives in one direction. */
abstract class ImageOracle implements EncoderOracle {
  /**
   * Parameters by name, each with its slope.
   *
   * @param slopes empty for none
   */
  record Values(Map<String, double[]> values, Map<String, double[]> slopes) {
    Dual get(String name) {
      double[] value = Objects.requireNonNull(values.get(name), name);
      return new Dual(value, slopes.getOrDefault(name, new double[value.length]));
    }
  }

  /** The same options, narrow and without random masks, so that plain loops can follow. */
  abstract EncoderSpec plain(EncoderSpec spec);

  /** Images that it is proved on: those in which every weight of a convolution is used. */
  abstract List<SequenceShape> shapes(EncoderSpec spec);

  /** Images in time that it is proved on. */
  List<SequenceShape> videos(EncoderSpec spec) {
    return List.of(SequenceShape.ofFrames(3, 1, 16, 16));
  }

  /** What reads images in time, each the mean of its last maps' places. */
  FrameOracle frames(EncoderSpec spec) {
    SequenceShape images = videos(spec).get(0);
    return new FrameOracle(
        reading(spec),
        "frames.",
        (parameters, frame) ->
            encode(spec, FeatureShape.ofSequence(images), parameters, frame, new int[0]));
  }

  /** The options for images in time. */
  abstract FrameReading reading(EncoderSpec spec);

  /** Those of plain options: narrow and without random masks. */
  static FrameReading plainReading(FrameReading.Pooling pooling) {
    return new FrameReading(4, 1, 2, 2, pooling, 0, 0);
  }

  /** The last maps of one image. */
  abstract DualMaps maps(EncoderSpec spec, Values parameters, DualMaps image);

  /** How many groups divide the channels, at most so many. */
  static int groups(int channels, int most) {
    int groups = most;
    while (channels % groups != 0) {
      groups--;
    }
    return groups;
  }

  /** The mean over the places of one image. */
  @Override
  public double[] encode(
      EncoderSpec spec,
      FeatureShape shape,
      Map<String, double[]> parameters,
      double[] numeric,
      int[] categories) {
    int[] axes = Objects.requireNonNull(shape.sequence()).axes();
    DualMaps image = new DualMaps(axes[0], axes[1], axes[2], numeric, new double[numeric.length]);
    DualMaps maps = maps(spec, new Values(parameters, Map.of()), image);
    double[] mean = new double[maps.channels()];
    for (int i = 0; i < maps.value().length; i++) {
      mean[i / maps.places()] += maps.value()[i] / maps.places();
    }
    return mean;
  }
}
