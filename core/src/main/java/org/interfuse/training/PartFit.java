package org.interfuse.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.CohortTensors;
import org.interfuse.model.FusionModel;
import org.interfuse.model.ModalityInput;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.Outputs;
import org.interfuse.model.PartPlan;
import org.interfuse.model.Prior;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * One part of a network that has been built and is to be trained: opened, trained, finished,
 * closed. Owns the model until it is finished. Not thread-safe.
 */
final class PartFit implements AutoCloseable {
  private final PartTrainer by;
  private final PartPlan plan;
  private final PreparedCohort data;
  private final HeldOut rows;
  private final int epochs;
  private final List<ModalityInput> inputs;
  private final FusionModel network;
  private final CohortTensors tensors;
  private final Trainer trainer;
  private final HeldOut own;
  private boolean finished;

  /**
   * Builds the part.
   *
   * @param by says of which network it is a part, and how it is trained
   * @param rows of the network
   * @param epochs at most
   * @param starts what it starts from; null of what is a start itself: it learns from the training
   *     rows alone, and from none where they teach nothing
   * @throws FindingsException if it cannot be built, or the rows teach nothing
   */
  PartFit(
      PartTrainer by,
      PartPlan plan,
      PreparedCohort data,
      HeldOut rows,
      int epochs,
      Seed seed,
      @Nullable Starts starts) {
    this.by = by;
    this.plan = plan;
    this.data = data;
    this.rows = rows;
    this.epochs = epochs;
    inputs = plan.input().of(data);
    network = build(new Parameters(seed.at("parameters")));
    tensors = new CohortTensors(inputs, ScalarType.Float);
    try {
      network.takeOver();
      if (starts != null) {
        starts.give(network);
      }
      List<Target> targets = data.cohort().targets();
      trainer =
          new Trainer(
              network,
              new TrainingData(tensors, targets, presence(inputs, data.cohort().size())),
              by.fitPlan(plan, targets, epochs),
              seed,
              by.checkpoints().of(part()));
      own = starts == null ? usableForStart() : usable();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** A model of this part's architecture in a set of parameters, which it owns. */
  FusionModel build(Parameters parameters) {
    try {
      return FusionModel.build(
          plan.design(by.model()),
          plan.input().shapes(data),
          data.cohort().targets().stream().map(Target::schema).toList(),
          parameters);
    } catch (IllegalArgumentException e) {
      throw new FindingsException(
          Finding.of("model of " + by.label(plan), String.valueOf(e.getMessage()), ""));
    }
  }

  String planName() {
    return plan.name();
  }

  /** Trains it by itself. */
  TrainingResult train() {
    try (Progress.Task task = by.progress().start(by.label(plan), epochs)) {
      return trainer.train(own.train(), own.validation(), task, records());
    }
  }

  /** The same training as one of several at once. */
  ReplicaFit replica() {
    return new ReplicaFit(trainer, inputs, own, records());
  }

  private Consumer<EpochRecord> records() {
    return record -> by.log().epoch(part(), record);
  }

  private String part() {
    return by.prefix() + plan.name();
  }

  /** The trained part, whose model belongs to the caller. */
  NetworkPart finish() {
    if (by.probes() && inputs.size() > 1 && own.validation().length > 0) {
      by.log().probed(part(), trainer.probe(own.validation()));
    }
    List<Prior> priors = priors();
    finished = true;
    return new NetworkPart(plan.name(), network, plan.input(), priors);
  }

  /**
   * The priors of all training subjects, whoever of them this part learned from, so that every part
   * of a late network, and every member of an ensemble, says the same of somebody whom none knows.
   * The risks of those it learned from say where a prior lies among a model's risks.
   */
  private List<Prior> priors() {
    List<double[][]> outputs = Outputs.of(network, tensors, own.train());
    List<Target> targets = data.cohort().targets();
    List<Prior> priors = new ArrayList<>();
    for (int t = 0; t < targets.size(); t++) {
      priors.add(
          Prior.of(targets.get(t).select(rows.all()))
              .amid(network.heads().get(t).predict(outputs.get(t))));
    }
    return priors;
  }

  /**
   * The rows of a part. Where its held-out rows cannot judge (nobody has the modality, or no event
   * was seen), it learns from them too and is not stopped early.
   */
  private HeldOut usable() {
    int[] train = usable(rows.train());
    int[] validation = usable(rows.validation());
    if (inform(train) && inform(validation)) {
      return new HeldOut(train, validation);
    }
    int[] all = usable(rows.all());
    if (!inform(all)) {
      throw new FindingsException(
          Finding.of(
              "training of " + by.label(plan),
              "the training subjects must teach at least one target",
              "%d subjects with a modality and a target, and nothing to learn from them"
                  .formatted(all.length),
              List.of("a survival target needs an event while somebody else is at risk")));
    }
    return new HeldOut(all, new int[0]);
  }

  /** Those held out are never learned from: the network that starts here is judged by them. */
  private HeldOut usableForStart() {
    int[] train = usable(rows.train());
    int[] validation = usable(rows.validation());
    int[] learned = inform(train) ? train : new int[0];
    return new HeldOut(learned, inform(validation) ? validation : new int[0]);
  }

  /** Whether there is anybody to learn from. */
  boolean teaches() {
    return own.train().length > 0 && epochs > 0;
  }

  private boolean inform(int[] subjects) {
    List<Target> targets = data.cohort().targets();
    return IntStream.range(0, targets.size())
        .anyMatch(t -> network.heads().get(t).informs(targets.get(t).select(subjects)));
  }

  /** Those who have one of the modalities and one of the targets. */
  private int[] usable(int[] subjects) {
    return Arrays.stream(subjects)
        .filter(s -> inputs.stream().anyMatch(input -> input.has(s)))
        .filter(s -> data.cohort().targets().stream().anyMatch(target -> !target.missing(s)))
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

  @Override
  public void close() {
    tensors.close();
    if (!finished) {
      network.close();
    }
  }
}
