package org.interfuse.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.CohortTensors;
import org.interfuse.model.FusionModel;
import org.interfuse.model.ModalityInput;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.Outputs;
import org.interfuse.model.PartPlan;
import org.interfuse.model.Prior;
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
    String label = label(plan);
    String part = prefix + plan.name();
    List<Target> targets = data.cohort().targets();
    List<ModalityInput> inputs = plan.input().of(data);
    FusionModel network = build(plan, data, seed.at("parameters"));
    try (CohortTensors tensors = new CohortTensors(inputs, ScalarType.Float);
        Progress.Task task = progress.start(label, epochs)) {
      Trainer trainer =
          new Trainer(
              network,
              new TrainingData(tensors, targets, presence(inputs, data.cohort().size())),
              fitPlan(label, plan, targets, epochs),
              seed,
              checkpoints.of(part));
      HeldOut own = usable(network, inputs, targets, rows, label);
      TrainingResult result =
          trainer.train(own.train(), own.validation(), task, record -> log.epoch(part, record));
      if (probes && inputs.size() > 1 && own.validation().length > 0) {
        log.probed(part, trainer.probe(own.validation()));
      }
      List<Prior> priors = priors(network, tensors, targets, rows.all(), own.train());
      parts.add(new NetworkPart(plan.name(), network, plan.input(), priors));
      return result;
    } catch (RuntimeException | Error e) {
      network.close();
      throw e;
    }
  }

  private FusionModel build(PartPlan plan, PreparedCohort data, Seed seed) {
    try {
      return FusionModel.build(
          plan.design(model),
          plan.input().shapes(data),
          data.cohort().targets().stream().map(Target::schema).toList(),
          seed);
    } catch (IllegalArgumentException e) {
      throw new FindingsException(
          Finding.of("model of " + label(plan), String.valueOf(e.getMessage()), ""));
    }
  }

  private String label(PartPlan plan) {
    boolean whole = plan.name().equals(PartPlan.WHOLE);
    String which = whole ? prefix.replaceFirst(", $", "") : prefix + plan.name();
    return which.isEmpty() ? name : name + ", " + which;
  }

  private FitPlan fitPlan(String label, PartPlan plan, List<Target> targets, int epochs) {
    List<Double> weights =
        targets.stream().map(t -> model.targetWeights().getOrDefault(t.name(), 1.0)).toList();
    return new FitPlan(label, training, epochs, model.modalityDropout(), plan.encoders(), weights);
  }

  /**
   * The priors of all training subjects, whoever of them this part learned from, so that every part
   * of a late network, and every member of an ensemble, says the same of somebody whom none knows.
   *
   * @param learned the subjects whose risks say where a prior lies among a model's risks
   */
  private static List<Prior> priors(
      FusionModel network,
      CohortTensors tensors,
      List<Target> targets,
      int[] train,
      int[] learned) {
    List<double[][]> outputs = Outputs.of(network, tensors, learned);
    List<Prior> priors = new ArrayList<>();
    for (int t = 0; t < targets.size(); t++) {
      priors.add(
          Prior.of(targets.get(t).select(train))
              .amid(network.heads().get(t).predict(outputs.get(t))));
    }
    return priors;
  }

  /**
   * The rows of a part. Where its held-out rows cannot judge (nobody has the modality, or no event
   * was seen), it learns from them too and is not stopped early.
   */
  private static HeldOut usable(
      FusionModel network,
      List<ModalityInput> inputs,
      List<Target> targets,
      HeldOut rows,
      String label) {
    int[] train = usable(inputs, targets, rows.train());
    int[] validation = usable(inputs, targets, rows.validation());
    if (inform(network, targets, train) && inform(network, targets, validation)) {
      return new HeldOut(train, validation);
    }
    int[] all = usable(inputs, targets, rows.all());
    if (!inform(network, targets, all)) {
      throw new FindingsException(
          Finding.of(
              "training of " + label,
              "the training subjects must teach at least one target",
              "%d subjects with a modality and a target, and nothing to learn from them"
                  .formatted(all.length),
              List.of("a survival target needs an event while somebody else is at risk")));
    }
    return new HeldOut(all, new int[0]);
  }

  private static boolean inform(FusionModel network, List<Target> targets, int[] subjects) {
    return IntStream.range(0, targets.size())
        .anyMatch(t -> network.heads().get(t).informs(targets.get(t).select(subjects)));
  }

  /** Those who have one of the modalities and one of the targets. */
  private static int[] usable(List<ModalityInput> inputs, List<Target> targets, int[] subjects) {
    return Arrays.stream(subjects)
        .filter(s -> inputs.stream().anyMatch(input -> input.has(s)))
        .filter(s -> targets.stream().anyMatch(target -> !target.missing(s)))
        .toArray();
  }

  private static boolean[][] presence(List<ModalityInput> inputs, int size) {
    boolean[][] presence = new boolean[size][inputs.size()];
    for (int subject = 0; subject < size; subject++) {
      for (int m = 0; m < inputs.size(); m++) {
        presence[subject][m] = inputs.get(m).has(subject);
      }
    }
    return presence;
  }
}
