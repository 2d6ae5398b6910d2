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
import org.interfuse.finding.FindingsException;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.study.ResolvedStudy;
import org.interfuse.study.Study;
import org.interfuse.tensor.Torch;
import org.interfuse.training.NetworkFit;
import org.interfuse.training.NetworkTrainer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The verb {@code train}: judges the study's own model on the folds, then fits it on all subjects
 * for the folds' median best number of epochs, without early stopping, and keeps it.
 *
 * @param result the model on the folds
 * @param metrics the same as a tree, with the epochs of the final fit
 */
public record TrainRun(ComparisonResult result, JsonNode metrics) {
  static final String VERB = "train";
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
    NetworkCandidate candidate =
        new NetworkCandidate(study.name(), study.model(), study.training());
    FitLog log = folder.log();
    ComparisonResult result =
        new Comparison(loaded.protocol(seeds), List.of(candidate), loaded.workers(workers))
            .run(progress, log, fits);
    CandidateResult judged = result.candidates().get(0);
    if (!judged.failures().isEmpty()) {
      throw new FindingsException(
          judged.failures().stream()
              .map(failure -> Finding.of("train", "every fold must be fitted", failure))
              .toList());
    }
    List<Integer> epochs = medianEpochs(judged.outcomes());
    ObjectNode metrics = ComparisonJson.of(study.name(), candidate.name(), result);
    metrics.set("final_epochs", Json.MAPPER.valueToTree(epochs));
    folder.outOfFold(result);
    if (!folder.hasModel()) {
      fitOnAll(loaded, epochs, metrics, provenance, folder, fits, log, progress);
    }
    folder.metrics(metrics);
    provenance.set(ProvenanceDifference.RESULT, ResultDigest.of(folder));
    folder.provenance(provenance);
    fits.clearUnfinished();
    return new TrainRun(result, metrics);
  }

  private static void fitOnAll(
      LoadedStudy loaded,
      List<Integer> epochs,
      JsonNode summary,
      ObjectNode provenance,
      RunFolder folder,
      FitFiles fits,
      FitLog log,
      Progress progress) {
    Study study = loaded.study();
    int[] all = new int[loaded.cohort().size()];
    java.util.Arrays.setAll(all, subject -> subject);
    FittedCohort preprocessing =
        PreparedCohort.fit(loaded.cohort(), loaded.preprocessing(), all, "modalities");
    FitLog.Fit logged = new FitLog.Fit(study.name(), new Fold(ALL, 0, all, new int[0]), 0);
    NetworkTrainer trainer =
        new NetworkTrainer(
            ALL, study.model(), study.training(), progress, log.of(logged), fits.fitOnAll());
    Torch.threads(study.training().threads());
    try (NetworkFit fit =
        trainer.fitFor(
            epochs,
            preprocessing.apply(loaded.cohort()),
            all,
            loaded.groups(),
            LoadedStudy.seed(study).at("final fit"))) {
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

  /** Of each part the median over folds and seeds; of an even number the lower one. */
  static List<Integer> medianEpochs(List<Outcome> outcomes) {
    List<Integer> medians = new ArrayList<>();
    for (int part = 0; part < outcomes.get(0).bestEpochs().size(); part++) {
      int index = part;
      int[] epochs =
          outcomes.stream().mapToInt(outcome -> outcome.bestEpochs().get(index)).sorted().toArray();
      medians.add(epochs[(epochs.length - 1) / 2]);
    }
    return medians;
  }
}
