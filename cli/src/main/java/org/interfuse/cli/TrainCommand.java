package org.interfuse.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.interfuse.progress.Progress;
import org.interfuse.run.Json;
import org.interfuse.run.LoadedStudy;
import org.interfuse.run.RunFolder;
import org.interfuse.run.TrainRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "train",
    description = {
      "Judges the study's own model on its folds, then fits it on all subjects for the folds'",
      "median best number of epochs, and keeps it as model.interfuse."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Mixin private StudyOptions options = new StudyOptions();
  @Mixin private FitOptions fits = new FitOptions();

  @Override
  public Integer call() {
    Progress progress = options.progress();
    LoadedStudy loaded = options.load(progress, System.err);
    Path output = fits.output();
    if (output == null) {
      output = Path.of(loaded.study().name() + "-run");
    }
    RunFolder folder = fits.folder(output);
    TrainRun run = TrainRun.run(loaded, fits.seeds(), fits.workers(), folder, progress);
    if (options.json()) {
      System.out.print(Json.text(run.metrics()));
    } else {
      System.out.print(ComparisonTable.of(run.result(), "", fits.metrics()));
      System.out.println(ComparisonTable.footer(run.result().protocol()));
      System.out.println("Model fitted on all subjects: " + output.resolve("model.interfuse"));
    }
    return 0;
  }
}
