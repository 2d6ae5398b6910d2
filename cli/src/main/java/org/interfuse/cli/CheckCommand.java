package org.interfuse.cli;

import java.util.concurrent.Callable;
import org.interfuse.progress.Progress;
import org.interfuse.run.CheckRun;
import org.interfuse.run.Json;
import org.interfuse.run.LoadedStudy;
import org.interfuse.study.ResolvedStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    description = {
      "Reads a study and its data, reports all that is wrong at once, and shows the cohort, the",
      "folds, the candidates and the study with every default written out. Fits no model."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Mixin private StudyOptions options = new StudyOptions();

  @Option(
      names = "--resolved-only",
      description = "After checking all, print the study with every default written out, alone.")
  private boolean resolvedOnly;

  @Override
  public Integer call() {
    Progress progress = options.progress();
    LoadedStudy loaded = options.load(progress, System.err);
    CheckRun run = CheckRun.run(loaded, progress);
    ResolvedStudy resolved = run.resolved();
    if (options.json()) {
      System.out.print(Json.text(resolvedOnly ? resolved.json() : run.json()));
    } else if (resolvedOnly) {
      System.out.print(resolved.yaml());
    } else {
      System.out.print(CheckText.of(run));
    }
    return 0;
  }
}
