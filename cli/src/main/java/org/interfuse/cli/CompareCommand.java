package org.interfuse.cli;

import java.util.concurrent.Callable;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.progress.Progress;
import org.interfuse.run.CompareRun;
import org.interfuse.run.Json;
import org.interfuse.run.LoadedStudy;
import org.interfuse.run.RunFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "compare",
    description = "Compares the candidates of a study on the same splits.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Mixin private StudyOptions options = new StudyOptions();
  @Mixin private FitOptions fits = new FitOptions();

  @Override
  public Integer call() {
    fits.requireFolderIfNeeded();
    Progress progress = options.progress();
    LoadedStudy loaded = options.load(progress, System.err);
    try (RunFolder folder = fits.folder()) {
      CompareRun run = CompareRun.run(loaded, fits.seeds(), fits.workers(), folder, progress);
      if (options.json()) {
        System.out.print(Json.text(run.json()));
      } else {
        print(loaded, run.result());
        System.out.print(BudgetText.of(run.budgets()));
      }
      return failures(run.result(), folder) ? 1 : 0;
    }
  }

  private void print(LoadedStudy loaded, ComparisonResult result) {
    String primary = loaded.study().comparison().primary();
    System.out.printf(
        "%s: %d subjects, %s%n",
        loaded.study().name(), loaded.cohort().size(), loaded.split().describe());
    System.out.print(ComparisonTable.of(result, primary, fits.metrics()));
    System.out.println(ComparisonTable.footer(result.protocol()));
    System.out.println("* primary candidate, named before looking; the others are exploratory.");
  }

  private boolean failures(ComparisonResult result, @Nullable RunFolder folder) {
    boolean failed = false;
    for (CandidateResult candidate : result.candidates()) {
      for (String failure : candidate.failures()) {
        System.err.println("failed: " + candidate.name() + ": " + failure);
        failed = true;
      }
    }
    if (folder != null) {
      System.err.println("Kept in " + fits.output() + ".");
    }
    return failed;
  }
}
