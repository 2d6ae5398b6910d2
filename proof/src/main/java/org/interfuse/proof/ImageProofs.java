package org.interfuse.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.tensor.Seed;

/**
 * Proves encoders of images: pooled vectors, places and gradients against plain convolutions with
 * exact derivatives in random directions, images that do not exist, saving, seeds; and the same of
 * images that follow each other in time ({@link FrameProofs}).
 */
final class ImageProofs {
  private static final double FLOOR = 1e-9;

  private final ImageSubject subject;
  private final ImageOracle oracle;

  private ImageProofs(EncoderSpec asked, ImageOracle oracle, Seed seed) {
    this.subject = new ImageSubject(asked, oracle.plain(asked), seed);
    this.oracle = oracle;
  }

  /** Of the options narrowed so far that plain loops can follow, which the report names. */
  static ProofReport prove(EncoderSpec asked, ImageOracle oracle, Seed seed) {
    ImageProofs proofs = new ImageProofs(asked, oracle, seed);
    List<ParameterCount> counts = new ArrayList<>();
    List<Proof> all = proofs.all(counts);
    String spec = proofs.subject.spec().toString();
    return new ProofReport(asked.type(), spec, true, all, counts, Map.of());
  }

  private List<Proof> all(List<ParameterCount> counts) {
    ImageOracleProofs against = new ImageOracleProofs(subject, oracle);
    ImageContractProofs contract = new ImageContractProofs(subject);
    List<Proof> proofs = new ArrayList<>();
    proofs.add(prove(Worst.atMost("outputs, float64", 1e-10), against::float64));
    proofs.add(prove(Worst.atMost("outputs, float32", 1e-4), against::float32));
    proofs.add(prove(Worst.atMost("gradients of inputs", 1e-8), against::inputGradients));
    proofs.add(prove(Worst.atMost("gradients of parameters", 1e-8), against::parameterGradients));
    proofs.add(
        prove(
            Worst.atMost("parameter count", 0),
            (shape, worst) -> {
              counts.add(subject.count(shape, oracle));
              worst.see(counts.get(counts.size() - 1));
            }));
    proofs.add(prove(Worst.above("every parameter trains", FLOOR), contract::train));
    proofs.add(prove(Worst.atMost("batch independence", 1e-12), contract::independence));
    proofs.add(prove(Worst.atMost("images that do not exist are inert", 0), contract::inert));
    proofs.add(prove(Worst.atMost("saved and loaded", 0), contract::saved));
    proofs.add(prove(Worst.atMost("same seed, same bits", 0), contract::seeded));
    proofs.add(prove(Worst.atMost("nothing random at inference", 0), contract::inference));
    FrameOracle frames = oracle.frames(subject.spec());
    proofs.addAll(new FrameProofs(subject, frames, oracle.videos(subject.spec())).all("in time: "));
    return proofs;
  }

  private Proof prove(Worst worst, BiConsumer<SequenceShape, Worst> check) {
    return FusionProofs.attempt(
        worst.name(),
        () -> {
          oracle.shapes(subject.spec()).forEach(shape -> check.accept(shape, worst));
          return worst.proof();
        });
  }
}
