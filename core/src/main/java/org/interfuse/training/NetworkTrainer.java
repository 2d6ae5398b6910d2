package org.interfuse.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.cohort.InnerFolds;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.CohortTensors;
import org.interfuse.model.Combiner;
import org.interfuse.model.FusionModel;
import org.interfuse.model.LateCombiner;
import org.interfuse.model.ModalityInput;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Network;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.Outputs;
import org.interfuse.model.PartPlan;
import org.interfuse.model.Prior;
import org.interfuse.model.StackedModel;
import org.interfuse.preprocessing.EarlyMerge;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/** Trains a network of any strategy on a prepared cohort. */
public final class NetworkTrainer {
  private static final int INNER_FOLDS = 5;

  private final String name;
  private final ModelSpec model;
  private final TrainingSpec training;
  private final Checkpoints checkpoints;
  private final Progress progress;
  private final EpochLog log;

  /** A trainer that keeps nothing on the way. */
  public NetworkTrainer(String name, ModelSpec model, TrainingSpec training, Progress progress) {
    this(name, model, training, progress, EpochLog.NONE, Checkpoints.none());
  }

  /**
   * A trainer.
   *
   * @param name the candidate's, for messages
   * @param log receives every epoch of every part
   * @param checkpoints where the parts keep their state; a training goes on from what is there
   */
  public NetworkTrainer(
      String name,
      ModelSpec model,
      TrainingSpec training,
      Progress progress,
      EpochLog log,
      Checkpoints checkpoints) {
    this.name = name;
    this.model = model;
    this.training = training;
    this.checkpoints = checkpoints;
    this.progress = progress;
    this.log = log;
  }

  /**
   * Trains with early stopping on rows inside the training part.
   *
   * @param data prepared with what was fitted on {@code train}
   * @param train subjects to learn from, ascending
   * @param groups per subject of the cohort its group, kept whole by the held-out rows; or null
   */
  public NetworkFit fit(PreparedCohort data, int[] train, int @Nullable [] groups, Seed seed) {
    Target first = data.cohort().targets().get(0);
    HeldOut rows = HeldOut.of(first, train, groups, training.validation(), seed.at("held out"));
    return fit(data, rows, groups, List.of(), seed);
  }

  /**
   * Trains on all rows for a known number of epochs, without early stopping.
   *
   * @param epochs one per part, in the order of {@link NetworkFit#bestEpochs}
   * @param groups as for {@link #fit}
   */
  public NetworkFit fitFor(
      List<Integer> epochs, PreparedCohort data, int[] train, int @Nullable [] groups, Seed seed) {
    return fit(data, new HeldOut(train, new int[0]), groups, epochs, seed);
  }

  private NetworkFit fit(
      PreparedCohort data, HeldOut rows, int @Nullable [] groups, List<Integer> epochs, Seed seed) {
    List<NetworkPart> parts = new ArrayList<>();
    List<TrainingResult> results = new ArrayList<>();
    try {
      fitParts(data, rows, epochs, seed, "", parts, results);
      LateCombiner combiner = combiner(data, rows.all(), groups, epochs, seed, parts);
      return new NetworkFit(new Network(parts, combiner), results);
    } catch (RuntimeException | Error e) {
      parts.forEach(part -> part.model().close());
      throw e;
    }
  }

  private void fitParts(
      PreparedCohort data,
      HeldOut rows,
      List<Integer> epochs,
      Seed seed,
      String prefix,
      List<NetworkPart> parts,
      List<TrainingResult> results) {
    for (PartPlan plan : PartPlan.of(model, () -> EarlyMerge.fit(data, rows.train()))) {
      int limit = epochs.isEmpty() ? training.epochs() : epochs.get(parts.size());
      results.add(fitPart(plan, data, rows, limit, seed.at(plan.name()), prefix, parts));
    }
  }

  /** Fits what merges the parts' predictions, on subjects that other fits of the parts held out. */
  private LateCombiner combiner(
      PreparedCohort data,
      int[] train,
      int @Nullable [] groups,
      List<Integer> epochs,
      Seed seed,
      List<NetworkPart> parts) {
    if (parts.size() == 1 || model.combiner() == Combiner.MEAN) {
      return new LateCombiner.Mean();
    }
    List<Target> targets = data.cohort().targets();
    List<HeldOutPredictions> held = heldOut(data, train, groups, epochs, seed.at("inner"));
    List<double[]> weights = new ArrayList<>();
    List<StackedModel> stacked = new ArrayList<>();
    List<String> names = parts.stream().map(NetworkPart::name).toList();
    try {
      for (int t = 0; t < targets.size(); t++) {
        if (model.combiner() == Combiner.WEIGHTED) {
          weights.add(new WeightSearch(targets.get(t), t, train, held).weights());
        } else {
          StackingTrainer trainer = new StackingTrainer(name, training, progress);
          stacked.add(trainer.train(targets.get(t), t, held, names, seed.at("stacking", t)));
        }
      }
    } catch (RuntimeException | Error e) {
      stacked.forEach(model -> model.model().close());
      throw e;
    }
    return model.combiner() == Combiner.WEIGHTED
        ? new LateCombiner.Weighted(weights)
        : new LateCombiner.Stacking(stacked);
  }

  /** Every training subject, predicted by parts that were fitted without its inner fold. */
  private List<HeldOutPredictions> heldOut(
      PreparedCohort data, int[] train, int @Nullable [] groups, List<Integer> epochs, Seed seed) {
    Target first = data.cohort().targets().get(0);
    int[] fold = HeldOut.folds(first, train, groups, INNER_FOLDS, seed);
    List<HeldOutPredictions> held = new ArrayList<>();
    for (int k = 0; k < INNER_FOLDS; k++) {
      int[] learned = rows(train, InnerFolds.rows(fold, k, false));
      int[] judged = rows(train, InnerFolds.rows(fold, k, true));
      Seed own = seed.at("fold", k);
      HeldOut rows =
          epochs.isEmpty()
              ? HeldOut.of(first, learned, groups, training.validation(), own.at("held out"))
              : new HeldOut(learned, new int[0]);
      List<NetworkPart> parts = new ArrayList<>();
      try {
        String prefix = "inner fold %d of %d, ".formatted(k + 1, INNER_FOLDS);
        fitParts(data, rows, epochs, own, prefix, parts, new ArrayList<>());
        held.add(HeldOutPredictions.of(parts, data, judged));
      } finally {
        parts.forEach(part -> part.model().close());
      }
    }
    return held;
  }

  private static int[] rows(int[] subjects, int[] places) {
    return Arrays.stream(places).map(place -> subjects[place]).toArray();
  }

  private TrainingResult fitPart(
      PartPlan plan,
      PreparedCohort data,
      HeldOut rows,
      int epochs,
      Seed seed,
      String prefix,
      List<NetworkPart> parts) {
    String label = prefix.isEmpty() ? label(plan) : "%s, %s%s".formatted(name, prefix, plan.name());
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
              checkpoints.of(prefix + plan.name()));
      HeldOut own = usable(network, inputs, targets, rows, label);
      TrainingResult result =
          trainer.train(
              own.train(),
              own.validation(),
              task,
              record -> log.epoch(prefix + plan.name(), record));
      if (prefix.isEmpty() && inputs.size() > 1 && own.validation().length > 0) {
        log.probed(plan.name(), trainer.probe(own.validation()));
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
    return plan.name().equals(PartPlan.WHOLE) ? name : name + ", " + plan.name();
  }

  private FitPlan fitPlan(String label, PartPlan plan, List<Target> targets, int epochs) {
    List<Double> weights =
        targets.stream().map(t -> model.targetWeights().getOrDefault(t.name(), 1.0)).toList();
    return new FitPlan(label, training, epochs, model.modalityDropout(), plan.encoders(), weights);
  }

  /**
   * The priors of all training subjects, whoever of them this part learned from, so that every part
   * of a late network says the same of somebody whom none knows.
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
