package org.interfuse.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.MetricResult;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metric;
import org.interfuse.target.Target;

/**
 * The table that {@code compare} prints: a row a candidate, a column a metric with its interval.
 */
final class ComparisonTable {
  private static final int METRICS = 3;

  private ComparisonTable() {}

  /** One table for each target. */
  static String of(ComparisonResult result, String primary, int columns) {
    StringBuilder text = new StringBuilder();
    for (Target target : result.protocol().cohort().targets()) {
      if (result.protocol().cohort().targets().size() > 1) {
        text.append("target ").append(target.name()).append('\n');
      }
      text.append(of(result, target, primary, columns)).append('\n');
    }
    return text.toString();
  }

  private static String of(ComparisonResult result, Target target, String primary, int count) {
    List<Metric> metrics = result.metrics(target);
    metrics = metrics.subList(0, Math.min(count, metrics.size()));
    List<String> headers = new ArrayList<>(List.of("candidate"));
    for (Metric metric : metrics) {
      headers.add(metric.label() + (metric.higherIsBetter() ? " ↑" : " ↓"));
    }
    headers.add("parameters");
    headers.add("s a fit");
    List<String[]> rows = new ArrayList<>();
    for (CandidateResult candidate : result.candidates()) {
      rows.add(row(candidate, target, metrics, primary));
    }
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, columns(headers), rows.toArray(String[][]::new));
  }

  private static Column[] columns(List<String> headers) {
    Column[] columns = new Column[headers.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] =
          new Column()
              .header(headers.get(i))
              .headerAlign(HorizontalAlign.LEFT)
              .maxWidth(60)
              .dataAlign(i == 0 ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT);
    }
    return columns;
  }

  private static String[] row(
      CandidateResult candidate, Target target, List<Metric> metrics, String primary) {
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
    cells.add(candidate.parameters() == 0 ? "" : String.valueOf(candidate.parameters()));
    cells.add(String.format(Locale.ROOT, "%.2f", candidate.medianSeconds()));
    return cells.toArray(String[]::new);
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

  /** How many metrics are shown unless asked for more. */
  static int usualColumns() {
    return METRICS;
  }
}
