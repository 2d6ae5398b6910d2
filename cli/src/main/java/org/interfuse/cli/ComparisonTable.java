package org.interfuse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.MetricResult;
import org.interfuse.comparison.Protocol;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.target.Target;

/**
 * The table that {@code compare} prints: a row a candidate, a column a metric with its interval.
 * Where the columns do not fit into {@value #WIDEST} characters, several tables follow each other.
 */
final class ComparisonTable {
  private static final int WIDEST = 120;

  private final ComparisonResult result;
  private final Target target;
  private final String primary;

  private ComparisonTable(ComparisonResult result, Target target, String primary) {
    this.result = result;
    this.target = target;
    this.primary = primary;
  }

  /**
   * One table for each target.
   *
   * @param primary the candidate named before looking; empty where there is only one
   */
  static String of(ComparisonResult result, String primary, MetricCount count) {
    StringBuilder text = new StringBuilder();
    List<Target> targets = result.protocol().cohort().targets();
    for (Target target : targets) {
      if (targets.size() > 1) {
        text.append("target ").append(target.name()).append('\n');
      }
      text.append(new ComparisonTable(result, target, primary).text(count));
    }
    return text.toString();
  }

  private String text(MetricCount count) {
    List<Metric> metrics = count.of(result.metrics(target));
    StringBuilder text = new StringBuilder();
    int from = 0;
    while (from < metrics.size()) {
      int to = metrics.size();
      while (to > from + 1
          && width(block(metrics.subList(from, to), to == metrics.size())) > WIDEST) {
        to--;
      }
      text.append(block(metrics.subList(from, to), to == metrics.size()));
      from = to;
    }
    Metric first = Metrics.primary(target.schema());
    return text.append("Primary metric: ")
        .append(first.label())
        .append(first.higherIsBetter() ? ", higher is better.\n" : ", lower is better.\n")
        .toString();
  }

  private static int width(String table) {
    return table.lines().mapToInt(String::length).max().orElse(0);
  }

  /** Some of the metrics, and what the fits cost where it is the last block. */
  private String block(List<Metric> metrics, boolean last) {
    List<String> headers = new ArrayList<>(List.of("candidate"));
    for (Metric metric : metrics) {
      headers.add(metric.label() + (metric.higherIsBetter() ? " ↑" : " ↓"));
    }
    if (last) {
      headers.addAll(List.of("parameters", "s a fit"));
    }
    List<List<String>> rows =
        result.candidates().stream().map(candidate -> row(candidate, metrics, last)).toList();
    return TextTable.of(headers, rows);
  }

  private List<String> row(CandidateResult candidate, List<Metric> metrics, boolean last) {
    List<String> cells = new ArrayList<>();
    cells.add(candidate.name() + (candidate.name().equals(primary) ? " *" : ""));
    for (Metric metric : metrics) {
      cells.add(
          candidate
              .metric(target.name(), metric.name())
              .map(MetricResult::estimate)
              .map(ComparisonTable::text)
              .orElse("failed"));
    }
    if (last) {
      long parameters = candidate.parameters();
      cells.add(parameters == 0 ? "" : String.format(Locale.ROOT, "%,d", parameters));
      double seconds = candidate.medianSeconds();
      cells.add(Double.isNaN(seconds) ? "" : String.format(Locale.ROOT, "%.2f", seconds));
    }
    return cells;
  }

  /** What the figures are, and what their intervals rest on. */
  static String footer(Protocol protocol) {
    int folds = protocol.split().folds().size();
    String percent = String.format(Locale.ROOT, "%.0f %%", 100 * protocol.level());
    String seeds =
        protocol.seeds() == 1
            ? ""
            : " A network's figure on a fold is the mean over %d seeds."
                .formatted(protocol.seeds());
    if (folds > 1) {
      return "Mean over %d folds [%s interval, corrected for training parts that overlap].%s"
          .formatted(folds, percent, seeds);
    }
    String over = protocol.groups() == null ? "subjects" : "groups of subjects";
    return "One test part [%s interval by bootstrap over %s].%s".formatted(percent, over, seeds);
  }

  static String text(Estimate estimate) {
    if (Double.isNaN(estimate.value())) {
      return "undefined";
    }
    return estimate.hasInterval()
        ? String.format(
            Locale.ROOT, "%.3f [%.3f, %.3f]", estimate.value(), estimate.lower(), estimate.upper())
        : String.format(Locale.ROOT, "%.3f", estimate.value());
  }

  /** A difference, as {@code +0.021 [-0.004, +0.046]}. */
  static String signed(Estimate estimate) {
    if (Double.isNaN(estimate.value())) {
      return "undefined";
    }
    return estimate.hasInterval()
        ? String.format(
            Locale.ROOT,
            "%+.3f [%+.3f, %+.3f]",
            estimate.value(),
            estimate.lower(),
            estimate.upper())
        : String.format(Locale.ROOT, "%+.3f", estimate.value());
  }
}
