package org.interfuse.audit;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import org.interfuse.audit.AuditFinding.Evidence;
import org.interfuse.audit.AuditFinding.Severity;
import org.interfuse.cohort.Fold;
import org.interfuse.target.Target;

/**
 * Whether the cohort can answer the question: events in the smallest test part, and the smallest
 * difference between two candidates that the split would show ({@link DetectableDifference}; an
 * AUROC or C of {@code expected}, a correlation of .5). A note; a warning where the test part of a
 * fold has fewer than {@code fewest} events. Of classes the rarest, of labels the rarer answer, of
 * numbers subjects count as events. Where even the largest difference that two figures can have, 1
 * between areas and 2 between correlations, would not be shown, it says so and names no figure.
 *
 * <p>Targets of training rows alone are looked at: see {@link TestPartCounts}.
 *
 * @param fewest events in each test part
 * @param expected AUROC or C, between .5 and 1
 */
@AutoService(Audit.class)
public record PowerAudit(int fewest, double expected) implements Audit {
  private static final double EXPECTED_CORRELATION = 0.5;

  /** Ten events (Peduzzi et al. 1996 ask for ten a variable), AUROC or C of .75. */
  public PowerAudit() {
    this(10, 0.75);
  }

  public PowerAudit {
    if (!(expected > 0.5 && expected < 1)) {
      throw new IllegalArgumentException(
          "expected: expected between 0.5 and 1, but it is " + expected);
    }
  }

  @Override
  public String name() {
    return "power";
  }

  @Override
  public List<AuditFinding> run(AuditInput input) {
    List<AuditFinding> findings = new ArrayList<>();
    Parts parts = new Parts(input.split().folds(), new TestPartCounts(input));
    for (Target target : input.cohort().targets()) {
      String where = "target " + target.name();
      if (target instanceof Target.Classification classes) {
        for (int k = classes.classes() == 2 ? 1 : 0; k < classes.classes(); k++) {
          int label = k;
          String about =
              classes.classes() == 2
                  ? where
                  : where + ", class " + classes.schema().classes().get(k);
          findings.add(ofAnswers(about, parts, target, i -> classes.labels()[i] == label));
        }
      } else if (target instanceof Target.Multilabel labels) {
        for (int l = 0; l < labels.schema().classes().size(); l++) {
          int label = l;
          String about = where + ", label " + labels.schema().classes().get(l);
          findings.add(ofAnswers(about, parts, target, i -> labels.values()[i][label] == 1));
        }
      } else if (target instanceof Target.Survival survival) {
        findings.add(ofEvents(where, parts, survival));
      } else {
        findings.add(ofNumbers(where, parts, target));
      }
    }
    findings.sort(Comparator.comparing(AuditFinding::severity));
    return findings;
  }

  private AuditFinding ofAnswers(String where, Parts parts, Target target, IntPredicate positive) {
    double least = Double.POSITIVE_INFINITY;
    double variance = 0;
    for (Fold fold : parts.folds) {
      double positives = parts.counts.of(fold, i -> !target.missing(i) && positive.test(i));
      double negatives = parts.counts.of(fold, i -> !target.missing(i)) - positives;
      least = Math.min(least, Math.min(positives, negatives));
      variance +=
          LowerBounds.hanleyMcNeil(expected, Math.max(1, positives), Math.max(1, negatives));
    }
    return finding(where, "AUROC", expected, parts, least, variance);
  }

  private AuditFinding ofEvents(String where, Parts parts, Target.Survival survival) {
    double least = Double.POSITIVE_INFINITY;
    double variance = 0;
    for (Fold fold : parts.folds) {
      double events = parts.counts.of(fold, i -> !survival.missing(i) && survival.events()[i]);
      least = Math.min(least, events);
      variance += DetectableDifference.concordance(expected, Math.max(2, events));
    }
    return finding(where, "C", expected, parts, least, variance);
  }

  private AuditFinding ofNumbers(String where, Parts parts, Target target) {
    double least = Double.POSITIVE_INFINITY;
    double variance = 0;
    for (Fold fold : parts.folds) {
      double known = parts.counts.of(fold, i -> !target.missing(i));
      least = Math.min(least, known);
      variance += DetectableDifference.correlation(EXPECTED_CORRELATION, Math.max(2, known));
    }
    return finding(where, "correlation", EXPECTED_CORRELATION, parts, least, variance);
  }

  /** The folds, and how their test parts are counted. */
  private record Parts(List<Fold> folds, TestPartCounts counts) {}

  /**
   * @param least events in the smallest test part
   * @param variances of one candidate's figure, summed over folds
   */
  private AuditFinding finding(
      String where, String measure, double at, Parts parts, double least, double variances) {
    DetectableDifference question = new DetectableDifference();
    double difference = question.of(variances / parts.folds.size(), parts.folds);
    boolean numbers = measure.equals("correlation");
    String what = numbers ? "subjects" : "events";
    List<Evidence> evidence = new ArrayList<>();
    String inParts = parts.counts.expected() ? "%s expected in" : "%s in";
    evidence.add(new Evidence(inParts.formatted(what) + " the smallest test part", least, 1));
    double largest = numbers ? 2 : 1; // a correlation is in [-1, 1], an area in [0, 1]
    boolean any = difference <= largest;
    String smallest = "smallest detectable difference in " + measure;
    evidence.add(
        any
            ? new Evidence(smallest, difference)
            : Evidence.none(
                smallest, "even the largest possible, %.0f, is too small".formatted(largest)));
    if (numbers && any) {
      evidence.add(new Evidence("in R²", 2 * at * difference)); // d(ρ²) = 2ρ dρ
    }
    evidence.add(new Evidence("at " + measure, at));
    evidence.add(new Evidence("power", question.power()));
    boolean few = least < fewest;
    return new AuditFinding(
        name(),
        few ? Severity.WARNING : Severity.NOTE,
        where,
        few
            ? "a test part has fewer than %d %s".formatted(fewest, what)
            : any
                ? "smaller differences between candidates would probably not be shown"
                : "no difference between candidates would probably be shown",
        evidence,
        few
            ? "take fewer folds, or report with care what so few can show"
            : any
                ? "call a difference below it open, not absent"
                : "call every difference open; more subjects in each test part would show one");
  }
}
