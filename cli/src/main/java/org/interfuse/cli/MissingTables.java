package org.interfuse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.MissingModalities;
import org.interfuse.comparison.MissingReport;
import org.interfuse.comparison.ModalityValue;
import org.interfuse.comparison.Reliance;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.run.MissingJson;
import org.interfuse.target.Target;
import org.jspecify.annotations.Nullable;

/** What {@code compare} prints about missing modalities, after its main table. */
final class MissingTables {
  private static final int MOST_PATTERNS = 15;

  private final MissingReport report;
  private final Target target;
  private final Metric metric;
  private final StringBuilder text = new StringBuilder();

  private MissingTables(MissingReport report, Target target) {
    this.report = report;
    this.target = target;
    this.metric = Metrics.primary(target.schema());
  }

  /** Tables for each target; empty where nothing was asked. */
  static String of(MissingReport report, ComparisonResult result) {
    StringBuilder text = new StringBuilder();
    List<Target> targets = result.protocol().cohort().targets();
    for (Target target : targets) {
      String own = new MissingTables(report, target).text();
      if (!own.isEmpty()) {
        text.append('\n');
        text.append(targets.size() > 1 ? "target " + target.name() + "\n" : "");
        text.append(own);
      }
    }
    return text.toString();
  }

  private String text() {
    shares();
    List<MissingModalities> missing =
        report.missing().stream().filter(one -> one.target().equals(target.name())).toList();
    if (!missing.isEmpty()) {
      patterns(missing);
      missing.forEach(this::deployment);
      missing.forEach(this::degradation);
    }
    return text.toString();
  }

  /** Reliance and value side by side: two questions with two answers. */
  private void shares() {
    List<Reliance> reliance =
        report.reliance().stream().filter(one -> one.target().equals(target.name())).toList();
    ModalityValue value =
        report.value().stream()
            .filter(one -> one.target().equals(target.name()))
            .findFirst()
            .orElse(null);
    List<String> headers = new ArrayList<>(List.of("modality"));
    reliance.forEach(one -> headers.add("reliance of " + one.candidate()));
    if (value != null) {
      headers.add("value in " + value.candidate());
    }
    if (headers.size() == 1) {
      return;
    }
    List<String> modalities =
        reliance.isEmpty() && value != null
            ? value.without().stream().map(ModalityValue.Without::modality).toList()
            : reliance.get(0).modalities().stream().map(Reliance.OfModality::modality).toList();
    List<List<String>> rows = new ArrayList<>();
    for (int m = 0; m < modalities.size(); m++) {
      List<String> row = new ArrayList<>(List.of(modalities.get(m)));
      for (Reliance one : reliance) {
        row.add(signed(one.modalities().get(m).shapley()));
      }
      if (value != null) {
        row.add(signed(value.without().get(m).difference()));
      }
      rows.add(row);
    }
    text.append(TextTable.of(headers, rows));
    if (!reliance.isEmpty()) {
      line(
          "Reliance: %s Shapley value of %s by masking it at prediction."
              .formatted(MissingJson.RELIANCE, metric.label()));
    }
    if (value != null) {
      line(
          "Value: %s %s of the fit with all less the fit without it."
              .formatted(MissingJson.VALUE, metric.label()));
      failures(value);
    }
    line(metric.higherIsBetter() ? "Above 0 it helps." : "Above 0 it helps: a lower value is better.");
  }

  private void failures(ModalityValue value) {
    for (ModalityValue.Subset subset : value.subsets()) {
      if (!subset.failures().isEmpty()) {
        line("Not known: %s: %s".formatted(subset.refit(), subset.failures().get(0)));
      }
    }
  }

  private void patterns(List<MissingModalities> missing) {
    MissingModalities first = missing.get(0);
    int shown = Math.min(MOST_PATTERNS, first.patterns().size());
    List<String> headers = new ArrayList<>(List.of("modalities", "subjects"));
    missing.forEach(one -> headers.add("induced, " + one.candidate()));
    headers.add("subjects");
    missing.forEach(one -> headers.add("found, " + one.candidate()));
    List<List<String>> rows = new ArrayList<>();
    for (int p = 0; p < shown; p++) {
      int pattern = p;
      List<String> row = new ArrayList<>();
      row.add(String.join(" + ", first.patterns().get(p).modalities()));
      row.add(subjects(first.patterns().get(p).induced()));
      missing.forEach(one -> row.add(cell(one.patterns().get(pattern).induced())));
      row.add(subjects(first.patterns().get(p).found()));
      missing.forEach(one -> row.add(cell(one.patterns().get(pattern).found())));
      rows.add(row);
    }
    text.append('\n').append(TextTable.of(headers, rows));
    line("%s %s; induced: subjects who have at least these, left with just these."
        .formatted(MissingJson.MISSING, metric.label()));
    line("Found: subjects who have just these. Fewer than %d are not shown."
        .formatted(MissingReport.SMALLEST_CELL));
    if (shown < first.patterns().size()) {
      line("%d patterns more in comparison.json.".formatted(first.patterns().size() - shown));
    }
  }

  private void deployment(MissingModalities missing) {
    MissingModalities.Deployed deployed = missing.deployment();
    if (deployed != null) {
      List<String> named = new ArrayList<>();
      deployed.available().forEach((name, p) -> named.add("%s %s".formatted(name, p)));
      line(
          "Expected where it is deployed (%s): %s %s."
              .formatted(
                  String.join(", ", named),
                  missing.candidate(),
                  ComparisonTable.text(deployed.cell().estimate())));
    }
  }

  private void degradation(MissingModalities missing) {
    if (missing.degradation().isEmpty()) {
      return;
    }
    List<String> points = new ArrayList<>();
    for (MissingModalities.Degradation point : missing.degradation()) {
      points.add(
          String.format(
              Locale.ROOT,
              "%d: %.3f (worst %.3f)",
              point.present(),
              point.mean().value(),
              point.lowest().value()));
    }
    line(
        "Degradation of %s by modalities left, on %d subjects who have all: %s."
            .formatted(
                missing.candidate(), missing.completeSubjects(), String.join(", ", points)));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String subjects(MissingModalities.@Nullable Cell cell) {
    return cell == null ? "" : String.valueOf(cell.subjects());
  }

  private static String cell(MissingModalities.@Nullable Cell cell) {
    return cell == null ? "" : ComparisonTable.text(cell.estimate());
  }

  private static String signed(Estimate estimate) {
    if (Double.isNaN(estimate.value())) {
      return "not known";
    }
    return estimate.hasInterval()
        ? String.format(
            Locale.ROOT, "%+.3f [%+.3f, %+.3f]", estimate.value(), estimate.lower(), estimate.upper())
        : String.format(Locale.ROOT, "%+.3f", estimate.value());
  }
}
