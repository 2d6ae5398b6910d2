package org.interfuse.training;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.PartPlan;
import org.interfuse.preprocessing.EarlyMerge;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;

/**
 * Trains the parts of one network on given rows.
 *
 * @param name the candidate's, for messages
 * @param prefix says which of several networks it is, before the parts' names in labels, logs and
 *     checkpoints; empty, or ending in a comma and a blank
 * @param limit epochs to run at most, fewer than the schedule's where a fit is cut short
 * @param probes whether a part of several modalities, once trained, is asked with each of them
 *     alone
 */
record PartTrainer(
    String name,
    String prefix,
    ModelSpec model,
    TrainingSpec training,
    int limit,
    boolean probes,
    Progress progress,
    EpochLog log,
    Checkpoints checkpoints) {

  /** The same for the parts of another network. */
  PartTrainer within(String further) {
    return new PartTrainer(
        name, prefix + further, model, training, limit, probes, progress, log, checkpoints);
  }

  /** The same for parts that nobody keeps. */
  PartTrainer withoutProbes() {
    return new PartTrainer(name, prefix, model, training, limit, false, progress, log, checkpoints);
  }

  /**
   * Trains every part.
   *
   * @param epochs how many of each part if that is known already; empty otherwise
   * @param parts receives the parts; the caller closes them, also after a failure
   */
  List<TrainingResult> fit(
      PreparedCohort data, HeldOut rows, List<Integer> epochs, Seed seed, List<NetworkPart> parts) {
    List<TrainingResult> results = new ArrayList<>();
    for (PartPlan plan : PartPlan.of(model, () -> EarlyMerge.fit(data, rows.train()))) {
      int most = epochs.isEmpty() ? limit : epochs.get(results.size());
      results.add(fit(plan, data, rows, most, seed.at(plan.name()), parts));
    }
    return results;
  }

  private TrainingResult fit(
      PartPlan plan,
      PreparedCohort data,
      HeldOut rows,
      int epochs,
      Seed seed,
      List<NetworkPart> parts) {
    try (PartFit fit = new PartFit(this, plan, data, rows, epochs, seed, Starts.NONE)) {
      TrainingResult result = fit.train();
      parts.add(fit.finish());
      return result;
    }
  }

  /** What messages call a part. */
  String label(PartPlan plan) {
    boolean whole = plan.name().equals(PartPlan.WHOLE);
    String which = whole ? prefix.replaceFirst(", $", "") : prefix + plan.name();
    return which.isEmpty() ? name : name + ", " + which;
  }

  FitPlan fitPlan(PartPlan plan, List<Target> targets, int epochs) {
    List<Double> weights =
        targets.stream().map(t -> model.targetWeights().getOrDefault(t.name(), 1.0)).toList();
    return new FitPlan(
        label(plan), training, epochs, model.modalityDropout(), plan.encoders(), weights);
  }
}
