package org.interfuse.cli;

import java.util.ArrayList;
import java.util.List;
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
  /** With more patterns, only those are shown that say most. */
  private static final int MOST_PATTERNS = 7;

  private final MissingReport report;
  private final Target target;
  private final int smallestCell;
  private final Metric metric;
  private final StringBuilder text = new StringBuilder();

  private MissingTables(MissingReport report, Target target, int smallestCell) {
    this.report = report;
    this.target = target;
    this.smallestCell = smallestCell;
    this.metric = Metrics.primary(target.schema());
  }

  /**
   * Tables for each target; empty where nothing was asked.
   *
   * @param smallestCell fewest subjects of whom a figure is shown
   */
  static String of(MissingReport report, ComparisonResult result, int smallestCell) {
    StringBuilder text = new StringBuilder();
    List<Target> targets = result.protocol().cohort().targets();
    for (Target target : targets) {
      String own = new MissingTables(report, target, smallestCell).text();
      if (!own.isEmpty()) {
        text.append('\n');
        text.append(targets.size() > 1 ? "target " + target.name() + "\n" : "");
        text.append(own);
      }
    }
    report.notes().forEach(note -> text.append('\n').append(Wrapped.of(note)));
    return text.toString();
  }

  private String text() {
    shares();
    List<MissingModalities> missing =
        report.missing().stream().filter(one -> one.target().equals(target.name())).toList();
    missing.forEach(this::patterns);
    if (!missing.isEmpty()) {
      line(MissingJson.MISSING);
      line("Induced: subjects who have at least these modalities, left with just these.");
      line(
          "Found: subjects who have just these. Fewer than %d subjects are not shown."
              .formatted(smallestCell));
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
          "Reliance: %s (Shapley value of %s, by masking)"
              .formatted(MissingJson.RELIANCE, metric.label()));
    }
    if (value != null) {
      line(
          "Value: %s (%s of the fit with all less without it)"
              .formatted(MissingJson.VALUE, metric.label()));
      failures(value);
    }
    line(
        metric.higherIsBetter()
            ? "Above 0 it helps."
            : "Above 0 it helps: a lower value is better.");
  }

  private void failures(ModalityValue value) {
    for (ModalityValue.Subset subset : value.subsets()) {
      if (!subset.failures().isEmpty()) {
        line("Not known: %s: %s".formatted(subset.refit(), subset.failures().get(0)));
      }
    }
  }

  private void patterns(MissingModalities missing) {
    List<MissingModalities.Pattern> patterns = missing.patterns();
    List<List<String>> rows = new ArrayList<>();
    for (int p = 0; p < patterns.size(); p++) {
      if (isShown(patterns, p)) {
        MissingModalities.Pattern pattern = patterns.get(p);
        rows.add(
            List.of(
                name(patterns, p),
                subjects(pattern.induced()),
                cell(pattern.induced()),
                subjects(pattern.found()),
                cell(pattern.found())));
      }
    }
    text.append('\n');
    line("%s with modalities missing, %s".formatted(missing.candidate(), metric.label()));
    List<String> headers = List.of("modalities", "have them", "induced", "just them", "found");
    text.append(TextTable.of(headers, rows));
    deployment(missing);
    degradation(missing);
    if (rows.size() < patterns.size()) {
      line("%d patterns more in comparison.json.".formatted(patterns.size() - rows.size()));
    }
  }

  /** All, all but one, one alone, and those in which enough subjects were found. */
  private static boolean isShown(List<MissingModalities.Pattern> patterns, int pattern) {
    int present = patterns.get(pattern).modalities().size();
    int all = patterns.get(0).modalities().size();
    return patterns.size() <= MOST_PATTERNS
        || present >= all - 1
        || present == 1
        || patterns.get(pattern).found() != null;
  }

  /** {@code all}, {@code all but rna}, or the modalities. */
  private static String name(List<MissingModalities.Pattern> patterns, int pattern) {
    List<String> all = patterns.get(0).modalities();
    List<String> left = patterns.get(pattern).modalities();
    List<String> gone = all.stream().filter(one -> !left.contains(one)).toList();
    if (gone.isEmpty()) {
      return "all";
    }
    return left.size() > gone.size()
        ? "all but " + String.join(", ", gone)
        : String.join(" + ", left);
  }

  private void deployment(MissingModalities missing) {
    MissingModalities.Deployed deployed = missing.deployment();
    if (deployed != null) {
      List<String> named = new ArrayList<>();
      deployed.available().forEach((name, p) -> named.add("%s is there at %s".formatted(name, p)));
      line(
          "Expected where %s: %s, from %s subjects."
              .formatted(
                  String.join(", ", named),
                  ComparisonTable.text(deployed.cell().estimate()),
                  subjects(deployed.cell())));
    }
  }

  private void degradation(MissingModalities missing) {
    if (missing.degradation().isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (MissingModalities.Degradation point : missing.degradation()) {
      rows.add(
          List.of(
              String.valueOf(point.present()),
              ComparisonTable.text(point.mean()),
              ComparisonTable.text(point.lowest()),
              String.join(" + ", point.worst())));
    }
    line(
        "On %d subjects who have all modalities, left with some:"
            .formatted(missing.completeSubjects()));
    text.append(TextTable.of(List.of("left", "mean", "worst", "the worst"), rows));
  }

  private void line(String line) {
    text.append(Wrapped.of(line));
  }

  private static String subjects(MissingModalities.@Nullable Cell cell) {
    return cell == null ? "" : (cell.about() ? "about " : "") + cell.subjects();
  }

  private static String cell(MissingModalities.@Nullable Cell cell) {
    return cell == null ? "" : ComparisonTable.text(cell.estimate());
  }

  private static String signed(Estimate estimate) {
    return Double.isNaN(estimate.value()) ? "not known" : ComparisonTable.signed(estimate);
  }
}
