package org.interfuse.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.interfuse.comparison.Budget;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.Examination;
import org.interfuse.comparison.VariedCandidates;
import org.interfuse.progress.Progress;
import org.interfuse.run.CompareRun;
import org.interfuse.run.Json;
import org.interfuse.run.LoadedStudy;
import org.interfuse.run.ReportRun;
import org.interfuse.run.RunFolder;
import org.interfuse.run.SplitExport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "compare",
    description = "Compares the candidates of a study on the same splits.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Mixin private StudyOptions options = new StudyOptions();
  @Mixin private FitOptions fits = new FitOptions();

  @Option(
      names = "--export-splits",
      paramLabel = "PLACE",
      description =
          "Only write who is in which part of which fold, to this .csv file or to splits.csv in"
              + " this folder, so that models can be trained elsewhere; fits nothing.")
  private @Nullable Path splits;

  @Override
  public Integer call() {
    fits.requireFolderIfNeeded();
    Progress progress = options.progress();
    LoadedStudy loaded = options.load(progress, System.err);
    if (splits != null) {
      return export(SplitExport.write(loaded, splits));
    }
    int workers = fits.workers(loaded); // refuses before anything is written
    try (RunFolder folder = fits.folder(loaded.study().name())) {
      CompareRun run = CompareRun.run(loaded, fits.seeds(), workers, folder, progress);
      if (options.json()) {
        System.out.print(Json.text(run.json()));
      } else {
        print(loaded, run.result());
        System.out.print(BudgetText.of(run.budgets(), Budget.untuned(loaded.study().comparison())));
        System.out.print(VerdictText.of(run.statistics()));
        System.out.print(
            MissingTables.of(run.missing(), run.result(), loaded.study().report().smallestCell()));
        Examination.unexamined(loaded.cohort().modalities().size())
            .ifPresent(why -> System.out.printf("%nMissing modalities and reliance: %s.%n", why));
        System.out.print(AdviceText.of(run.advice()));
      }
      System.err.printf(
          "Kept in %s; the report is %s.%n", folder.path(), folder.file(ReportRun.FILE));
      return failures(run.result()) ? 1 : 0;
    }
  }

  private int export(SplitExport export) {
    if (options.json()) {
      System.out.print(Json.text(export.json()));
      return 0;
    }
    System.out.printf(
        "Wrote %s: %d folds, %,d rows.%n", export.file(), export.folds(), export.rows());
    System.out.println(
        "For each fold, train on the rows of part train and predict those of part test.");
    System.out.println("Write the predictions of all folds to one CSV with the columns");
    System.out.println("  " + String.join(", ", export.predictions()));
    System.out.println("and add a candidate to the study: - {name: elsewhere, predictions: FILE}");
    return 0;
  }

  private void print(LoadedStudy loaded, ComparisonResult result) {
    String primary = loaded.study().comparison().primary();
    System.out.printf(
        "%s: %d subjects, %s%n",
        loaded.study().name(), loaded.cohort().size(), loaded.split().describe());
    VariedCandidates varied = VariedCandidates.of(loaded.study().comparison());
    System.out.print(ComparisonTable.of(varied.others(result), primary, fits.metrics()));
    if (varied.any()) {
      System.out.printf("Variations of %s:%n", primary);
      System.out.print(ComparisonTable.of(varied.only(result), primary, fits.metrics()));
    }
    System.out.println(ComparisonTable.footer(result.protocol()));
    System.out.println(primary(loaded.study().comparison()) + "; the others are exploratory.");
    withoutCurves(result);
    System.out.print(TakenOverText.of(loaded.takenOver()));
  }

  /** What the star means. */
  static String primary(ComparisonSpec comparison) {
    return "* primary candidate, "
        + (comparison.primaryWritten()
            ? "named in the study"
            : "the study's own model, for the study names none");
  }

  /** Says why figures of survival curves are undefined. */
  private static void withoutCurves(ComparisonResult result) {
    List<String> names =
        result.candidates().stream()
            .filter(CandidateResult::hasRiskAlone)
            .map(CandidateResult::name)
            .toList();
    if (!names.isEmpty()) {
      System.out.printf(
          "Risks without survival curves: %s; metrics of curves are undefined.%n",
          String.join(", ", names));
    }
  }

  private boolean failures(ComparisonResult result) {
    boolean failed = false;
    for (CandidateResult candidate : result.candidates()) {
      for (String failure : candidate.failures()) {
        System.err.println("failed: " + candidate.name() + ": " + failure);
        failed = true;
      }
    }
    return failed;
  }
}
