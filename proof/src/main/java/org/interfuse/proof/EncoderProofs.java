package org.interfuse.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.wide.WideEncoder;
import org.interfuse.study.SpecCatalog;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Proves encoders of tables, with numeric columns, categorical columns and both: outputs and
 * gradients against an oracle, parameters, independence of the batch, saving, seeds; those of texts
 * likewise, and what fills short texts up; and those of wide columns ({@link WideProofs}), of
 * images ({@link ImageProofs}), of frames ({@link FrameProofs}) and of frozen networks ({@link
 * FrozenProofs}).
 */
public final class EncoderProofs {
  private static final double FLOOR = 1e-9;

  private EncoderProofs() {}

  /** The options to prove of every registered encoder, by name: those of its oracle if any. */
  public static List<EncoderSpec> registered() {
    List<EncoderSpec> specs = new ArrayList<>();
    SpecCatalog.load().all(SpecCatalog.ENCODER).forEach(spec -> specs.addAll(variants(spec)));
    return specs;
  }

  /**
   * The options to prove of a registered one, sorted.
   *
   * @throws IllegalStateException naming the oracle, if it does not name them
   */
  static List<EncoderSpec> variants(EncoderSpec registered) {
    List<EncoderSpec> specs =
        new ArrayList<>(
            Variants.of(registered, oracle(registered.type()), EncoderOracle::variants));
    specs.sort(Comparator.comparing(Object::toString));
    return specs;
  }

  /** The registered oracle of a type. */
  public static Optional<EncoderOracle> oracle(String type) {
    return Variants.oracle(EncoderOracle.class, EncoderOracle::type, type);
  }

  /** Proves one encoder against its registered oracle; without one, what can be proved without. */
  public static ProofReport prove(EncoderSpec spec, Seed seed) {
    if (spec instanceof WideEncoder.Spec wide) {
      return WideProofs.prove(wide, new WideOracle(), seed);
    }
    if (oracle(spec.type()).orElse(null) instanceof ImageOracle images) {
      return ImageProofs.prove(spec, images, seed);
    }
    if (oracle(spec.type()).orElse(null) instanceof FrameTransformerOracle frames) {
      return frames.prove(spec, seed);
    }
    if (spec.reads(EncoderSubject.TEXTS.get(0))) {
      EncoderSubject subject = new EncoderSubject(spec, EncoderSubject.TEXTS, seed);
      EncoderOracle oracle = oracle(spec.type()).orElse(null);
      return prove(subject, oracle, new TextProofs(subject, oracle).all());
    }
    if (spec.reads(FrozenProofs.SHAPES.get(0))) {
      return FrozenProofs.prove(spec, seed);
    }
    EncoderSubject subject = new EncoderSubject(spec, EncoderSubject.TABLES, seed);
    return prove(subject, oracle(spec.type()).orElse(null), List.of());
  }

  /** Proves one encoder for tables of some shapes; {@code others} are proofs besides. */
  static ProofReport prove(
      EncoderSubject subject, @Nullable EncoderOracle oracle, List<Proof> others) {
    List<Proof> proofs = new ArrayList<>();
    List<ParameterCount> counts = new ArrayList<>();
    if (oracle != null) {
      against(subject, oracle, proofs, counts);
    }
    EncoderContractProofs contract = new EncoderContractProofs(subject);
    proofs.add(subject.prove(Worst.atMost("width as declared", 0), contract::width));
    proofs.add(subject.prove(Worst.above("every parameter trains", FLOOR), contract::train));
    proofs.add(subject.prove(Worst.atMost("batch independence", 1e-12), contract::independence));
    proofs.add(subject.prove(Worst.atMost("saved and loaded", 0), contract::saved));
    proofs.add(subject.prove(Worst.atMost("same seed, same bits", 0), contract::seeded));
    proofs.addAll(others);
    EncoderSpec spec = subject.spec();
    return new ProofReport(spec.type(), spec.toString(), oracle != null, proofs, counts);
  }

  private static void against(
      EncoderSubject subject,
      EncoderOracle oracle,
      List<Proof> proofs,
      List<ParameterCount> counts) {
    EncoderOracleProofs against = new EncoderOracleProofs(subject, oracle);
    double bfloat16 = oracle.bfloat16Tolerance();
    proofs.add(subject.prove(Worst.atMost("outputs, float64", 1e-10), against::float64));
    proofs.add(subject.prove(Worst.atMost("outputs, float32", 1e-5), against::float32));
    proofs.add(subject.prove(Worst.atMost("outputs, bfloat16", bfloat16), against::bfloat16));
    proofs.add(subject.prove(Worst.atMost("gradients of inputs", 1e-6), against::inputGradients));
    proofs.add(
        subject.prove(Worst.atMost("gradients of parameters", 1e-6), against::parameterGradients));
    proofs.add(
        subject.prove(
            Worst.atMost("parameter count", 0),
            (shape, worst) -> {
              ParameterCount count = against.count(shape);
              counts.add(count);
              worst.see(count);
            }));
  }
}
