package org.interfuse.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.study.SpecCatalog;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Proves fusion operators: for 2, 3 and 5 modalities and every non-empty presence pattern, outputs
 * and gradients against an oracle, parameters, absence, independence, saving. A few seconds an
 * operator.
 */
public final class FusionProofs {
  private FusionProofs() {}

  /** The options to prove of every registered operator, by name: those of its oracle if any. */
  public static List<FusionSpec> registered() {
    List<FusionSpec> specs = new ArrayList<>();
    SpecCatalog.load().all(SpecCatalog.FUSION).forEach(spec -> specs.addAll(variants(spec)));
    return specs;
  }

  /**
   * The options to prove of a registered one, sorted.
   *
   * @throws IllegalStateException naming the oracle, if it does not name them
   */
  static List<FusionSpec> variants(FusionSpec registered) {
    List<FusionSpec> specs =
        new ArrayList<>(Variants.of(registered, oracle(registered.type()), Oracle::variants));
    specs.sort(Comparator.comparing(Object::toString));
    return specs;
  }

  /** The registered oracle of a type. */
  public static Optional<Oracle> oracle(String type) {
    return Variants.oracle(Oracle.class, Oracle::type, type);
  }

  /** Proves one operator against its registered oracle. */
  public static ProofReport prove(FusionSpec spec, Seed seed) {
    return prove(spec, oracle(spec.type()).orElse(null), seed);
  }

  /** Proves one operator; without an oracle, what can be proved without. */
  public static ProofReport prove(FusionSpec spec, @Nullable Oracle oracle, Seed seed) {
    FusionSubject subject = new FusionSubject(spec, oracle, seed);
    List<Proof> proofs = new ArrayList<>();
    if (oracle != null) {
      proofs.addAll(against(subject, oracle));
    }
    proofs.addAll(contract(subject));
    return new ProofReport(
        spec.type(),
        spec.toString(),
        oracle != null,
        proofs,
        ParameterProofs.counts(subject),
        spec.gradientExemptions());
  }

  private static List<Proof> against(FusionSubject subject, Oracle oracle) {
    return List.of(
        attempt("numbers of modalities", () -> ManyModalities.agreed(subject, oracle)),
        attempt("outputs, float64", () -> OutputProofs.float64(subject, oracle)),
        attempt("outputs, float64, large batch", () -> LargeBatchProofs.outputs(subject, oracle)),
        attempt("outputs, float32", () -> OutputProofs.float32(subject, oracle)),
        attempt("outputs, bfloat16", () -> OutputProofs.bfloat16(subject, oracle)),
        attempt("gradients of inputs", () -> GradientProofs.inputs(subject, oracle)),
        attempt("gradients of parameters", () -> GradientProofs.parameters(subject, oracle)));
  }

  private static List<Proof> contract(FusionSubject subject) {
    Oracle oracle = subject.oracle();
    return List.of(
        attempt("width as declared", () -> SizeProofs.width(subject)),
        attempt("what no machine holds is refused", () -> SizeProofs.refused(subject)),
        attempt("parameter count", () -> ParameterProofs.count(subject, oracle)),
        attempt("every parameter trains", () -> TrainingProofs.disturbed(subject)),
        attempt(
            "every parameter trains from the start", () -> TrainingProofs.fromTheStart(subject)),
        attempt("saved and loaded", () -> ParameterProofs.saved(subject)),
        attempt("absent bytes are inert", () -> AbsenceProofs.inert(subject)),
        attempt("absent bytes are inert, large batch", () -> LargeBatchProofs.inert(subject)),
        attempt("tokens are not read, as declared", () -> TokenProofs.notRead(subject)),
        attempt("same rule in training and at inference", () -> AbsenceProofs.sameRule(subject)),
        attempt("a lone modality counts", () -> AbsenceProofs.lone(subject)),
        attempt("batch independence", () -> IndependenceProofs.batch(subject)),
        attempt("batch independence, large batch", () -> LargeBatchProofs.alone(subject)),
        attempt("a batch of one", () -> IndependenceProofs.batchOfOne(subject)),
        attempt("order of modalities", () -> IndependenceProofs.order(subject)),
        attempt("ten modalities", () -> ManyModalities.proof(subject)));
  }

  /** A property that cannot even be checked does not hold. */
  static Proof attempt(String name, Supplier<Proof> proof) {
    try {
      return proof.get();
    } catch (RuntimeException | LinkageError e) {
      String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      String what = e.getClass().getSimpleName() + ": " + message;
      return new Proof(name, false, Double.NaN, Double.NaN, false, what);
    }
  }
}
