package org.interfuse.proof;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.proof.ImageCase.Album;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;

/** What every encoder of images, or of frames, must hold to. */
final class ImageContractProofs {
  private static final int DISTURBANCES = 50;
  private static final double FLOOR = 1e-9;

  private final ImageSubject subject;

  ImageContractProofs(ImageSubject subject) {
    this.subject = subject;
  }

  private ImageCase.Result run(ImageCase built, Album album, double filling, Pass pass) {
    return built.run(album, filling, pass, subject.seed().at("weights"));
  }

  /**
   * Each element's gradient at its largest over disturbances and images: a rectified unit may be
   * off.
   */
  void train(SequenceShape shape, Worst worst) {
    try (ImageCase built = asked(subject.spec(), shape, ScalarType.Double)) {
      Map<String, double[]> fresh = ParameterValues.read(built.parameters);
      Map<String, double[]> largest = new LinkedHashMap<>();
      for (int repeat = 0; repeat < DISTURBANCES && !(repeat > 1 && trained(largest)); repeat++) {
        Seed seed = subject.seed().at("again", repeat);
        ParameterValues.write(built.parameters, fresh);
        ParameterValues.disturb(built.parameters, seed);
        run(built, Album.random(shape, ImageSubject.ROWS, seed), 0, Pass.inference())
            .outcome()
            .mergeLargestGradients(largest);
      }
      largest.forEach(
          (name, gradients) -> {
            for (int i = 0; i < gradients.length; i++) {
              worst.see(gradients[i], "%s, %s[%d]".formatted(ImageSubject.where(shape), name, i));
            }
          });
    }
  }

  private static boolean trained(Map<String, double[]> largest) {
    return largest.values().stream().flatMapToDouble(Arrays::stream).allMatch(g -> g > FLOOR);
  }

  /** Alone, where no place is filled up, or among others with more images, in another order. */
  void independence(SequenceShape shape, Worst worst) {
    try (ImageCase built = subject.open(shape, ScalarType.Double)) {
      Album album = subject.album(shape);
      ImageCase.Result all = built.outputs(album, Pass.inference());
      int[] order = subject.seed().at("order").permutation(album.rows());
      double[][] moved = built.outputs(album.select(order), Pass.inference()).outcome().outputs();
      for (int row = 0; row < album.rows(); row++) {
        ImageCase.Result alone = built.outputs(album.select(row), Pass.inference());
        String where = ImageSubject.where(shape) + ", row " + row;
        double[] together = all.outcome().outputs()[row];
        worst.see(Plain.relativeError(alone.outcome().outputs()[0], together), where + ", alone");
        double[] places = Arrays.copyOf(all.tokens()[row], alone.tokens()[0].length);
        worst.see(Plain.relativeError(alone.tokens()[0], places), where + ", places alone");
        double[] other = all.outcome().outputs()[order[row]];
        worst.see(Plain.relativeError(moved[row], other), where + ", permuted");
      }
    }
  }

  /** Whatever stands where there is no image: outputs and gradients, bit for bit. */
  void inert(SequenceShape shape, Worst worst) {
    try (ImageCase built = subject.open(shape, ScalarType.Float)) {
      Album album = subject.album(shape);
      Pass pass = Pass.trainingWithoutMasks();
      Outcome zeros = run(built, album, 0, pass).outcome();
      for (double filling : new double[] {1e30, Double.NaN, Double.POSITIVE_INFINITY}) {
        Outcome filled = run(built, album, filling, pass).outcome();
        worst.see(zeros.differences(filled), ImageSubject.where(shape) + " with " + filling);
      }
    }
  }

  void saved(SequenceShape shape, Worst worst) {
    try (ImageCase built = subject.open(shape, ScalarType.Float);
        ImageCase loaded =
            new ImageCase(subject.spec(), shape, ScalarType.Float, subject.seed().at("another"))) {
      ParameterValues.write(loaded.parameters, ParameterValues.read(built.parameters));
      compare(built, loaded, Pass.inference(), Pass.inference(), shape, worst);
    }
  }

  /** With the dropout and the random changes of the options asked for. */
  void seeded(SequenceShape shape, Worst worst) {
    Seed seed = subject.seed();
    try (ImageCase built = asked(shape);
        ImageCase again = asked(shape)) {
      compare(built, again, Pass.training(seed), Pass.training(seed), shape, worst);
    }
  }

  /** With the options asked for and without anything random. */
  void inference(SequenceShape shape, Worst worst) {
    try (ImageCase built = asked(shape);
        ImageCase again = asked(shape)) {
      compare(built, again, Pass.inference(), Pass.trainingWithoutMasks(), shape, worst);
    }
  }

  private ImageCase asked(SequenceShape shape) {
    return asked(subject.asked(), shape, ScalarType.Float);
  }

  private ImageCase asked(EncoderSpec spec, SequenceShape shape, ScalarType type) {
    return new ImageCase(spec, shape, type, subject.seed());
  }

  private void compare(
      ImageCase left, ImageCase right, Pass one, Pass other, SequenceShape shape, Worst worst) {
    Album album = subject.album(shape).select(IntStream.range(0, 2).toArray());
    Outcome outcome = run(left, album, 0, one).outcome();
    long differences = outcome.differences(run(right, album, 0, other).outcome());
    worst.see(differences, ImageSubject.where(shape));
  }
}
