package org.interfuse.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.cohort.Fold;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.MetricResult;
import org.interfuse.comparison.ShownFolds;
import org.interfuse.evaluation.Estimate;
import org.interfuse.file.AtomicFile;

/**
 * {@code comparison.csv}: for each candidate, target and metric one row for each fold and one,
 * whose fold is {@code all}, for the estimate with its interval. Empty cells are undefined; so are
 * the figures of folds with fewer test subjects than the study's smallest cell (law 9), and as many
 * more as it takes that those do not follow from the row {@code all}.
 */
final class ComparisonCsv {
  private static final List<String> HEADER =
      List.of(
          "candidate",
          "target",
          "metric",
          "repeat",
          "fold",
          "train",
          "test",
          "value",
          "lower",
          "upper");

  private ComparisonCsv() {}

  static void write(Path file, ComparisonResult result, int smallestCell) throws IOException {
    AtomicFile.write(
        file,
        stream -> {
          CsvWriter csv =
              CsvWriter.builder().build(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
          csv.writeRecord(HEADER);
          for (CandidateResult candidate : result.candidates()) {
            for (MetricResult metric : candidate.metrics()) {
              write(csv, result, candidate.name(), metric, smallestCell);
            }
          }
          csv.flush();
        });
  }

  private static void write(
      CsvWriter csv,
      ComparisonResult result,
      String candidate,
      MetricResult metric,
      int smallestCell) {
    double[] shown =
        ShownFolds.of(result.protocol(), metric.target(), metric.perFold(), smallestCell);
    List<Fold> folds = result.protocol().split().folds();
    for (int f = 0; f < folds.size(); f++) {
      Fold fold = folds.get(f);
      csv.writeRecord(
          candidate,
          metric.target(),
          metric.metric(),
          String.valueOf(fold.repeat() + 1),
          fold.name(),
          String.valueOf(fold.train().length),
          String.valueOf(fold.test().length),
          cell(shown[f]),
          "",
          "");
    }
    Estimate estimate = metric.estimate();
    csv.writeRecord(
        candidate,
        metric.target(),
        metric.metric(),
        "",
        "all",
        "",
        "",
        cell(estimate.value()),
        cell(estimate.lower()),
        cell(estimate.upper()));
  }

  private static String cell(double value) {
    return Double.isFinite(value) ? String.valueOf(value) : "";
  }
}
