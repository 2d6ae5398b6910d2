package org.interfuse.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.source.IdSpec;
import org.interfuse.source.WrittenTable;
import org.interfuse.target.Prediction;
import org.interfuse.target.TargetSchema;

/**
 * Out-of-fold predictions made elsewhere: a table with one row for each test subject of each fold,
 * joined by fold and subject. The columns are those of {@code out-of-fold.csv}; of its others
 * {@code repeat}, {@code candidate} and {@code seed} are looked at where they stand, and any more
 * are of no account. Every mistake of a file is found at once.
 */
final class PredictionsTable {
  private static final String FOLD = "fold";
  private static final String SUBJECT = "subject";
  private static final String REPEAT = "repeat";
  private static final int MOST_NAMES = 5;

  private final WrittenTable table;
  private final LoadedStudy loaded;
  private final Findings findings;
  private final RowMistakes mistakes;
  private final List<Fold> folds;
  private final List<ImportedColumns> columns = new ArrayList<>();

  /** Per fold and test subject the row that predicts it, or -1. */
  private final int[][] rowOf;

  private PredictionsTable(WrittenTable table, LoadedStudy loaded, Findings findings) {
    this.table = table;
    this.loaded = loaded;
    this.findings = findings;
    this.mistakes = new RowMistakes(table);
    this.folds = loaded.split().folds();
    this.rowOf = new int[folds.size()][];
  }

  /**
   * The predictions, per fold one a target; empty after a mistake, which is added to {@code
   * findings}.
   */
  static List<List<Prediction>> read(WrittenTable table, LoadedStudy loaded, Findings findings) {
    PredictionsTable reader = new PredictionsTable(table, loaded, findings);
    return reader.hasColumns() ? reader.rows() : List.of();
  }

  private boolean hasColumns() {
    int before = findings.errors().size();
    for (String name : List.of(FOLD, SUBJECT)) {
      if (table.column(name) < 0) {
        findings.error(table.lacks(name));
      }
    }
    List<TargetSchema> targets = loaded.targets();
    for (PredictionColumns target : PredictionColumns.of(targets, new double[0])) {
      columns.add(ImportedColumns.of(table, target.schema(), target.prefix(), findings));
    }
    for (String single : List.of("candidate", "seed")) {
      requireOne(single);
    }
    return findings.errors().size() == before;
  }

  /** Our own file holds all candidates and seeds: only one of them is a candidate here. */
  private void requireOne(String name) {
    int column = table.column(name);
    Set<String> values = new HashSet<>();
    for (int row = 0; column >= 0 && row < table.rows(); row++) {
      values.add(table.cell(row, column));
    }
    if (values.size() > 1) {
      findings.error(
          Finding.of(
              table.shown() + ", column " + name,
              "a file must hold the predictions of one %s".formatted(name),
              values.size() + " of them",
              List.of("write one file for each")));
    }
  }

  private List<List<Prediction>> rows() {
    Places places = new Places(loaded.cohort(), folds);
    double[][][][] values = new double[folds.size()][columns.size()][][];
    for (int f = 0; f < folds.size(); f++) {
      rowOf[f] = new int[folds.get(f).test().length];
      Arrays.fill(rowOf[f], -1);
      for (int t = 0; t < columns.size(); t++) {
        values[f][t] = new double[rowOf[f].length][];
      }
    }
    Map<Integer, List<Integer>> repeated = new LinkedHashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      double[][] figures = figures(row);
      int fold = fold(row, places);
      int place = fold < 0 ? -1 : place(row, fold, places);
      if (place >= 0 && rowOf[fold][place] >= 0) {
        repeated.computeIfAbsent(rowOf[fold][place], first -> new ArrayList<>()).add(row);
      } else if (place >= 0) {
        rowOf[fold][place] = row;
        for (int t = 0; t < columns.size(); t++) {
          values[fold][t][place] = figures[t];
        }
      }
    }
    int before = findings.errors().size();
    mistakes.report(findings);
    reportUnknown(places);
    reportRepeated(repeated);
    reportMissing();
    return findings.errors().size() == before ? predictions(values) : List.of();
  }

  private double[][] figures(int row) {
    double[][] figures = new double[columns.size()][];
    for (int t = 0; t < figures.length; t++) {
      figures[t] = columns.get(t).read(table, row, mistakes);
    }
    return figures;
  }

  private List<List<Prediction>> predictions(double[][][][] values) {
    List<List<Prediction>> predictions = new ArrayList<>();
    for (double[][][] ofFold : values) {
      List<Prediction> ofTargets = new ArrayList<>();
      for (int t = 0; t < ofFold.length; t++) {
        ofTargets.add(columns.get(t).prediction(ofFold[t]));
      }
      predictions.add(List.copyOf(ofTargets));
    }
    return predictions;
  }

  private int fold(int row, Places places) {
    int column = table.column(FOLD);
    Integer fold = places.folds.get(table.cell(row, column));
    if (fold == null) {
      mistakes.add(row, column, "expected a fold of the study's split", "rows of others", names());
      return -1;
    }
    int repeat = table.column(REPEAT);
    if (repeat >= 0 && !isRepeat(table.cell(row, repeat), folds.get(fold).repeat() + 1)) {
      mistakes.add(row, repeat, "expected the repeat that the fold belongs to", "rows of another");
    }
    return fold;
  }

  /** Some programs write whole numbers as 1.0. */
  private static boolean isRepeat(String cell, int repeat) {
    return cell.equals(String.valueOf(repeat)) || cell.equals(repeat + ".0");
  }

  private String names() {
    List<String> names = folds.stream().map(Fold::name).limit(MOST_NAMES).toList();
    return "folds: " + String.join("; ", names) + (folds.size() > MOST_NAMES ? "; …" : "");
  }

  /** Where the row's subject stands in the fold's test part; -1 where it does not. */
  private int place(int row, int fold, Places places) {
    int column = table.column(SUBJECT);
    IdSpec id = loaded.study().cohort().id();
    String subject = table.subject(row, column, id);
    if (subject.isEmpty()) {
      mistakes.add(row, column, "every row must name its subject", "empty cells");
      return -1;
    }
    Integer known = places.subjects.get(subject);
    if (known == null) {
      places.unknown.computeIfAbsent(subject, key -> row);
      places.unknownRows.add(row);
      return -1;
    }
    int place = Arrays.binarySearch(folds.get(fold).test(), known);
    if (place < 0) {
      mistakes.add(
          row,
          column,
          "expected only subjects of the fold's test part",
          "rows of others, for whom the model may have been trained");
    }
    return place;
  }

  private void reportUnknown(Places places) {
    if (places.unknown.isEmpty()) {
      return;
    }
    int first = places.unknownRows.get(0);
    int column = table.column(SUBJECT);
    findings.error(
        Finding.of(
                table.place(first, column),
                "expected subjects of the cohort",
                "%,d that it does not have, in %s"
                    .formatted(places.unknown.size(), table.rowNumbers(places.unknownRows)))
            .withValue(table.cell(first, column)));
  }

  private void reportRepeated(Map<Integer, List<Integer>> repeated) {
    if (repeated.isEmpty()) {
      return;
    }
    Map.Entry<Integer, List<Integer>> one = repeated.entrySet().iterator().next();
    List<Integer> rows = new ArrayList<>(List.of(one.getKey()));
    rows.addAll(one.getValue());
    findings.error(
        Finding.of(
            table.place(one.getValue().get(0)),
            "a subject has one row in a fold",
            "%,d with several, the first in %s"
                .formatted(repeated.size(), table.rowNumbers(rows))));
  }

  private void reportMissing() {
    List<String> lacking = new ArrayList<>();
    long missing = 0;
    for (int f = 0; f < rowOf.length; f++) {
      long here = Arrays.stream(rowOf[f]).filter(row -> row < 0).count();
      missing += here;
      if (here > 0) {
        lacking.add("%,d of %,d in %s".formatted(here, rowOf[f].length, folds.get(f).name()));
      }
    }
    if (missing > 0) {
      String more = lacking.size() > MOST_NAMES ? "; …" : "";
      String shown = String.join("; ", lacking.stream().limit(MOST_NAMES).toList());
      findings.error(
          Finding.of(
              table.shown(),
              "every subject of a fold's test part must have a row",
              "%,d without: %s%s".formatted(missing, shown, more)));
    }
  }

  /** Who and what stands where, and the subjects that nobody knows. */
  private static final class Places {
    private final Map<String, Integer> subjects = new HashMap<>();
    private final Map<String, Integer> folds = new HashMap<>();
    private final Map<String, Integer> unknown = new LinkedHashMap<>();
    private final List<Integer> unknownRows = new ArrayList<>();

    private Places(Cohort cohort, List<Fold> split) {
      for (int subject = 0; subject < cohort.size(); subject++) {
        subjects.put(cohort.ids().get(subject), subject);
      }
      for (int fold = 0; fold < split.size(); fold++) {
        folds.put(split.get(fold).name(), fold);
      }
    }
  }
}
