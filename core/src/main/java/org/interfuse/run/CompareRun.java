package org.interfuse.run;

import java.util.Map;
import org.interfuse.advice.Advice;
import org.interfuse.advice.ComparisonAdvice;
import org.interfuse.comparison.Comparison;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.ComparisonStatistics;
import org.interfuse.comparison.Examination;
import org.interfuse.comparison.FitLog;
import org.interfuse.comparison.FitStore;
import org.interfuse.comparison.MissingReport;
import org.interfuse.comparison.VariedCandidates;
import org.interfuse.finding.Findings;
import org.interfuse.progress.Progress;
import org.interfuse.study.ResolvedStudy;
import org.interfuse.study.Study;
import org.interfuse.study.StudyModality;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The verb {@code compare}.
 *
 * @param result every candidate under one protocol
 * @param statistics what it says
 * @param missing what it says about missing modalities
 * @param advice what to deploy
 * @param budgets by candidate what is spent on choosing its options, in words
 * @param json the same as a tree
 */
public record CompareRun(
    ComparisonResult result,
    ComparisonStatistics statistics,
    MissingReport missing,
    Advice advice,
    Map<String, String> budgets,
    JsonNode json) {
  private static final String VERB = "compare";

  /**
   * Compares the candidates of a study.
   *
   * @param seeds how often a network is fitted on each fold; 0 for what the study says
   * @param workers fits that run at once
   * @param folder where files go; null for none
   */
  public static CompareRun run(
      LoadedStudy loaded, int seeds, int workers, @Nullable RunFolder folder, Progress progress) {
    FoldModalities.require(loaded.cohort(), loaded.split());
    Study study = loaded.study();
    Elsewhere elsewhere = Elsewhere.read(loaded);
    ResolvedStudy resolved = ResolvedStudy.of(study);
    FitFiles fits =
        folder == null
            ? null
            : folder.begin(
                VERB,
                resolved,
                Provenance.of(VERB, loaded, loaded.repetitions(seeds), elsewhere),
                loaded.targets());
    ComparisonSpec comparison = study.comparison();
    loaded.precompute(comparison.candidates(), new Findings(), progress);
    Examination examination =
        Examination.of(
            comparison,
            study.deployment(),
            study.modalities().stream().map(StudyModality::name).toList());
    ComparisonResult result =
        new Comparison(
                loaded.protocol(seeds),
                comparison.candidates(),
                elsewhere.predictions(),
                workers,
                examination)
            .tuned(comparison.tuning())
            .run(
                progress,
                folder == null ? FitLog.NONE : folder.log(),
                fits == null ? FitStore.NONE : fits);
    ComparisonStatistics statistics;
    MissingReport missing;
    try (Progress.Task task = progress.start("judging", 2)) {
      task.step(0, "differences and their intervals");
      statistics = ComparisonStatistics.of(result, comparison, study.report());
      task.step(1, "missing modalities");
      missing =
          MissingReport.of(
              result, comparison.primary(), examination, study.report().smallestCell());
    }
    ObjectNode json =
        ComparisonJson.of(
            study.name(), comparison.primary(), result, study.report().smallestCell());
    CandidateMarks.put(json, comparison);
    Map<String, String> budgets = loaded.budgets();
    BudgetJson.add(json, comparison, budgets);
    StatisticsJson.put(json, study, statistics);
    MissingJson.add(json, missing, result, study.report().smallestCell());
    Advice advice = ComparisonAdvice.of(result, comparison, study.deployment(), missing);
    AdviceJson.put(json, advice);
    DrawingsJson.add(json, result, comparison, study.report().smallestCell());
    if (folder != null) {
      folder.comparison(json);
      folder.comparisonTable(
          result, VariedCandidates.of(comparison), study.report().smallestCell());
      folder.outOfFold(result);
      folder.report();
    }
    if (fits != null) {
      fits.clearUnfinished();
    }
    return new CompareRun(result, statistics, missing, advice, budgets, json);
  }
}
