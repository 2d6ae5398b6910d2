package org.interfuse.run;

import java.util.Map;
import org.interfuse.comparison.Comparison;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.FitLog;
import org.interfuse.comparison.FitStore;
import org.interfuse.progress.Progress;
import org.interfuse.study.ResolvedStudy;
import org.interfuse.study.Study;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The verb {@code compare}.
 *
 * @param result every candidate under one protocol
 * @param budgets by candidate what is spent on choosing its options, in words
 * @param json the same as a tree
 */
public record CompareRun(ComparisonResult result, Map<String, String> budgets, JsonNode json) {
  private static final String VERB = "compare";

  /**
   * Compares the candidates of a study.
   *
   * @param seeds how often a network is fitted on each fold; 0 for what the study says
   * @param workers fits that run at once; 0 for as many as the cores have room for
   * @param folder where files go; null for none
   */
  public static CompareRun run(
      LoadedStudy loaded, int seeds, int workers, @Nullable RunFolder folder, Progress progress) {
    Study study = loaded.study();
    ResolvedStudy resolved = ResolvedStudy.of(study);
    FitFiles fits =
        folder == null
            ? null
            : folder.begin(
                VERB,
                resolved,
                Provenance.of(VERB, loaded, loaded.repetitions(seeds)),
                loaded.targets());
    ComparisonResult result =
        new Comparison(
                loaded.protocol(seeds), study.comparison().candidates(), loaded.workers(workers))
            .tuned(study.comparison().tuning())
            .run(
                progress,
                folder == null ? FitLog.NONE : folder.log(),
                fits == null ? FitStore.NONE : fits);
    ObjectNode json = ComparisonJson.of(study.name(), study.comparison().primary(), result);
    Map<String, String> budgets = loaded.budgets();
    BudgetJson.add(json, study.comparison().tuning().spec(), budgets);
    if (folder != null) {
      folder.comparison(json);
      folder.outOfFold(result);
    }
    if (fits != null) {
      fits.clearUnfinished();
    }
    return new CompareRun(result, budgets, json);
  }
}
