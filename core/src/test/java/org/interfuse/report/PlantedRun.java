package org.interfuse.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.interfuse.progress.Progress;
import org.interfuse.run.CompareRun;
import org.interfuse.run.LoadedStudy;
import org.interfuse.run.RunFolder;

/**
 * A small comparison of two targets whose ids, values and times are all recognisable: none of them
 * may be found in what is drawn of it.
 *
 * @param folder of the run
 * @param secrets every id, number and time of a subject
 */
record PlantedRun(Path folder, List<String> secrets) {
  private static final String STUDY =
      """
      interfuse: 1
      study: <planted> & "quoted"
      cohort:
        table: cohort.csv
        id: id
        targets:
          response: {type: classification, column: response}
          death: {type: survival, time: months, event: {column: died, is: 1}}
      modalities:
        genes: {path: genes.csv}
        notes: {path: notes.csv}
        scan: {path: scan.csv}
      model: {fusion: gated, width: 8}
      training: {epochs: 4, batch: 16, learning_rate: 0.01}
      split: {folds: 3}
      comparison:
        primary: gated
        candidates:
          - {baseline: prevalence}
          - {baseline: linear, merge: late}
          - {strategy: unimodal, modality: genes}
          - {strategy: late}
          - {fusion: gated}
      report: {by: [ward]}
      card:
        intended_use: "Sorting <b>nobody</b> & nothing"
        limits: |
          First.

          Second.
      """;

  /** Writes the data, compares, and keeps the run in {@code folder/run}. */
  static PlantedRun make(Path folder, int subjects, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> secrets = new ArrayList<>();
    List<String> cohort = new ArrayList<>(List.of("id,response,months,died,ward"));
    List<List<String>> modalities = new ArrayList<>();
    for (String name : List.of("g", "n", "s")) {
      modalities.add(new ArrayList<>(List.of("id,%s1,%s2".formatted(name, name))));
    }
    for (int i = 0; i < subjects; i++) {
      double signal = random.nextDouble(-1, 1);
      String id = "zebra%04dq".formatted(7000 + i);
      String time = number(100 + 50 * Math.exp(-signal) * random.nextDouble(0.5, 1.5));
      secrets.addAll(List.of(id, time));
      cohort.add(
          "%s,%s,%s,%d,%s"
              .formatted(
                  id,
                  signal + random.nextDouble(-0.5, 0.5) > 0 ? "yes" : "no",
                  time,
                  random.nextInt(10) < 7 ? 1 : 0,
                  i % 2 == 0 ? "north" : i < 6 ? "attic" : "south"));
      for (int m = 0; m < 3; m++) {
        String first = number(signal + random.nextDouble(-1, 1));
        String second = number(random.nextDouble(-1, 1));
        if (m == 0 || (m == 1 ? i % 3 > 0 : i % 11 > 0)) {
          modalities.get(m).add("%s,%s,%s".formatted(id, first, second));
          secrets.addAll(List.of(first, second));
        }
      }
    }
    Files.createDirectories(folder);
    Files.write(folder.resolve("cohort.csv"), cohort);
    Files.write(folder.resolve("genes.csv"), modalities.get(0));
    Files.write(folder.resolve("notes.csv"), modalities.get(1));
    Files.write(folder.resolve("scan.csv"), modalities.get(2));
    Path study = Files.writeString(folder.resolve("study.yaml"), STUDY);
    Path run = folder.resolve("run");
    try (RunFolder output = RunFolder.create(run)) {
      CompareRun.run(LoadedStudy.read(study, Progress.SILENT), 0, 2, output, Progress.SILENT);
    }
    return new PlantedRun(run, secrets);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  String page() throws IOException {
    return Files.readString(folder.resolve("report.html"));
  }
}
