package org.interfuse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.interfuse.comparison.BestOfMany;
import org.interfuse.comparison.ComparisonStatistics;
import org.interfuse.comparison.Contrast;
import org.interfuse.comparison.OverallVerdict;
import org.interfuse.comparison.Subgroup;
import org.interfuse.evaluation.CorrelatedTTest;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.evaluation.Probability;
import org.interfuse.finding.Finding;

/**
 * What {@code compare} prints below its table: the verdict in one sentence, the planned
 * comparisons, the exploratory ones, what the best of many is worth, subgroups and warnings.
 */
final class VerdictText {
  private final ComparisonStatistics statistics;
  private final StringBuilder text = new StringBuilder();

  private VerdictText(ComparisonStatistics statistics) {
    this.statistics = statistics;
  }

  static String of(ComparisonStatistics statistics) {
    VerdictText verdict = new VerdictText(statistics);
    verdict.write();
    return verdict.text.toString();
  }

  private void write() {
    boolean several = statistics.verdicts().size() > 1;
    for (OverallVerdict verdict : statistics.verdicts()) {
      text.append('\n');
      wrapped(
          (several ? "Verdict for " + verdict.target() : "Verdict") + ". " + verdict.sentence());
    }
    contrasts(
        true, "\nPlanned comparisons: the primary candidate, best baseline, each modality.\n");
    contrasts(
        false,
        "\nExploratory comparisons, p adjusted for each other (Holm); better or worse needs p < .05"
            + " too.\n");
    statistics.bestOfMany().forEach(this::best);
    subgroups();
    for (Finding warning : statistics.warnings()) {
      wrapped("warning: " + warning.message());
    }
  }

  private void contrasts(boolean confirmatory, String title) {
    List<Contrast> chosen =
        statistics.contrasts().stream().filter(c -> c.confirmatory() == confirmatory).toList();
    if (chosen.isEmpty()) {
      return;
    }
    boolean several = statistics.verdicts().size() > 1;
    boolean posterior = chosen.stream().anyMatch(contrast -> contrast.posterior().defined());
    List<String> headers = new ArrayList<>();
    if (several) {
      headers.add("target");
    }
    headers.addAll(List.of("candidate", "against", "difference", "p"));
    if (posterior) {
      headers.add("worse / equal / better");
    }
    headers.add("verdict");
    List<List<String>> rows =
        chosen.stream().map(contrast -> row(contrast, several, posterior)).toList();
    text.append(title).append(TextTable.of(headers, rows, headers.size() - 1));
    if (confirmatory) {
      chosen.stream().map(Contrast::target).distinct().forEach(target -> footer(target, chosen));
    }
    for (Contrast contrast : chosen) {
      if (!contrast.note().isEmpty()) {
        text.append(
            "%s, %s: %s.%n".formatted(contrast.first(), contrast.second(), contrast.note()));
      }
    }
  }

  private List<String> row(Contrast contrast, boolean several, boolean posterior) {
    List<String> cells = new ArrayList<>();
    if (several) {
      cells.add(contrast.target());
    }
    cells.add(contrast.first());
    cells.add(
        contrast.against() == Contrast.Against.BEST_BASELINE
            ? contrast.second() + " (best baseline)"
            : contrast.second());
    cells.add(ComparisonTable.signed(contrast.difference()));
    cells.add(p(contrast.adjustedP()));
    if (posterior) {
      cells.add(probabilities(contrast.posterior()));
    }
    cells.add(contrast.verdict().text());
    return cells;
  }

  private void footer(String target, List<Contrast> chosen) {
    Contrast contrast =
        chosen.stream().filter(one -> one.target().equals(target)).findFirst().orElseThrow();
    boolean several = statistics.verdicts().size() > 1;
    String metric = Metrics.named(contrast.metric()).map(Metric::label).orElse(contrast.metric());
    String what =
        contrast.posterior().defined() || contrast.method() == Contrast.Method.CORRECTED_T
            ? "The verdict is what is at least 95 % probable (correlated Bayesian t-test)"
            : "The verdict is where all of the bootstrap interval lies";
    wrapped(
        "%sPositive: better, in %s. p: %s. %s, with a margin of %s."
            .formatted(
                several ? target + ". " : "",
                metric,
                contrast.method().text(),
                what,
                statistics.margin(target).text()));
  }

  private void best(BestOfMany best) {
    String metric = Metrics.named(best.metric()).map(Metric::label).orElse(best.metric());
    text.append('\n');
    wrapped(
        "Best of %d: %s looks best. Corrected for having been chosen: %s %s."
            .formatted(
                best.candidates(), best.best(), metric, ComparisonTable.text(best.corrected())));
  }

  private void wrapped(String words) {
    text.append(Wrapped.of(words));
  }

  private void subgroups() {
    for (Subgroup subgroup : statistics.subgroups().shown()) {
      List<String> figures = new ArrayList<>();
      subgroup
          .figures()
          .forEach(
              one -> figures.add(one.candidate() + " " + ComparisonTable.text(one.estimate())));
      wrapped(
          "%s %s, %d subjects: %s"
              .formatted(
                  subgroup.column(),
                  subgroup.level().isEmpty() ? "not known" : subgroup.level(),
                  subgroup.subjects(),
                  String.join("; ", figures)));
    }
    for (Subgroup.Hidden hidden : statistics.subgroups().hidden()) {
      text.append(
          "%s: %d %s with too few subjects, not shown%n"
              .formatted(
                  hidden.column(), hidden.levels(), hidden.levels() == 1 ? "value" : "values"));
    }
  }

  /** As {@code .034}. */
  private static String p(double p) {
    if (Double.isNaN(p)) {
      return "";
    }
    if (p < 0.001) {
      return "< .001";
    }
    String digits = String.format(Locale.ROOT, "%.3f", p);
    return p < 0.9995 ? digits.substring(1) : "1";
  }

  private static String probabilities(CorrelatedTTest posterior) {
    return posterior.defined()
        ? "%s / %s / %s"
            .formatted(
                Probability.text(posterior.below()),
                Probability.text(posterior.within()),
                Probability.text(posterior.above()))
        : "";
  }
}
