package org.interfuse.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.head.HeadSpec;
import org.interfuse.study.SpecCatalog;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Proves heads, for every type of target that they predict and with targets missing: outputs, loss,
 * gradients and predictions against an oracle, parameters, inert missing targets, independence of
 * the batch, saving, seeds.
 */
public final class HeadProofs {
  private static final double FLOOR = 1e-8;
  private static final double NOTICEABLE = 1e-6;

  private HeadProofs() {}

  /** The options to prove of every registered head, by name: those of its oracle if any. */
  public static List<HeadSpec> registered() {
    List<HeadSpec> specs = new ArrayList<>();
    SpecCatalog.load().all(SpecCatalog.HEAD).forEach(spec -> specs.addAll(variants(spec)));
    return specs;
  }

  /**
   * The options to prove of a registered one, sorted.
   *
   * @throws IllegalStateException naming the oracle, if it does not name them
   */
  static List<HeadSpec> variants(HeadSpec registered) {
    List<HeadSpec> specs =
        new ArrayList<>(Variants.of(registered, oracle(registered.type()), HeadOracle::variants));
    specs.sort(Comparator.comparing(Object::toString));
    return specs;
  }

  /** The registered oracle of a type. */
  public static Optional<HeadOracle> oracle(String type) {
    return Variants.oracle(HeadOracle.class, HeadOracle::type, type);
  }

  /** Proves one head against its registered oracle. */
  public static ProofReport prove(HeadSpec spec, Seed seed) {
    return prove(spec, oracle(spec.type()).orElse(null), seed);
  }

  /** Proves one head; without an oracle, what can be proved without. */
  public static ProofReport prove(HeadSpec spec, @Nullable HeadOracle oracle, Seed seed) {
    HeadSubject subject = new HeadSubject(spec, seed);
    List<Proof> proofs = new ArrayList<>();
    List<ParameterCount> counts = new ArrayList<>();
    if (oracle != null) {
      against(subject, oracle, proofs, counts);
    }
    HeadContractProofs contract = new HeadContractProofs(subject);
    proofs.add(subject.prove(Worst.above("every parameter trains", FLOOR), contract::train));
    proofs.add(subject.prove(Worst.atMost("missing targets are inert", 0), contract::inert));
    proofs.add(subject.prove(Worst.atMost("batch independence", 1e-12), contract::independence));
    proofs.add(subject.prove(crossTalk(subject), contract::crossTalk));
    proofs.add(subject.prove(Worst.atMost("saved and loaded", 0), contract::saved));
    proofs.add(subject.prove(Worst.atMost("same seed, same bits", 0), contract::seeded));
    return new ProofReport(spec.type(), spec.toString(), oracle != null, proofs, counts);
  }

  private static void against(
      HeadSubject subject, HeadOracle oracle, List<Proof> proofs, List<ParameterCount> counts) {
    HeadOracleProofs against = new HeadOracleProofs(subject, oracle);
    double bfloat16 = oracle.bfloat16Tolerance();
    proofs.add(subject.prove(Worst.atMost("outputs, float64", 1e-10), against::float64));
    proofs.add(subject.prove(Worst.atMost("outputs, float32", 1e-5), against::float32));
    proofs.add(subject.prove(Worst.atMost("outputs, bfloat16", bfloat16), against::bfloat16));
    proofs.add(subject.prove(Worst.atMost("loss, float64", 1e-10), against::loss));
    proofs.add(subject.prove(Worst.atMost("predictions, float64", 1e-10), against::predictions));
    proofs.add(subject.prove(Worst.atMost("gradients of inputs", 1e-6), against::inputGradients));
    proofs.add(
        subject.prove(Worst.atMost("gradients of parameters", 1e-6), against::parameterGradients));
    proofs.add(
        subject.prove(
            Worst.atMost("parameter count", 0),
            (data, worst) -> {
              ParameterCount count = against.count(data);
              counts.add(count);
              worst.see(count);
            }));
  }

  /** Whether a loss compares subjects is declared by the head once it is built. */
  private static Worst crossTalk(HeadSubject subject) {
    boolean compares = false;
    try (HeadCase built = subject.open(subject.data().get(0), ScalarType.Double)) {
      compares = built.head.comparesSubjects();
    } catch (RuntimeException e) {
      // the proof itself will fail by the same error, and say so
    }
    return compares
        ? Worst.above("the loss compares subjects, as declared", NOTICEABLE)
        : Worst.atMost("a subject's loss is its own, as declared", 1e-12);
  }
}
