package org.interfuse.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import org.interfuse.proof.Proof;
import org.interfuse.proof.ProofReport;
import org.interfuse.proof.ProofRun;

/** Proofs one by one, in words. */
final class ProofDetails {
  private ProofDetails() {}

  /** How to read the tables. */
  static String legend() {
    return """
        Each figure is the worst of all cases, under the bound it is held to; – where no case applies.
        float64, float32, bfloat16: largest deviation of outputs. parameters: declared / found, in the
        largest case. absent, missing, saved, same seed: bits that differ. sizes: results of another
        width than asked, numbers of modalities, sizes that no machine holds. docs/proofs.md says more.
        """;
  }

  /** Every proof with its figure, its bound, and where the figure arose. */
  static String all(List<ProofRun.Proved> proved) {
    List<String> headers = List.of("part", "proof", "figure", "bound", "where the figure arose");
    List<List<String>> rows = new ArrayList<>();
    for (ProofRun.Proved part : proved) {
      String name = part.task().kind().text() + " " + ProofTables.label(part.task(), proved);
      for (Proof proof : part.report().proofs()) {
        rows.add(List.of(name, proof.name(), figure(proof), bound(proof), proof.detail()));
      }
    }
    return TextTable.of(headers, rows, 1);
  }

  /** A line for every parameter that its operator exempts from having a gradient. */
  static String exemptions(List<ProofRun.Proved> proved) {
    Set<String> lines = new LinkedHashSet<>();
    for (ProofRun.Proved part : proved) {
      part.report()
          .exemptions()
          .forEach(
              (parameter, reason) ->
                  lines.add(
                      "exempt from a gradient: %s %s: %s: %s%n"
                          .formatted(
                              part.task().kind().text(), part.task().name(), parameter, reason)));
    }
    return String.join("", lines);
  }

  /** A paragraph for every proof that failed, with the command that repeats it. */
  static String failures(List<ProofRun.Proved> proved, long seed) {
    StringBuilder text = new StringBuilder();
    for (ProofRun.Proved part : proved) {
      String kind = part.task().kind().text();
      for (Proof proof : part.report().failed()) {
        String label = ProofTables.label(part.task(), proved);
        text.append("failed: %s %s: %s%n".formatted(kind, label, failure(proof)));
      }
      if (!part.report().failed().isEmpty()) {
        text.append(
            "  again: interfuse prove --%s %s --seed %d%n"
                .formatted(kind, part.task().name(), seed));
      }
    }
    return text.toString();
  }

  private static String failure(Proof proof) {
    return Double.isNaN(proof.tolerance())
        ? proof.name() + " could not be checked; " + proof.detail()
        : "%s: %s, expected %s; %s"
            .formatted(proof.name(), figure(proof), bound(proof), proof.detail());
  }

  /** How many there are of each verdict, how long it took, and the seed. */
  static String verdict(List<ProofRun.Proved> proved, long seed, double seconds) {
    StringJoiner verdict = new StringJoiner(", ");
    for (ProofReport.Status status : ProofReport.Status.values()) {
      long count = proved.stream().filter(part -> part.report().status() == status).count();
      if (count > 0) {
        verdict.add(count + " " + status.text());
      }
    }
    return String.format(Locale.ROOT, "%s; %.1f s, seed %d.", verdict, seconds, seed);
  }

  /** Two digits; whole numbers as they are; a dash where no case applies. */
  static String figure(Proof proof) {
    double figure = proof.figure();
    if (!Double.isFinite(figure)) {
      return proof.passed() ? "–" : String.valueOf(figure);
    }
    return number(figure);
  }

  /** {@code ≤ 1e-10}; empty for what could not be checked. */
  static String bound(Proof proof) {
    if (Double.isNaN(proof.tolerance())) {
      return "";
    }
    return (proof.floor() ? "> " : "≤ ") + number(proof.tolerance());
  }

  private static String number(double figure) {
    double size = Math.abs(figure);
    if (size < 1e-3 && size > 0 || size >= 1e6) {
      return String.format(Locale.ROOT, "%.1e", figure).replace(".0e", "e").replace("e-0", "e-");
    }
    BigDecimal digits = new BigDecimal(figure).round(new MathContext(size < 10 ? 2 : 6));
    return digits.signum() == 0 ? "0" : digits.stripTrailingZeros().toPlainString();
  }
}
