package org.interfuse.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.study.Study;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.interfuse.training.NetworkFit;
import org.interfuse.training.NetworkTrainer;

/** A study with its files: a cohort's table and three modalities, some of them missing. */
record StudyFolder(Path folder, int subjects, long seed) {
  static final List<String> FILES = List.of("cohort.csv", "a.csv", "b.csv", "c.csv");

  /** Writes the tables. */
  StudyFolder write() throws IOException {
    Files.createDirectories(folder);
    SplittableRandom random = new SplittableRandom(seed);
    List<List<String>> tables = new ArrayList<>();
    tables.add(new ArrayList<>(List.of("id,class,sign,one,two,value,time,event")));
    tables.add(new ArrayList<>(List.of("id,a0,a1,level")));
    tables.add(new ArrayList<>(List.of("id,b0,b1,b2")));
    tables.add(new ArrayList<>(List.of("id,c0,c1")));
    for (int i = 0; i < subjects; i++) {
      double signal = random.nextDouble(-1, 1);
      tables
          .get(0)
          .add(
              "s%d,%s,%s,%d,%d,%s,%d,%d"
                  .formatted(
                      i,
                      signal < -0.3 ? "low" : signal < 0.3 ? "middle" : "high",
                      signal < 0 ? "minus" : "plus",
                      signal > 0 ? 1 : 0,
                      random.nextInt(2),
                      number(100 + 20 * signal),
                      1 + (int) (60 * Math.exp(-signal) * random.nextDouble()),
                      random.nextInt(10) < 7 ? 1 : 0));
      for (int m = 1; m <= 3; m++) {
        StringBuilder row = new StringBuilder("s" + i);
        for (int j = 0; j < (m == 2 ? 3 : 2); j++) {
          row.append(',').append(number(signal * (1 - j) + random.nextDouble(-1, 1)));
        }
        row.append(m == 1 ? "," + "xyz".charAt(random.nextInt(3)) : "");
        if (((i % 7 + 1) >> (m - 1) & 1) == 1) {
          tables.get(m).add(row.toString());
        }
      }
    }
    for (int t = 0; t < FILES.size(); t++) {
      Files.write(folder.resolve(FILES.get(t)), tables.get(t));
    }
    return this;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** Keeps some rows of every file, the header always; in reverse order. */
  StudyFolder reversed(Path into, Predicate<String> keepId) throws IOException {
    Files.createDirectories(into);
    for (String file : FILES) {
      List<String> lines = Files.readAllLines(folder.resolve(file));
      List<String> kept = new ArrayList<>(List.of(lines.get(0)));
      for (int row = lines.size() - 1; row > 0; row--) {
        if (keepId.test(lines.get(row).split(",")[0])) {
          kept.add(lines.get(row));
        }
      }
      Files.write(into.resolve(file), kept);
    }
    return new StudyFolder(into, subjects, seed);
  }

  /** Replaces a line of a file, cell by cell. */
  void edit(String file, java.util.function.UnaryOperator<String> line) throws IOException {
    Path path = folder.resolve(file);
    Files.write(path, Files.readAllLines(path).stream().map(line).toList());
  }

  static String target(Kind kind) {
    return switch (kind) {
      case CLASSIFICATION -> "{type: classification, column: class}";
      case MULTILABEL -> "{type: multilabel, columns: [one, two]}";
      case REGRESSION -> "{type: regression, column: value}";
      case COX, HAZARDS -> "{type: survival, time: time, event: {column: event, is: 1}}";
    };
  }

  /** Writes {@code study.yaml} and reads it with all its data. */
  LoadedStudy study(Strategy strategy, Kind kind) throws IOException {
    return study(
        "target: " + target(kind),
        "{strategy: %s%s, width: 8, head: {type: %s}}"
            .formatted(
                strategy.text(),
                strategy == Strategy.UNIMODAL ? ", modality: a" : "",
                kind.name().toLowerCase(Locale.ROOT)),
        "");
  }

  LoadedStudy study(String targets, String model, String more) throws IOException {
    Path file = folder.resolve("study.yaml");
    Files.writeString(
        file,
        """
        interfuse: 1
        cohort: {table: cohort.csv, id: id, %s}
        modalities:
          a: {path: a.csv}
          b: {path: b.csv}
          c: {path: c.csv}
        model: %s
        training: {epochs: 3, batch: 16, learning_rate: 0.01}
        split: {folds: 3}
        %s
        """
            .formatted(targets, model, more));
    return LoadedStudy.read(file, Progress.SILENT);
  }

  /** Fits the study's model on all subjects. */
  static TrainedModel train(LoadedStudy loaded) {
    return train(loaded, java.util.stream.IntStream.range(0, loaded.cohort().size()).toArray(), 2);
  }

  /** Fits the study's model on some subjects. */
  static TrainedModel train(LoadedStudy loaded, int[] all, int epochs) {
    Study study = loaded.study();
    FittedCohort preprocessing =
        PreparedCohort.fit(loaded.cohort(), loaded.preprocessing(), all, "modalities");
    NetworkFit fit =
        new NetworkTrainer("test", study.model(), study.training(), Progress.SILENT)
            .fitFor(
                java.util.Collections.nCopies(3, epochs),
                preprocessing.apply(loaded.cohort()),
                all,
                null,
                new Seed(7));
    return new TrainedModel(
        study,
        preprocessing,
        fit.network(),
        loaded.cohort().targets().stream().map(Target::schema).toList(),
        Json.object().put("epochs", epochs),
        Provenance.of(loaded.cohort(), 7, 1));
  }
}
