package org.interfuse.proof;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was proved of one operator, encoder, projection or head with one set of options.
 *
 * @param type its name in a study
 * @param options its options, as the spec record prints them
 * @param hasOracle whether an independent computation exists; without one nothing counts as passed
 * @param proofs the properties checked
 * @param parameters how many there are, for every size it was built in
 * @param exemptions parameters that may stay without a gradient, as declared, with the reason
 */
public record ProofReport(
    String type,
    String options,
    boolean hasOracle,
    List<Proof> proofs,
    List<ParameterCount> parameters,
    Map<String, String> exemptions) {
  /** The verdict. */
  public enum Status {
    PASSED("passed"),
    FAILED("failed"),
    NO_ORACLE("no oracle");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    /** As printed. */
    public String text() {
      return text;
    }
  }

  public ProofReport {
    proofs = List.copyOf(proofs);
    parameters = List.copyOf(parameters);
    exemptions = Collections.unmodifiableMap(new TreeMap<>(exemptions));
  }

  /** Without exemptions. */
  ProofReport(
      String type,
      String options,
      boolean hasOracle,
      List<Proof> proofs,
      List<ParameterCount> parameters) {
    this(type, options, hasOracle, proofs, parameters, Map.of());
  }

  /** Failed if any property failed; else no oracle, if there is none; else passed. */
  public Status status() {
    if (!failed().isEmpty()) {
      return Status.FAILED;
    }
    return hasOracle ? Status.PASSED : Status.NO_ORACLE;
  }

  /** The properties that did not hold. */
  public List<Proof> failed() {
    return proofs.stream().filter(proof -> !proof.passed()).toList();
  }
}
