package org.interfuse.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.file.AtomicFile;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code splits.csv}: who is in which part of which fold, one row for each repeat, fold and
 * subject, so that models can be trained elsewhere on exactly our splits. Holds ids, and the values
 * of the column that groups subjects where the study has one; nothing else of a subject.
 *
 * @param file that was written
 * @param folds of the split
 * @param rows of the file
 * @param columns of the file
 * @param predictions columns that a file of predictions must have to come back as a candidate
 */
public record SplitExport(
    Path file, int folds, long rows, List<String> columns, List<String> predictions) {
  private static final String NAME = "splits.csv";
  private static final List<String> COLUMNS = List.of("repeat", "fold", "subject", "part");

  public SplitExport {
    columns = List.copyOf(columns);
    predictions = List.copyOf(predictions);
  }

  /**
   * Writes the split of a study.
   *
   * @param place the file, if its name ends in {@code .csv}; otherwise the folder that {@code
   *     splits.csv} goes into
   * @throws FindingsException if the file exists and holds something else
   */
  public static SplitExport write(LoadedStudy loaded, Path place) {
    Path file = place.toString().endsWith(".csv") ? place : place.resolve(NAME);
    String group = loaded.study().split().group();
    List<String> columns = new ArrayList<>(COLUMNS);
    if (group != null) {
      columns.add("group");
    }
    requireOurs(file);
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      AtomicFile.write(
          file,
          stream -> {
            CsvWriter csv =
                CsvWriter.builder().build(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
            csv.writeRecord(columns);
            loaded.split().folds().forEach(fold -> write(csv, loaded.cohort(), fold, group));
            csv.flush();
          });
    } catch (IOException e) {
      throw StorageException.unwritable(file, e);
    }
    long rows =
        loaded.split().folds().stream().mapToLong(f -> f.train().length + f.test().length).sum();
    return new SplitExport(file, loaded.split().folds().size(), rows, columns, wanted(loaded));
  }

  /** A data file named by mistake is not replaced. */
  private static void requireOurs(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    try (var lines = Files.newBufferedReader(file)) {
      String first = lines.readLine();
      if (first != null && first.startsWith(String.join(",", COLUMNS))) {
        return;
      }
    } catch (IOException e) {
      throw StorageException.unreadable(file, e);
    }
    throw new FindingsException(
        Finding.of(
            "--export-splits " + file,
            "only splits that were exported before are replaced",
            "a file that begins otherwise",
            List.of("choose another name")));
  }

  private static void write(CsvWriter csv, Cohort cohort, Fold fold, @Nullable String group) {
    write(csv, cohort, fold, "train", fold.train(), group);
    write(csv, cohort, fold, "test", fold.test(), group);
  }

  private static void write(
      CsvWriter csv,
      Cohort cohort,
      Fold fold,
      String part,
      int[] subjects,
      @Nullable String group) {
    for (int subject : subjects) {
      List<String> cells = new ArrayList<>();
      cells.add(String.valueOf(fold.repeat() + 1));
      cells.add(fold.name());
      cells.add(cohort.ids().get(subject));
      cells.add(part);
      if (group != null) {
        cells.add(Objects.requireNonNull(cohort.attributes().get(group)).get(subject));
      }
      csv.writeRecord(cells);
    }
  }

  private static List<String> wanted(LoadedStudy loaded) {
    List<String> columns = new ArrayList<>(List.of("repeat", "fold", "subject"));
    for (PredictionColumns target : PredictionColumns.of(loaded.targets(), new double[0])) {
      columns.addAll(ImportedColumns.names(target.schema(), target.prefix()));
    }
    return columns;
  }

  /** The same as a tree. */
  public JsonNode json() {
    ObjectNode node = Json.object();
    node.put("splits", file.toString());
    node.put("folds", folds);
    node.put("rows", rows);
    node.set("columns", Json.MAPPER.valueToTree(columns));
    node.set("prediction_columns", Json.MAPPER.valueToTree(predictions));
    return node;
  }
}
