package org.interfuse.audit;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One thing that an audit found.
 *
 * @param audit the audit's name
 * @param severity how bad it is
 * @param where the modality and column, fold or target it is about
 * @param found what was found, a sentence without a full stop; never the value of a subject
 * @param evidence the figures it rests on
 * @param advice what to do, a sentence without a full stop
 * @param subjects ids of some of the subjects it is about, for those who may see them (law 9): no
 *     part of {@link #message}; empty where it is about a column
 */
public record AuditFinding(
    String audit,
    Severity severity,
    String where,
    String found,
    List<Evidence> evidence,
    String advice,
    List<String> subjects) {

  public AuditFinding {
    evidence = List.copyOf(evidence);
    subjects = List.copyOf(subjects);
  }

  /** About no subjects in particular. */
  public AuditFinding(
      String audit,
      Severity severity,
      String where,
      String found,
      List<Evidence> evidence,
      String advice) {
    this(audit, severity, where, found, evidence, advice, List.of());
  }

  /** How bad a finding is; the worst first. */
  public enum Severity {
    /** The figures of this study could not be believed. */
    LEAK,
    /** A person who knows the data must look at it. */
    WARNING,
    /** Worth knowing. */
    NOTE
  }

  /**
   * One figure.
   *
   * @param name what it is, for example {@code AUROC}
   * @param value the figure
   * @param decimals how many are shown where it is no whole number
   * @param reason why there is no figure; empty where there is one
   */
  public record Evidence(String name, double value, int decimals, String reason) {
    /** A figure. */
    public Evidence(String name, double value, int decimals) {
      this(name, value, decimals, "");
    }

    /** With three decimals. */
    public Evidence(String name, double value) {
      this(name, value, 3);
    }

    /** No figure, and why. */
    public static Evidence none(String name, String reason) {
      return new Evidence(name, Double.NaN, 0, reason);
    }

    /** The figure for people: whole numbers as they are, very small ones with two digits. */
    public String text() {
      if (!reason.isEmpty()) {
        return "%s none (%s)".formatted(name, reason);
      }
      boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
      String figure =
          whole
              ? String.format(Locale.ROOT, "%,d", (long) value)
              : Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4
                  ? String.format(Locale.ROOT, "%." + decimals + "f", value)
                  : String.format(Locale.ROOT, "%.2g", value);
      return name + " " + figure;
    }
  }

  /** One line: where, what was found, the figures, what to do; no subject. */
  public String message() {
    String figures = evidence.stream().map(Evidence::text).collect(Collectors.joining(", "));
    return "%s: %s%s; %s."
        .formatted(where, found, figures.isEmpty() ? "" : " (" + figures + ")", advice);
  }

  @Override
  public String toString() {
    return severity + " " + audit + ": " + message();
  }
}
