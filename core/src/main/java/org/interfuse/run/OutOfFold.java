package org.interfuse.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.Outcome;
import org.interfuse.file.AtomicFile;
import org.interfuse.target.Target;

/**
 * {@code out-of-fold.csv}: one row for each prediction of a subject by a model that never saw it.
 */
final class OutOfFold {
  private static final double[] NO_TIMES = {};

  private OutOfFold() {}

  static void write(Path file, ComparisonResult result) throws IOException {
    Cohort cohort = result.protocol().cohort();
    List<PredictionColumns> columns =
        PredictionColumns.of(cohort.targets().stream().map(Target::schema).toList(), NO_TIMES);
    AtomicFile.write(
        file,
        stream -> {
          CsvWriter csv =
              CsvWriter.builder().build(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
          csv.writeRecord(header(columns));
          for (CandidateResult candidate : result.candidates()) {
            for (Outcome outcome : candidate.outcomes()) {
              write(csv, result, candidate.name(), outcome, columns);
            }
          }
          csv.flush();
        });
  }

  private static List<String> header(List<PredictionColumns> columns) {
    List<String> header =
        new ArrayList<>(List.of("candidate", "repeat", "fold", "seed", "subject", "by prior"));
    columns.forEach(column -> header.addAll(column.names()));
    columns.forEach(column -> header.addAll(column.trueNames()));
    return header;
  }

  private static void write(
      CsvWriter csv,
      ComparisonResult result,
      String candidate,
      Outcome outcome,
      List<PredictionColumns> columns) {
    Cohort cohort = result.protocol().cohort();
    Fold fold = result.protocol().split().folds().get(outcome.fold());
    for (int i = 0; i < fold.test().length; i++) {
      int subject = fold.test()[i];
      List<String> cells = new ArrayList<>();
      cells.add(candidate);
      cells.add(String.valueOf(fold.repeat() + 1));
      cells.add(fold.name());
      cells.add(String.valueOf(outcome.seed() + 1));
      cells.add(cohort.ids().get(subject));
      cells.add(outcome.byPrior()[i] ? "1" : "0");
      for (int t = 0; t < columns.size(); t++) {
        cells.addAll(columns.get(t).cells(outcome.predictions().get(t), i));
      }
      for (int t = 0; t < columns.size(); t++) {
        cells.addAll(columns.get(t).trueCells(cohort.targets().get(t), subject));
      }
      csv.writeRecord(cells);
    }
  }
}
