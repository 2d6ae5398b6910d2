package org.interfuse.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.interfuse.cohort.Cohort;
import org.interfuse.explain.Attributions;
import org.interfuse.explain.Contributions;
import org.interfuse.explain.FusionWeights;
import org.interfuse.explain.SourceFeature;
import org.interfuse.file.AtomicFile;
import org.interfuse.finding.StorageException;

/**
 * Explanations of every subject as files of a folder: {@code subjects.csv}, {@code
 * contributions.csv}, {@code completeness.csv}, {@code features.csv}, {@code attributions-…} and
 * {@code weights-…}. Files of these names are replaced.
 */
public final class ExplainFiles {
  private final ExplainRun run;
  private final Cohort cohort;
  private final Path folder;
  private final MatrixFile files;
  private final MatrixFile.Labels subjects;
  private final Set<String> used = new HashSet<>();

  /**
   * For a run.
   *
   * @param folder created where it is missing
   * @param npy whether attributions and weights go into {@code .npy} files
   */
  public ExplainFiles(ExplainRun run, Path folder, boolean npy) {
    this.run = run;
    this.cohort = run.explanation().cohort();
    this.folder = folder;
    this.files = new MatrixFile(folder, npy ? MatrixFile.Format.NPY : MatrixFile.Format.CSV);
    this.subjects = SubjectLabels.of(cohort);
  }

  /** Writes all of them. */
  public void write(int top) {
    files.table("subjects", subjects);
    files.table("contributions", contributions());
    files.table("completeness", completeness());
    files.table("features", features());
    for (Attributions attributions : run.explanation().attributions()) {
      attributions(attributions);
    }
    for (FusionWeights weights : run.explanation().weights()) {
      String target = weights.target();
      String name = target == null ? "weights" : "weights-" + plain(target);
      files.matrix(free(name), subjects, weights.columns(), weights.values());
    }
    summary(top);
  }

  private void summary(int top) {
    Path file = folder.resolve("explanation.json");
    try {
      AtomicFile.writeText(file, Json.text(run.json(top, null)));
    } catch (IOException e) {
      throw StorageException.unwritable(file, e);
    }
  }

  private MatrixFile.Labels contributions() {
    List<String> header = new ArrayList<>(List.of("subject", "target", "output", "prior"));
    header.addAll(run.explanation().contributions().get(0).modalities());
    header.add("prediction");
    List<List<String>> rows = new ArrayList<>();
    for (Contributions one : run.explanation().contributions()) {
      for (int output = 0; output < one.prior().length; output++) {
        for (int i = 0; i < cohort.size(); i++) {
          List<String> cells = new ArrayList<>();
          cells.add(cohort.ids().get(i));
          cells.add(one.target().schema().name());
          cells.add(one.target().outputs().get(output));
          cells.add(PredictionColumns.number(one.prior()[output]));
          for (double value : one.values()[output][i]) {
            cells.add(PredictionColumns.number(value));
          }
          cells.add(PredictionColumns.number(one.predictions()[i][output]));
          rows.add(cells);
        }
      }
    }
    return new MatrixFile.Labels(header, rows);
  }

  private MatrixFile.Labels completeness() {
    List<List<String>> rows = new ArrayList<>();
    for (Attributions one : run.explanation().attributions()) {
      for (int i = 0; i < one.subjects().length; i++) {
        for (int output = 0; output < one.values().length; output++) {
          rows.add(
              List.of(
                  cohort.ids().get(one.subjects()[i]),
                  one.target().schema().name(),
                  one.target().outputs().get(output),
                  PredictionColumns.number(one.baselines()[i][output]),
                  PredictionColumns.number(one.gaps()[i]),
                  one.reached()[i] ? "1" : "0",
                  String.valueOf(one.nodes()[i])));
        }
      }
    }
    List<String> header =
        List.of("subject", "target", "output", "at baseline", "largest gap", "complete", "nodes");
    return new MatrixFile.Labels(header, rows);
  }

  private MatrixFile.Labels features() {
    List<List<String>> rows = new ArrayList<>();
    for (SourceFeature feature : run.explanation().attributions().get(0).features()) {
      rows.add(List.of(feature.modality(), feature.column(), feature.prepared()));
    }
    return new MatrixFile.Labels(List.of("modality", "column", "prepared"), rows);
  }

  /** Rows of every subject of the cohort; of whom nothing is known, none. No file of no columns. */
  private void attributions(Attributions attributions) {
    if (attributions.features().isEmpty()) {
      return;
    }
    List<String> columns =
        attributions.features().stream().map(f -> f.modality() + "." + f.prepared()).toList();
    for (int output = 0; output < attributions.values().length; output++) {
      float[][] rows = new float[cohort.size()][];
      for (int i = 0; i < attributions.subjects().length; i++) {
        rows[attributions.subjects()[i]] = attributions.values()[output][i];
      }
      String name =
          "attributions-%s-%s"
              .formatted(
                  plain(attributions.target().schema().name()),
                  plain(attributions.target().outputs().get(output)));
      files.matrix(free(name), subjects, columns, rows);
    }
  }

  /** Names of targets and classes are any text; names of files are not. */
  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9_.-]", "_");
  }

  /** The name, numbered if it was used before. */
  private String free(String name) {
    String free = name;
    for (int number = 2; !used.add(free); number++) {
      free = name + "-" + number;
    }
    return free;
  }
}
