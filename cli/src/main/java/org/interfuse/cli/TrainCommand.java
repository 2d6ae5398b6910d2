package org.interfuse.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.progress.Progress;
import org.interfuse.run.Json;
import org.interfuse.run.LoadedStudy;
import org.interfuse.run.Replay;
import org.interfuse.run.RunFolder;
import org.interfuse.run.TrainRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "train",
    description = {
      "Judges the study's own model on its folds, then fits it on all subjects for the folds'",
      "median best number of epochs, and keeps it as model.interfuse. --replay repeats a run."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Mixin private StudyOptions options = new StudyOptions();
  @Mixin private FitOptions fits = new FitOptions();

  @ArgGroup(exclusive = false)
  private @Nullable ReplayOptions replayed;

  @Override
  public Integer call() {
    Progress progress = options.progress();
    if (replayed == null) {
      LoadedStudy loaded = options.load(progress, System.err);
      Path output = output(loaded, "-run");
      int workers = fits.trainingWorkers(loaded); // refuses before anything is written
      try (RunFolder folder = fits.folder(output)) {
        train(loaded, fits.seeds(), workers, folder, output, progress);
      }
      return 0;
    }
    return replay(replayed, progress);
  }

  private int replay(ReplayOptions replayed, Progress progress) {
    Replay replay = Replay.read(replayed.provenance());
    LoadedStudy loaded = load(replay, replayed.data(), progress);
    int seeds = fits.seeds() > 0 ? fits.seeds() : replay.seeds();
    Path output = output(loaded, "-replay");
    replay.requireOther(output);
    Answers.warnings(System.err, replay.require(loaded, seeds), false);
    int workers = fits.trainingWorkers(loaded);
    try (RunFolder folder = fits.folder(output)) {
      train(loaded, seeds, workers, folder, output, progress);
      return compared(replay, folder);
    }
  }

  private static int compared(Replay replay, RunFolder folder) {
    if (!replay.hasResult()) {
      return 0;
    }
    List<Finding> differences = replay.differences(folder);
    Answers.errors(System.err, differences, false);
    if (differences.isEmpty()) {
      System.err.println("Same bits as recorded: every tensor of the model, and out-of-fold.csv.");
    }
    return differences.isEmpty() ? 0 : 1;
  }

  /** The study given, else the one recorded. */
  private LoadedStudy load(Replay replay, @Nullable Path data, Progress progress) {
    if (!options.isGiven()) {
      return options.load(
          replay.study((data == null ? Path.of("") : data).toAbsolutePath()), progress, System.err);
    } else if (data != null) {
      throw new FindingsException(
          Finding.of(
              "--data " + data,
              "it says where the files of the recorded study are",
              "a STUDY, whose own folder counts"));
    }
    return options.load(progress, System.err);
  }

  private Path output(LoadedStudy loaded, String ending) {
    Path output = fits.output();
    return output == null ? Path.of(loaded.study().name() + ending) : output;
  }

  private void train(
      LoadedStudy loaded,
      int seeds,
      int workers,
      RunFolder folder,
      Path output,
      Progress progress) {
    TrainRun run = TrainRun.run(loaded, seeds, workers, folder, progress);
    if (options.json()) {
      System.out.print(Json.text(run.metrics()));
    } else {
      System.out.print(ComparisonTable.of(run.result(), "", fits.metrics()));
      System.out.println(ComparisonTable.footer(run.result().protocol()));
      System.out.print(TakenOverText.of(loaded.takenOverByModel()));
      System.out.println("Model fitted on all subjects: " + output.resolve("model.interfuse"));
    }
  }
}
