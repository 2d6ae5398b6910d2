package org.interfuse.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.interfuse.finding.Findings;
import org.interfuse.progress.Progress;

/** Subjects with a table, wide columns and a note, some of them missing, and studies of them. */
record TransferFolder(Path folder, String prefix, long seed) {
  private static final int SUBJECTS = 48;
  private static final String[] WORDS = {
    "calm", "pain", "night", "fever", "rest", "walks", "sleep"
  };

  /** Writes the tables. */
  TransferFolder write() throws IOException {
    Files.createDirectories(folder);
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder table = new StringBuilder("id,class,age,dose,grade,note\n");
    StringBuilder genes = new StringBuilder("id,g1,g2,g3,g4,g5\n");
    for (int i = 0; i < SUBJECTS; i++) {
      boolean high = i % 2 == 0;
      String note = "%s %s".formatted(high ? "fever" : "calm", WORDS[random.nextInt(7)]);
      table.append(
          "%s%d,%s,%d,%d,%s,%s\n"
              .formatted(
                  prefix,
                  i,
                  high ? "high" : "low",
                  (high ? 60 : 50) + random.nextInt(20),
                  random.nextInt(9),
                  "xyz".charAt(random.nextInt(3)),
                  i % 8 == 7 ? "" : note));
      if (i % 6 != 5) {
        genes.append(prefix).append(i);
        for (int j = 0; j < 5; j++) {
          double value = random.nextDouble(-1, 1) + (high && j == 0 ? 1 : 0);
          genes.append(String.format(Locale.ROOT, ",%.4f", value));
        }
        genes.append('\n');
      }
    }
    Files.writeString(folder.resolve("table.csv"), table);
    Files.writeString(folder.resolve("genes.csv"), genes);
    return this;
  }

  /** The modalities with encoders of their own. */
  static String scratch() {
    return """
        person: {columns: [age, grade], encoder: {widths: [8]}}
        genes: {path: genes.csv, encoder: {type: wide, width: 8}}
        notes: {source: text, columns: note, encoder: {type: bag-of-embeddings, width: 8}}
      """;
  }

  /** Writes {@code study.yaml}. */
  Path study(String modalities, String more, int members) throws IOException {
    Path file = folder.resolve("study.yaml");
    Files.writeString(
        file,
        """
        interfuse: 1
        study: %s
        cohort: {table: table.csv, id: id, target: {type: classification, column: class}}
        training: {epochs: 2, ensemble: %d, learning_rate: 0.01}
        split: {folds: 2}
        modalities:
        %s
        %s
        """
            .formatted(prefix, members, modalities.indent(2).stripTrailing(), more));
    return file;
  }

  /** Reads a study with its data. */
  LoadedStudy load(String modalities, String more) throws IOException {
    return LoadedStudy.read(study(modalities, more, 1), Progress.SILENT);
  }

  /** Trains a study's own model. */
  Path train(String modalities, String more) throws IOException {
    return train(modalities, more, 1);
  }

  /** Trains several networks that predict together. */
  Path train(String modalities, String more, int members) throws IOException {
    LoadedStudy loaded = LoadedStudy.read(study(modalities, more, members), Progress.SILENT);
    Path run = folder.resolve("run");
    try (RunFolder out = RunFolder.create(run)) {
      TrainRun.run(loaded, 1, 1, out, Progress.SILENT);
    }
    return run.resolve(RunFolder.MODEL);
  }

  /** What a model makes of these subjects before its heads. */
  EncodeRun encode(Path model) {
    try (TrainedModel trained = ModelFile.read(model)) {
      NewData data = new NewData(folder, Map.of(), null, Set.of());
      return EncodeRun.run(trained, data, new Findings(), Progress.SILENT);
    }
  }
}
