package org.interfuse.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.tensor.Seed;

/**
 * Proves encoders of tables, with numeric columns, categorical columns and both: outputs and
 * gradients against an oracle, parameters, independence of the batch, saving, seeds.
 */
public final class EncoderProofs {
  private EncoderProofs() {}

  /** The options to prove of every registered encoder, by name: those of its oracle if any. */
  public static List<EncoderSpec> registered() {
    List<EncoderSpec> specs = new ArrayList<>();
    for (EncoderSpec spec : ServiceLoader.load(EncoderSpec.class)) {
      specs.addAll(oracle(spec.type()).map(EncoderOracle::variants).orElse(List.of(spec)));
    }
    specs.sort(Comparator.comparing(EncoderSpec::type).thenComparing(Object::toString));
    return specs;
  }

  /** The registered oracle of a type. */
  public static Optional<EncoderOracle> oracle(String type) {
    return ServiceLoader.load(EncoderOracle.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(oracle -> oracle.type().equals(type))
        .findFirst();
  }

  /** Proves one encoder against its registered oracle; without one, what can be proved without. */
  public static ProofReport prove(EncoderSpec spec, Seed seed) {
    EncoderSubject subject = new EncoderSubject(spec, seed);
    Optional<EncoderOracle> oracle = oracle(spec.type());
    List<Proof> proofs = new ArrayList<>();
    oracle.ifPresent(
        known -> {
          EncoderOracleProofs against = new EncoderOracleProofs(subject, known);
          proofs.add(EncoderSubject.prove("outputs, float64", 1e-10, against::float64));
          proofs.add(EncoderSubject.prove("outputs, float32", 1e-5, against::float32));
          proofs.add(EncoderSubject.prove("gradients of inputs", 1e-6, against::inputGradients));
          proofs.add(
              EncoderSubject.prove("gradients of parameters", 1e-6, against::parameterGradients));
          proofs.add(EncoderSubject.prove("parameter count", 0, against::count));
        });
    EncoderContractProofs contract = new EncoderContractProofs(subject);
    proofs.add(EncoderSubject.prove("width as declared", 0, contract::width));
    proofs.add(EncoderSubject.prove("every parameter trains", 0, contract::train));
    proofs.add(EncoderSubject.prove("batch independence", 1e-12, contract::independence));
    proofs.add(EncoderSubject.prove("saved and loaded", 0, contract::saved));
    proofs.add(EncoderSubject.prove("same seed, same bits", 0, contract::seeded));
    return new ProofReport(spec.type(), spec.toString(), oracle.isPresent(), proofs);
  }
}
