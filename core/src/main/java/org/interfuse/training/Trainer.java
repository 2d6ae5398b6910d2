package org.interfuse.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.head.Head;
import org.interfuse.model.Batch;
import org.interfuse.model.FusionModel;
import org.interfuse.model.Outputs;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;

/**
 * Trains one network: AdamW, warm-up and cosine, clipping, modality dropout, early stopping on rows
 * inside the training part, best weights restored. Every random number is keyed by the seed, the
 * epoch and the step (law 6).
 */
public final class Trainer {
  private static final int FULL_BATCH_LIMIT = 2048;
  private static final int USUAL_BATCH = 32;

  private final FusionModel model;
  private final TrainingData data;
  private final FitPlan plan;
  private final Seed seed;
  private final Checkpoint checkpoint;

  /**
   * A trainer of a freshly built model.
   *
   * @param plan options of this fit
   * @param seed of this fit
   * @param checkpoint where it keeps its state, and goes on from
   */
  Trainer(FusionModel model, TrainingData data, FitPlan plan, Seed seed, Checkpoint checkpoint) {
    this.model = model;
    this.data = data;
    this.plan = plan;
    this.seed = seed;
    this.checkpoint = checkpoint;
  }

  /**
   * Trains.
   *
   * @param train subjects to learn from; each has a modality of the model and a target
   * @param validation subjects for early stopping; empty: run {@code plan.epochs()} epochs
   * @param task shows the progress
   * @throws org.interfuse.finding.FindingsException if a loss is not finite
   */
  public TrainingResult train(int[] train, int[] validation, Progress.Task task) {
    return train(train, validation, task, record -> {});
  }

  /**
   * Trains, and hands over every epoch's record when it is done.
   *
   * @param epochs receives the records, on the thread that trains
   */
  public TrainingResult train(
      int[] train, int[] validation, Progress.Task task, Consumer<EpochRecord> epochs) {
    prepare(train);
    prepareEncoders(train);
    List<Parameter> trained = optimised();
    try (AdamW optimiser = new AdamW(trained, plan::rateFactor, plan.training().weightDecay());
        Snapshot best = new Snapshot(model.parameters().trained())) {
      TrainingResult result = run(optimiser, best, train, validation, task, epochs);
      calibrate(train);
      return result;
    }
  }

  FusionModel model() {
    return model;
  }

  TrainingData data() {
    return data;
  }

  FitPlan plan() {
    return plan;
  }

  Seed seed() {
    return seed;
  }

  void prepare(int[] train) {
    for (int t = 0; t < model.heads().size(); t++) {
      Target target = data.targets().get(t).select(train);
      try {
        model.heads().get(t).prepare(target);
      } catch (IllegalArgumentException e) {
        throw new FindingsException(
            Finding.of(
                "training of %s, target '%s'".formatted(plan.name(), target.name()),
                String.valueOf(e.getMessage()),
                ""));
      }
    }
  }

  private void prepareEncoders(int[] train) {
    for (int m = 0; m < model.modalities().size(); m++) {
      Seed own = seed.at("encoder " + model.modalities().get(m));
      model.encoder(m).prepare(data.tensors().trainingRows(m, train, data.targets(), own));
    }
  }

  private void addEncoderState(NamedTensors kept) {
    for (int m = 0; m < model.modalities().size(); m++) {
      NamedTensors own = new NamedTensors();
      model.encoder(m).addState(own);
      for (NamedTensors.Entry entry : own.entries()) {
        kept.add("encoder." + model.modalities().get(m) + "." + entry.name(), entry.tensor());
      }
    }
  }

  /** Lets encoders finish what they put off, before their parameters are read. */
  private void settle() {
    for (int m = 0; m < model.modalities().size(); m++) {
      model.encoder(m).settle();
    }
  }

  private TrainingResult run(
      AdamW optimiser,
      Snapshot best,
      int[] train,
      int[] validation,
      Progress.Task task,
      Consumer<EpochRecord> epochs) {
    int batch = batchSize(train.length);
    Schedule schedule = Schedule.of(plan.training(), (train.length + batch - 1) / batch);
    NamedTensors kept = new NamedTensors();
    best.addState(kept);
    optimiser.addState(kept);
    addEncoderState(kept);
    TrainingState state = checkpoint.restore(kept, best.stored());
    optimiser.resumeAfter(state.steps());
    EarlyStopping stopping =
        new EarlyStopping(plan.training().patience(), state.bestLoss(), state.bestEpoch());
    List<EpochRecord> history = new ArrayList<>(state.history());
    long started = System.nanoTime();
    long steps = state.steps();
    int epoch = state.epoch();
    while (epoch < plan.epochs() && !(validation.length > 0 && stopping.exhausted(epoch))) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("training of " + plan.name() + " was interrupted");
      }
      epoch++;
      Epoch done = epoch(epoch, steps, optimiser, schedule, train, batch);
      steps += done.steps;
      Validation judged = judge(validation);
      if (validation.length > 0 && !Double.isFinite(judged.loss)) {
        throw Divergence.ofValidation(plan.name(), epoch, judged.loss);
      }
      EpochRecord record =
          new EpochRecord(
              epoch,
              done.loss(),
              judged.loss,
              judged.metric,
              done.gradientNorm(),
              schedule.rate(steps - 1),
              done.encoderGradientNorms);
      history.add(record);
      epochs.accept(record);
      task.step(epoch, detail(record));
      settle();
      if (validation.length > 0 && stopping.improves(epoch, judged.loss)) {
        best.take();
      }
      checkpoint.saveIfDue(
          new TrainingState(epoch, steps, stopping.best(), stopping.bestEpoch(), history),
          kept,
          best.stored());
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    if (validation.length > 0 && stopping.bestEpoch() > 0) {
      best.restore();
      return new TrainingResult(stopping.bestEpoch(), history, (steps - state.steps()) / seconds);
    }
    return new TrainingResult(epoch, history, (steps - state.steps()) / seconds);
  }

  private Epoch epoch(
      int number, long stepsBefore, AdamW optimiser, Schedule schedule, int[] train, int size) {
    int[] order = seed.at("order", number).permutation(train.length);
    Epoch epoch = new Epoch();
    for (int from = 0; from < train.length; from += size) {
      int[] subjects = new int[Math.min(size, train.length - from)];
      for (int i = 0; i < subjects.length; i++) {
        subjects[i] = train[order[from + i]];
      }
      boolean last = from + size >= train.length;
      step(number, stepsBefore + epoch.steps, optimiser, schedule, subjects, last, epoch);
    }
    return epoch;
  }

  private void step(
      int number,
      long step,
      AdamW optimiser,
      Schedule schedule,
      int[] subjects,
      boolean last,
      Epoch epoch) {
    try (PointerScope scope = new PointerScope()) {
      boolean[][] hidden = plan.hide(data.presence(), subjects, seed.at("hide", step));
      Batch batch = data.tensors().batch(subjects, hidden);
      Pass pass = Pass.training(seed.at("dropout", step));
      Tensor loss = pass.penalised(loss(model.forward(batch, pass), subjects));
      double value = loss.item_double();
      if (!Double.isFinite(value)) {
        throw Divergence.ofLoss(model, batch, plan.name(), number, epoch.steps + 1, value);
      }
      optimiser.zeroGradients();
      if (loss.requires_grad()) {
        loss.backward();
      }
      if (last) {
        epoch.encoderGradientNorms = EncoderGradients.norms(model);
      }
      double norm = optimiser.clip(limit(), ownSquares());
      if (!Double.isFinite(norm)) {
        throw Divergence.ofGradient(model, plan.name(), number, epoch.steps + 1, norm);
      }
      double rate = schedule.rate(step);
      optimiser.step(rate);
      updateOwners(step, rate, norm > limit() ? limit() / norm : 1);
      epoch.add(value, norm);
    }
  }

  double limit() {
    double clip = plan.training().clip();
    return clip == 0 ? Double.POSITIVE_INFINITY : clip;
  }

  /** Every parameter that the optimiser updates. */
  List<Parameter> optimised() {
    return model.parameters().trained().stream()
        .filter(parameter -> parameter.role().optimised())
        .toList();
  }

  /** What encoders that update themselves add to the squared norm of the gradient. */
  private double ownSquares() {
    double squares = 0;
    for (int m = 0; m < model.modalities().size(); m++) {
      squares += model.encoder(m).squaredGradientNorm();
    }
    return squares;
  }

  private void updateOwners(long step, double rate, double gradientFactor) {
    for (int m = 0; m < model.modalities().size(); m++) {
      if (model.encoder(m).ownsUpdate()) {
        double own = rate * plan.encoderFactor(m);
        double decay = plan.training().weightDecay();
        Seed random = seed.at("update " + model.modalities().get(m), step);
        model.encoder(m).update(new UpdateStep(step + 1, own, decay, gradientFactor, random));
      }
    }
  }

  /** The targets' losses, weighted and added. */
  private Tensor loss(List<Tensor> outputs, int[] subjects) {
    Tensor total = null;
    for (int t = 0; t < outputs.size(); t++) {
      Target target = data.targets().get(t).select(subjects);
      Tensor loss = model.heads().get(t).loss(outputs.get(t), target);
      double weight = plan.targetWeights().get(t);
      Tensor part = weight == 1 ? loss : loss.mul(new Scalar(weight));
      total = total == null ? part : total.add(part);
    }
    return java.util.Objects.requireNonNull(total);
  }

  private Validation judge(int[] validation) {
    if (validation.length == 0) {
      return new Validation(Double.NaN, Double.NaN);
    }
    List<double[][]> outputs = Outputs.of(model, data.tensors(), validation);
    double metric = metric(outputs.get(0), validation);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      List<Tensor> raw =
          outputs.stream()
              .map(Tensors::ofRows)
              .map(rows -> rows.to(model.parameters().type()))
              .toList();
      return new Validation(loss(raw, validation).item_double(), metric);
    }
  }

  /**
   * The first target's primary metric of these subjects.
   *
   * @param outputs raw outputs of the first head, [subject][output]
   */
  double metric(double[][] outputs, int[] subjects) {
    Target first = data.targets().get(0).select(subjects);
    return Metrics.primary(first.schema()).compute(first, predict(outputs), first);
  }

  /**
   * What the trained model says of subjects with one modality at a time.
   *
   * @param subjects held out, at least one
   */
  ModalityProbe probe(int[] subjects) {
    Target first = data.targets().get(0);
    Metric metric = Metrics.primary(first.schema());
    Map<String, Double> alone = new LinkedHashMap<>();
    Map<String, Integer> having = new LinkedHashMap<>();
    for (int m = 0; m < model.modalities().size(); m++) {
      int modality = m;
      int[] who =
          Arrays.stream(subjects).filter(subject -> data.presence()[subject][modality]).toArray();
      boolean[] hidden = new boolean[model.modalities().size()];
      Arrays.fill(hidden, true);
      hidden[m] = false;
      alone.put(model.modalities().get(m), metric(metric, who, hidden));
      having.put(model.modalities().get(m), who.length);
    }
    double all = metric(metric, subjects, new boolean[model.modalities().size()]);
    return new ModalityProbe(subjects.length, metric.name(), all, alone, having);
  }

  private double metric(Metric metric, int[] subjects, boolean[] hidden) {
    if (subjects.length == 0) {
      return Double.NaN;
    }
    Target truth = data.targets().get(0).select(subjects);
    double[][] outputs = Outputs.of(model, data.tensors(), subjects, hidden).get(0);
    return metric.compute(truth, predict(outputs), truth);
  }

  /** Of the first head; one whose curves are fitted after training can already order subjects. */
  private Prediction predict(double[][] outputs) {
    Head head = model.heads().get(0);
    if (!head.comparesSubjects()) {
      return head.predict(outputs);
    }
    double[] risk = Arrays.stream(outputs).mapToDouble(row -> row[0]).toArray();
    return new Prediction.Survival(risk, new double[0], new double[risk.length][0]);
  }

  void calibrate(int[] train) {
    List<double[][]> outputs = Outputs.of(model, data.tensors(), train);
    for (int t = 0; t < outputs.size(); t++) {
      model.heads().get(t).calibrate(outputs.get(t), data.targets().get(t).select(train));
    }
  }

  int batchSize(int rows) {
    return batchSize(model, plan.training(), rows);
  }

  /**
   * Rows of a step.
   *
   * @param rows of the training part, 1 or more
   */
  public static int batchSize(FusionModel model, TrainingSpec training, int rows) {
    int asked = training.batch();
    if (asked > 0) {
      return Math.min(asked, rows);
    }
    boolean together = model.heads().stream().anyMatch(Head::comparesSubjects);
    return together && rows <= FULL_BATCH_LIMIT ? rows : Math.min(USUAL_BATCH, rows);
  }

  static String detail(EpochRecord epoch) {
    String text = String.format(Locale.ROOT, "loss %.4f", epoch.trainingLoss());
    if (!Double.isNaN(epoch.validationLoss())) {
      text += String.format(Locale.ROOT, ", validation %.4f", epoch.validationLoss());
    }
    if (!Double.isNaN(epoch.validationMetric())) {
      text += String.format(Locale.ROOT, ", metric %.3f", epoch.validationMetric());
    }
    return text;
  }

  private record Validation(double loss, double metric) {}

  private static final class Epoch {
    private double losses;
    private double norms;
    private Map<String, Double> encoderGradientNorms = Map.of();
    private int steps;

    void add(double loss, double norm) {
      losses += loss;
      norms += norm;
      steps++;
    }

    double loss() {
      return losses / steps;
    }

    double gradientNorm() {
      return norms / steps;
    }
  }
}
