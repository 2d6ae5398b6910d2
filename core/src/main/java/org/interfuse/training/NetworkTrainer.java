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
import org.interfuse.model.Network;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.Outputs;
import org.interfuse.model.PartPlan;
import org.interfuse.model.Prior;
import org.interfuse.preprocessing.EarlyMerge;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/** Trains a network of any strategy on a prepared cohort. */
public final class NetworkTrainer {
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
    return fit(data, rows, List.of(), seed);
  }

  /**
   * Trains on all rows for a known number of epochs, without early stopping.
   *
   * @param epochs one per part, in the order of {@link NetworkFit#bestEpochs}
   */
  public NetworkFit fitFor(List<Integer> epochs, PreparedCohort data, int[] train, Seed seed) {
    return fit(data, new HeldOut(train, new int[0]), epochs, seed);
  }

  private NetworkFit fit(PreparedCohort data, HeldOut rows, List<Integer> epochs, Seed seed) {
    List<NetworkPart> parts = new ArrayList<>();
    List<TrainingResult> results = new ArrayList<>();
    try {
      for (PartPlan plan : PartPlan.of(model, () -> EarlyMerge.fit(data, rows.train()))) {
        int limit = epochs.isEmpty() ? training.epochs() : epochs.get(parts.size());
        results.add(fitPart(plan, data, rows, limit, seed.at(plan.name()), parts));
      }
      return new NetworkFit(new Network(parts), results);
    } catch (RuntimeException | Error e) {
      parts.forEach(part -> part.model().close());
      throw e;
    }
  }

  private TrainingResult fitPart(
      PartPlan plan,
      PreparedCohort data,
      HeldOut rows,
      int epochs,
      Seed seed,
      List<NetworkPart> parts) {
    List<Target> targets = data.cohort().targets();
    List<ModalityInput> inputs = plan.input().of(data);
    FusionModel network = build(plan, data, seed.at("parameters"));
    try (CohortTensors tensors = new CohortTensors(inputs, ScalarType.Float);
        Progress.Task task = progress.start(label(plan), epochs)) {
      Trainer trainer =
          new Trainer(
              network,
              new TrainingData(tensors, targets, presence(inputs, data.cohort().size())),
              fitPlan(plan, targets, epochs),
              seed,
              checkpoints.of(plan.name()));
      HeldOut own = usable(network, inputs, targets, rows, label(plan));
      TrainingResult result =
          trainer.train(
              own.train(), own.validation(), task, record -> log.epoch(plan.name(), record));
      List<Prior> priors = priors(network, tensors, targets, own.train());
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

  private FitPlan fitPlan(PartPlan plan, List<Target> targets, int epochs) {
    List<Double> weights =
        targets.stream().map(t -> model.targetWeights().getOrDefault(t.name(), 1.0)).toList();
    return new FitPlan(
        label(plan), training, epochs, model.modalityDropout(), plan.encoders(), weights);
  }

  private static List<Prior> priors(
      FusionModel network, CohortTensors tensors, List<Target> targets, int[] train) {
    List<double[][]> outputs = Outputs.of(network, tensors, train);
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
