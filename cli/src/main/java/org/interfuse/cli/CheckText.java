package org.interfuse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.interfuse.run.AvailabilityPattern;
import org.interfuse.run.CandidatePicture;
import org.interfuse.run.CheckRun;
import org.interfuse.run.FoldPicture;
import org.interfuse.run.ModalityPicture;
import org.interfuse.run.TargetBalance;
import org.interfuse.run.Workers;
import org.interfuse.source.CohortReading;

/** What {@code check} prints for people. */
final class CheckText {
  private static final int BAR = 30;
  private static final int MOST_COUNTS = 4;

  private final CheckRun run;
  private final StringBuilder text = new StringBuilder();

  private CheckText(CheckRun run) {
    this.run = run;
  }

  /**
   * The text.
   *
   * @param showSubjects whether the audits name subjects (law 9)
   */
  static String of(CheckRun run, boolean showSubjects) {
    CheckText text = new CheckText(run);
    text.cohort();
    text.modalities();
    text.patterns();
    text.targets();
    text.folds();
    text.candidates();
    text.heading("Audit");
    text.text.append(AuditText.of(run.audit(), showSubjects));
    text.resolved();
    return text.text.toString();
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private void heading(String heading) {
    line("%n# %s%n", heading);
  }

  private void cohort() {
    CohortReading reading = run.loaded().reading();
    line("# Cohort of %s%n", run.loaded().study().name());
    line("%,d subjects", reading.cohort().size());
    if (reading.tableRows() != reading.tableSubjects()) {
      line("%,d rows of %,d subjects in the table", reading.tableRows(), reading.tableSubjects());
    }
    if (reading.withoutTargets() > 0) {
      line("%,d left out, because they have no target", reading.withoutTargets());
    }
    if (reading.withoutModalities() > 0) {
      line(
          "%,d have no modality at all; the training prior is predicted for them",
          reading.withoutModalities());
    }
  }

  private void modalities() {
    heading("Modalities");
    List<List<String>> rows = new ArrayList<>();
    for (ModalityPicture one : run.modalities()) {
      rows.add(
          List.of(
              one.reading().name(),
              count(one.reading().rows()),
              count(one.reading().joined()),
              count(one.reading().unknown()),
              count(one.reading().present()),
              count(one.numeric()),
              count(one.categorical()),
              percent(one.missing()),
              count(one.numericWidth()) + " + " + count(one.categoricalWidth())));
    }
    text.append(
        TextTable.of(
            List.of(
                "modality",
                "subjects read",
                "joined",
                "unknown ids",
                "in cohort",
                "numeric",
                "categorical",
                "missing cells",
                "prepared"),
            rows));
    line("prepared: numeric + categorical columns, as fitted on the first fold's training part");
    for (ModalityPicture one : run.modalities()) {
      if (one.mappedBytes() > 0) {
        line(
            "%s: %s packed or mapped, read in tiles and never held as a table",
            one.reading().name(), bytes(one.mappedBytes()));
      }
    }
    for (ModalityPicture one : run.modalities()) {
      if (!one.contents().isEmpty()) {
        line("%s: %s", one.reading().name(), one.contents());
      }
    }
    text.append(TakenOverText.of(run.loaded().takenOver()));
    for (ModalityPicture one : run.modalities()) {
      if (one.reading().joinedByPosition()) {
        line("%s", Terminal.loud("JOINED BY POSITION, NOT BY ID: " + one.reading().name()));
      }
    }
  }

  private void patterns() {
    heading("Who has what");
    int most = run.patterns().get(0).subjects();
    List<List<String>> rows = new ArrayList<>();
    for (AvailabilityPattern pattern : run.patterns()) {
      List<String> row = new ArrayList<>();
      row.add(count(pattern.subjects()));
      for (ModalityPicture modality : run.modalities()) {
        row.add(pattern.modalities().contains(modality.reading().name()) ? "x" : "");
      }
      row.add("#".repeat(Math.max(1, pattern.subjects() * BAR / most)));
      rows.add(row);
    }
    List<String> headers = new ArrayList<>(List.of("subjects"));
    run.modalities().forEach(modality -> headers.add(modality.reading().name()));
    headers.add("");
    text.append(TextTable.of(headers, rows, 1));
  }

  private void targets() {
    for (TargetBalance target : run.targets()) {
      heading("Target " + target.name() + ", " + target.type().text());
      line(
          "%,d subjects have it%s",
          target.known(), target.missing() == 0 ? "" : ", %,d lack it".formatted(target.missing()));
      int most = target.counts().values().stream().mapToInt(Integer::intValue).max().orElse(0);
      List<List<String>> rows = new ArrayList<>();
      target
          .counts()
          .forEach(
              (name, subjects) ->
                  rows.add(
                      List.of(
                          name,
                          count(subjects),
                          percent((double) subjects / target.known()),
                          "#".repeat(subjects * BAR / Math.max(1, most)))));
      if (!rows.isEmpty()) {
        text.append(TextTable.of(List.of("", "subjects", "share", ""), rows, 3));
      }
      target
          .figures()
          .forEach((name, value) -> line("%s: %s", name.replace('_', ' '), figure(value)));
    }
  }

  private void folds() {
    heading("Split: " + run.loaded().split().describe());
    TargetBalance first = run.targets().get(0);
    List<String> names = List.copyOf(first.counts().keySet());
    boolean each = names.size() <= MOST_COUNTS;
    List<List<String>> rows = new ArrayList<>();
    for (FoldPicture fold : run.folds()) {
      List<String> row =
          new ArrayList<>(List.of(fold.name(), count(fold.train()), count(fold.test())));
      if (each) {
        names.forEach(name -> row.add(counts(fold, first.name(), name)));
      } else {
        row.add(fewest(fold, first.name()));
      }
      rows.add(row);
    }
    List<String> headers = new ArrayList<>(List.of("fold", "train", "test"));
    if (each) {
      headers.addAll(names);
    } else {
      headers.add("fewest of a class");
    }
    text.append(TextTable.of(headers, rows));
    if (!names.isEmpty()) {
      String what = each ? String.join(", ", names) : "fewest of a class";
      line("%s: in the training part + in the test part", what);
    }
  }

  private static String counts(FoldPicture fold, String target, String name) {
    return count(of(fold.trainCounts(), target).getOrDefault(name, 0))
        + " + "
        + count(of(fold.testCounts(), target).getOrDefault(name, 0));
  }

  private static String fewest(FoldPicture fold, String target) {
    return count(fewest(of(fold.trainCounts(), target)))
        + " + "
        + count(fewest(of(fold.testCounts(), target)));
  }

  private static int fewest(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).min().orElse(0);
  }

  private static Map<String, Integer> of(
      Map<String, Map<String, Integer>> byTarget, String target) {
    return byTarget.getOrDefault(target, Map.of());
  }

  private void candidates() {
    heading("Candidates");
    String primary = run.loaded().study().comparison().primary();
    List<List<String>> rows = new ArrayList<>();
    for (CandidatePicture candidate : run.candidates()) {
      boolean network = candidate.fitBytes() > 0;
      long fit = candidate.fitBytes() + candidate.rows().bytes();
      rows.add(
          List.of(
              candidate.name() + (candidate.name().equals(primary) ? " *" : ""),
              candidate.kind(),
              network ? count(candidate.parameters()) : "",
              fit > 0 ? bytes(fit) : ""));
    }
    text.append(TextTable.of(List.of("candidate", "kind", "parameters", "memory of a fit"), rows));
    Workers workers = Workers.of(run.loaded(), 0);
    line(CompareCommand.primary(run.loaded().study().comparison()));
    line(
        "Cohort as read %s, as prepared %s a fold. With %s the process",
        bytes(run.readBytes()),
        bytes(run.preparedBytes()),
        workers.count() == 1 ? "one fit at a time" : workers.count() + " fits at once");
    line(
        "should hold about %s at its peak, %s of it before the first fit (docs/memory.md).",
        bytes(run.peakBytes(workers.count())), bytes(run.heldBytes()));
    if (workers.limited()) {
      line("%s.", workers.reason());
    }
  }

  private void resolved() {
    heading("The study with every default written out");
    text.append(run.resolved().yaml());
  }

  private static String count(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String figure(double value) {
    return new java.math.BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString();
  }

  static String bytes(long bytes) {
    String[] units = {"kB", "MB", "GB", "TB"};
    double value = bytes / 1e3;
    int unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }
}
