package org.interfuse.run;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.cohort.Fold;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.Comparison;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.FitLog;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.Outcome;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.study.ResolvedStudy;
import org.interfuse.study.Study;
import org.interfuse.tensor.Precision;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Torch;
import org.interfuse.training.Members;
import org.interfuse.training.NetworkFit;
import org.interfuse.training.NetworkTrainer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The verb {@code train}: judges the study's own model on the folds, then fits it on all subjects
 * and keeps it. A single network is fitted for the folds' median best number of epochs, without
 * early stopping; an ensemble as on the folds, each member stopped by the inner fold that it does
 * not learn from.
 *
 * @param result the model on the folds
 * @param metrics the same as a tree, with the epochs of the final fit
 */
public record TrainRun(ComparisonResult result, JsonNode metrics) {
  static final String VERB = "train";
  private static final String FINAL_EPOCHS = "final_epochs";
  private static final String ALL = "fit on all subjects";

  /**
   * Trains.
   *
   * @param workers fits on folds that run at once; 0 for as many as the cores have room for
   * @param folder where the model and the figures go
   */
  public static TrainRun run(
      LoadedStudy loaded, int seeds, int workers, RunFolder folder, Progress progress) {
    Study study = loaded.study();
    ResolvedStudy resolved = ResolvedStudy.of(study);
    ObjectNode provenance = Provenance.of(VERB, loaded, loaded.repetitions(seeds));
    FitFiles fits = folder.begin(VERB, resolved, provenance, loaded.targets());
    NetworkCandidate candidate = candidate(study);
    loaded.precompute(List.of(candidate), new Findings(), progress);
    FitLog log = folder.log();
    ComparisonResult result =
        new Comparison(loaded.protocol(seeds), List.of(candidate), workers)
            .run(progress, log, fits);
    CandidateResult judged = result.candidates().get(0);
    if (!judged.failures().isEmpty()) {
      throw new FindingsException(
          judged.failures().stream()
              .map(failure -> Finding.of("train", "every fold must be fitted", failure))
              .toList());
    }
    int members = members(loaded);
    List<Integer> epochs = members == 1 ? medianEpochs(judged.outcomes()) : List.of();
    ObjectNode metrics =
        ComparisonJson.of(study.name(), candidate.name(), result, study.report().smallestCell());
    metrics.put("members", members);
    folder.outOfFold(result);
    if (folder.hasModel()) {
      try (TrainedModel made = ModelFile.read(folder.file(RunFolder.MODEL))) {
        metrics.set(FINAL_EPOCHS, made.summary().path(FINAL_EPOCHS));
      }
    } else {
      fitOnAll(loaded, members, epochs, metrics, provenance, folder, fits, log, progress);
    }
    folder.metrics(metrics);
    provenance.set(ProvenanceDifference.RESULT, ResultDigest.of(folder));
    folder.provenance(provenance);
    fits.clearUnfinished();
    return new TrainRun(result, metrics);
  }

  /** The study's own model. */
  static NetworkCandidate candidate(Study study) {
    return new NetworkCandidate(study.name(), study.model(), study.training());
  }

  private static void fitOnAll(
      LoadedStudy loaded,
      int members,
      List<Integer> epochs,
      ObjectNode summary,
      ObjectNode provenance,
      RunFolder folder,
      FitFiles fits,
      FitLog log,
      Progress progress) {
    Study study = loaded.study();
    int[] all = new int[loaded.cohort().size()];
    java.util.Arrays.setAll(all, subject -> subject);
    FittedCohort preprocessing =
        PreparedCohort.fit(
            loaded.cohort(), loaded.protocol(0).preprocessing(study.model()), all, "modalities");
    FitLog.Fit logged = new FitLog.Fit(study.name(), new Fold(ALL, 0, all, new int[0]), 0);
    NetworkTrainer trainer =
        new NetworkTrainer(
            ALL,
            study.model(),
            study.training().withEnsemble(members),
            progress,
            log.of(logged),
            fits.fitOnAll());
    Torch.threads(study.training().threads());
    PreparedCohort data = preprocessing.apply(loaded.cohort());
    Seed seed = LoadedStudy.seed(study).at("final fit");
    try (Precision.Use precision = study.training().precision().use();
        NetworkFit fit =
            members == 1
                ? trainer.fitFor(epochs, data, all, loaded.groups(), seed)
                : trainer.fit(data, all, loaded.groups(), seed)) {
      summary.set(FINAL_EPOCHS, Json.MAPPER.valueToTree(fit.bestEpochs()));
      ModelFile.write(
          folder.file(RunFolder.MODEL),
          new TrainedModel(
              study,
              preprocessing,
              fit.network(),
              loaded.targets(),
              summary,
              Provenance.withoutStudy(provenance)));
    }
  }

  /** As many networks as most folds had: what is kept is what was judged. */
  private static int members(LoadedStudy loaded) {
    int[] counts =
        loaded.split().folds().stream()
            .mapToInt(
                fold ->
                    Members.count(
                        loaded.study().model(),
                        loaded.study().training(),
                        loaded.cohort(),
                        fold.train(),
                        loaded.groups()))
            .sorted()
            .toArray();
    return counts[(counts.length - 1) / 2];
  }

  /**
   * Of each part the median over folds, seeds and members; of an even number the lower one.
   *
   * @param outcomes at least one of a single network
   */
  static List<Integer> medianEpochs(List<Outcome> outcomes) {
    int parts =
        outcomes.stream().mapToInt(outcome -> outcome.bestEpochs().size()).min().orElseThrow();
    List<Integer> medians = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      List<Integer> epochs = new ArrayList<>();
      for (Outcome outcome : outcomes) {
        for (int i = part; i < outcome.bestEpochs().size(); i += parts) {
          epochs.add(outcome.bestEpochs().get(i));
        }
      }
      epochs.sort(null);
      medians.add(epochs.get((epochs.size() - 1) / 2));
    }
    return medians;
  }
}
