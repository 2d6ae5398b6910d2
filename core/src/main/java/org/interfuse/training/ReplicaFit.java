package org.interfuse.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.interfuse.model.ModalityInput;
import org.interfuse.target.Target;

/** One of several fits that are trained at once, and where it stands. Not thread-safe. */
final class ReplicaFit {
  private final Trainer trainer;
  private final List<ModalityInput> inputs;
  private final HeldOut rows;
  private final Consumer<EpochRecord> epochs;
  private final int batch;
  private final Schedule schedule;

  private EarlyStopping stopping;
  private List<EpochRecord> history = new ArrayList<>();
  private int epoch;
  private long steps;

  private int[] order = {};
  private double losses;
  private double norms;
  private int stepsOfEpoch;
  private Map<String, Double> encoderGradientNorms = Map.of();

  /**
   * A fit that has not begun.
   *
   * @param inputs what its model reads
   * @param rows those that it learns from, and those that stop it
   * @param epochs receives the records
   */
  ReplicaFit(
      Trainer trainer, List<ModalityInput> inputs, HeldOut rows, Consumer<EpochRecord> epochs) {
    this.trainer = trainer;
    this.inputs = List.copyOf(inputs);
    this.rows = rows;
    this.epochs = epochs;
    this.batch = trainer.batchSize(rows.train().length);
    int stepsPerEpoch = (rows.train().length + batch - 1) / batch;
    this.schedule = Schedule.of(trainer.plan().training(), stepsPerEpoch);
    this.stopping = stopping(TrainingState.START);
  }

  private EarlyStopping stopping(TrainingState state) {
    return new EarlyStopping(
        trainer.plan().training().patience(), state.bestLoss(), state.bestEpoch());
  }

  Trainer trainer() {
    return trainer;
  }

  List<ModalityInput> inputs() {
    return inputs;
  }

  HeldOut rows() {
    return rows;
  }

  String name() {
    return trainer.plan().name();
  }

  int batch() {
    return batch;
  }

  long steps() {
    return steps;
  }

  TrainingState state() {
    return new TrainingState(epoch, steps, stopping.best(), stopping.bestEpoch(), history);
  }

  void resume(TrainingState state) {
    epoch = state.epoch();
    steps = state.steps();
    history = new ArrayList<>(state.history());
    stopping = stopping(state);
  }

  boolean isDone() {
    return epoch >= trainer.plan().epochs() || (isJudged() && stopping.exhausted(epoch));
  }

  /** Whether rows are held out. */
  boolean isJudged() {
    return rows.validation().length > 0;
  }

  /** Whether its best values are to be taken at the end, not its last. */
  boolean endsWithBest() {
    return isJudged() && stopping.bestEpoch() > 0;
  }

  /** How the last epoch went, for people. */
  String detail() {
    return Trainer.detail(history.get(history.size() - 1));
  }

  TrainingResult result(double stepsPerSecond) {
    return new TrainingResult(
        endsWithBest() ? stopping.bestEpoch() : epoch, history, stepsPerSecond);
  }

  /** Begins the next epoch. */
  void beginEpoch() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("training of " + name() + " was interrupted");
    }
    epoch++;
    order = trainer.seed().at("order", epoch).permutation(rows.train().length);
    losses = 0;
    norms = 0;
    stepsOfEpoch = 0;
  }

  int epoch() {
    return epoch;
  }

  int stepsOfEpoch() {
    return stepsOfEpoch;
  }

  boolean rests() {
    return stepsOfEpoch * batch >= order.length;
  }

  boolean isAtLastStep() {
    return !rests() && (stepsOfEpoch + 1) * batch >= order.length;
  }

  /** Of the next step; none where it rests. */
  int[] subjects() {
    int from = stepsOfEpoch * batch;
    int[] subjects = new int[Math.max(0, Math.min(batch, order.length - from))];
    for (int i = 0; i < subjects.length; i++) {
      subjects[i] = rows.train()[order[from + i]];
    }
    return subjects;
  }

  /** The next step's learning rate. */
  double rate() {
    return schedule.rate(steps);
  }

  void stepped(double loss, double norm) {
    losses += loss;
    norms += norm;
    stepsOfEpoch++;
    steps++;
  }

  void note(Map<String, Double> gradientNorms) {
    encoderGradientNorms = gradientNorms;
  }

  Target target(int index, int[] subjects) {
    return trainer.data().targets().get(index).select(subjects);
  }

  /**
   * Ends the epoch.
   *
   * @return whether it was the best so far
   */
  boolean endEpoch(double validationLoss, double validationMetric) {
    if (isJudged() && !Double.isFinite(validationLoss)) {
      throw Divergence.ofValidation(name(), epoch, validationLoss);
    }
    EpochRecord done =
        new EpochRecord(
            epoch,
            losses / stepsOfEpoch,
            validationLoss,
            validationMetric,
            norms / stepsOfEpoch,
            schedule.rate(steps - 1),
            encoderGradientNorms);
    history.add(done);
    epochs.accept(done);
    return isJudged() && stopping.improves(epoch, validationLoss);
  }
}
