package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.frames.FrameReading;
import org.interfuse.encoder.frames.FrameReading.Pooling;
import org.interfuse.encoder.frames.FrameTransformer;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.tensor.Seed;

/** Frames that are vectors, read as they are ({@link FrameOracle}). */
@AutoService(EncoderOracle.class)
public final class FrameTransformerOracle implements EncoderOracle {
  /** Several frames and a single one, of several numbers and of one. */
  static final List<SequenceShape> SHAPES =
      List.of(SequenceShape.ofFrames(4, 3), SequenceShape.ofFrames(2, 1));

  @Override
  public String type() {
    return "frame-transformer";
  }

  @Override
  public List<EncoderSpec> variants() {
    return List.of(
        new FrameTransformer.Spec(4, 2, 2, 2, Pooling.MEAN, 0, 0),
        new FrameTransformer.Spec(3, 1, 1, 1, Pooling.ATTENTION, 0, 0));
  }

  @Override
  public long parameterCount(EncoderSpec spec, FeatureShape shape) {
    return oracle(spec).parameterCount(Objects.requireNonNull(shape.sequence()).tokenSize());
  }

  private static FrameOracle oracle(EncoderSpec spec) {
    FrameReading reading = ((FrameTransformer.Spec) spec).reading();
    return new FrameOracle(reading, "", (parameters, frame) -> frame);
  }

  /** Of a single frame. */
  @Override
  public double[] encode(
      EncoderSpec spec,
      FeatureShape shape,
      Map<String, double[]> parameters,
      double[] numeric,
      int[] categories) {
    return oracle(spec).read(parameters, new double[][] {numeric}, new double[1]).pooled();
  }

  /** Proves one, with the options asked for where masks are random. */
  ProofReport prove(EncoderSpec spec, Seed seed) {
    ImageSubject subject = new ImageSubject(masked(spec), spec, seed);
    List<ParameterCount> counts = SHAPES.stream().map(shape -> subject.count(shape, this)).toList();
    List<Proof> proofs = new ArrayList<>();
    proofs.add(
        FusionProofs.attempt(
            "parameter count",
            () -> {
              Worst worst = Worst.atMost("parameter count", 0);
              counts.forEach(worst::see);
              return worst.proof();
            }));
    proofs.addAll(new FrameProofs(subject, oracle(spec), SHAPES).all(""));
    return new ProofReport(spec.type(), spec.toString(), true, proofs, counts);
  }

  private static EncoderSpec masked(EncoderSpec spec) {
    FrameReading reading = ((FrameTransformer.Spec) spec).reading();
    return new FrameTransformer.Spec(
        reading.width(),
        reading.layers(),
        reading.heads(),
        reading.feedForward(),
        reading.pooling(),
        0.2,
        0.2);
  }
}
