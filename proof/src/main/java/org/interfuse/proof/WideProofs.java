package org.interfuse.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.interfuse.encoder.wide.Arithmetic;
import org.interfuse.encoder.wide.Projection;
import org.interfuse.encoder.wide.WideEncoder;
import org.interfuse.tensor.Seed;

/**
 * Proves encoder {@code wide} on columns that are read in tiles and on sparse rows. Weights of
 * columns have no gradient that could be read: the norm of their gradient, and where their first
 * update takes them, stand for it.
 */
final class WideProofs {
  private static final double FLOOR = 1e-9;
  private static final double HALF_PRECISION = 0.05;

  private final WideEncoder.Spec spec;
  private final WideSubject subject;
  private final EncoderOracle oracle;

  private WideProofs(WideEncoder.Spec spec, EncoderOracle oracle, Seed seed) {
    this.spec = spec;
    this.subject = new WideSubject(spec, seed);
    this.oracle = oracle;
  }

  /** All that applies to it; what does not says why. Without its dropout. */
  static ProofReport prove(WideEncoder.Spec asked, EncoderOracle oracle, Seed seed) {
    WideProofs proofs = new WideProofs(withoutDropout(asked), oracle, seed);
    List<ParameterCount> counts = new ArrayList<>();
    List<Proof> all = proofs.all(counts);
    return new ProofReport(asked.type(), asked.toString(), true, all, counts, proofs.exemptions());
  }

  /** What has no gradient to be read, and why. */
  private Map<String, String> exemptions() {
    String fitted = "fitted on the training rows before training, and fixed";
    return switch (spec.projection()) {
      case DENSE, LOW_RANK, GROUPED ->
          Map.of(
              "weight", "updated by the encoder; the gradient's norm and first update are proved");
      case PCA -> Map.of("loadings", fitted, "centre", fitted, "scale", fitted);
      case RANDOM ->
          Map.of("seed", "drawn once; signs follow from it", "centre", fitted, "scale", fitted);
      case SCREENED -> Map.of("columns", fitted);
    };
  }

  private static WideEncoder.Spec withoutDropout(WideEncoder.Spec spec) {
    return new WideEncoder.Spec(
        spec.projection(),
        spec.width(),
        spec.components(),
        spec.keep(),
        spec.arithmetic(),
        spec.optimiser(),
        spec.l1(),
        spec.group(),
        0,
        spec.normalise(),
        spec.activation());
  }

  private List<Proof> all(List<ParameterCount> counts) {
    boolean exact = spec.arithmetic() == Arithmetic.FLOAT32 || !subject.trainsColumns();
    WideOracleProofs against = new WideOracleProofs(subject, oracle);
    WideContractProofs contract = new WideContractProofs(subject);
    List<Proof> proofs = new ArrayList<>();
    proofs.add(subject.prove(Worst.atMost("outputs, float64", 1e-10), against::float64));
    proofs.add(
        subject.prove(
            Worst.atMost("outputs, float32", exact ? 1e-5 : HALF_PRECISION), against::float32));
    proofs.add(unproved("outputs, bfloat16", "the columns' arithmetic is an option of its own"));
    proofs.add(
        unproved("gradients of inputs", "columns are read in tiles: no gradient reaches them"));
    proofs.add(subject.prove(Worst.atMost("gradients of parameters", 1e-6), against::gradients));
    if (subject.trainsColumns()) {
      proofs.add(subject.prove(Worst.atMost("norm of the columns' gradient", 1e-6), against::norm));
      proofs.add(subject.prove(Worst.atMost("first update of columns", 1e-4), against::update));
    } else {
      proofs.add(unproved("norm of the columns' gradient", "columns have no trained weights"));
      proofs.add(unproved("first update of columns", "columns have no trained weights"));
    }
    proofs.add(
        subject.prove(
            Worst.atMost("parameter count", 0), (source, worst) -> against.count(counts, worst)));
    proofs.add(subject.prove(Worst.above("every parameter trains", FLOOR), contract::train));
    proofs.add(subject.prove(Worst.atMost("batch independence", 1e-12), contract::independence));
    proofs.add(subject.prove(Worst.atMost("rows not asked for are inert", 0), contract::inert));
    proofs.add(
        subject.prove(Worst.atMost("fitted on the training rows alone", 0), contract::fitted));
    proofs.add(subject.prove(Worst.atMost("saved and loaded", 0), contract::saved));
    proofs.add(subject.prove(Worst.atMost("same seed, same bits", 0), contract::seeded));
    if (spec.projection() != Projection.GROUPED) { // tables have no groups
      addOfTables(proofs);
    }
    return proofs;
  }

  /** Of tables, whose categories are one-hot. */
  private void addOfTables(List<Proof> proofs) {
    EncoderSubject tables = new EncoderSubject(spec, EncoderSubject.TABLES, subject.seed());
    EncoderContractProofs contract = new EncoderContractProofs(tables);
    proofs.add(tables.prove(Worst.atMost("width as declared, tables", 0), contract::width));
    proofs.add(
        tables.prove(Worst.atMost("batch independence, tables", 1e-12), contract::independence));
    proofs.add(tables.prove(Worst.atMost("saved and loaded, tables", 0), contract::saved));
    proofs.add(tables.prove(Worst.atMost("same seed, tables", 0), contract::seeded));
  }

  private static Proof unproved(String name, String reason) {
    return new Proof(name, true, Double.NaN, Double.NaN, false, "does not apply: " + reason);
  }
}
