package org.interfuse.proof;

import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.proof.ImageCase.Album;
import org.interfuse.tensor.Seed;

/**
 * An encoder of images or frames on trial.
 *
 * @param asked its options
 * @param spec the same so far narrowed that plain loops can follow, without random masks
 * @param seed where all numbers come from
 */
record ImageSubject(EncoderSpec asked, EncoderSpec spec, Seed seed) {
  static final int ROWS = 4;

  /** Builds it with parameters disturbed. */
  ImageCase open(SequenceShape shape, ScalarType type) {
    return new ImageCase(spec, shape, type, seed).disturbed(seed.at("disturbance"));
  }

  /** Builds it with the options asked for. */
  ImageCase asked(SequenceShape shape) {
    return new ImageCase(asked, shape, ScalarType.Double, seed);
  }

  Album album(SequenceShape shape) {
    return Album.random(shape, ROWS, seed.at("album"));
  }

  /** How many parameters it has, against the formula of an oracle. */
  ParameterCount count(SequenceShape shape, EncoderOracle oracle) {
    try (ImageCase built = open(shape, ScalarType.Double)) {
      long derived = oracle.parameterCount(spec, FeatureShape.ofSequence(shape));
      return new ParameterCount(where(shape), derived, built.parameters.count());
    }
  }

  static String where(SequenceShape shape) {
    return shape.describe();
  }
}
