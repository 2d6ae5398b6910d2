package org.interfuse.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.finding.FindingsException;
import org.interfuse.head.Head;
import org.interfuse.model.Batch;
import org.interfuse.model.FusionModel;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.ReplicaMasks;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;

/**
 * Trains several fits of one architecture at once, as {@link Trainer} trains each: of every fit its
 * own rows, order, masks, schedule, clipping and early stopping; the same random numbers, and the
 * same result but for the rounding of sums. A fit that is done leaves, and the others go on as a
 * smaller model.
 */
final class ReplicaTrainer {
  /** Held-out rows in one pass, of all fits together. */
  private static final int ROWS = 8192;

  private final Function<Parameters, FusionModel> build;
  private final ReplicaCheckpoint checkpoint;

  /**
   * A trainer.
   *
   * @param build makes a model of the fits' architecture in a set of parameters
   * @param checkpoint where the state is kept, and gone on from
   */
  ReplicaTrainer(Function<Parameters, FusionModel> build, ReplicaCheckpoint checkpoint) {
    this.build = build;
    this.checkpoint = checkpoint;
  }

  /**
   * Trains the fits' models.
   *
   * @param fits which {@link Replicas} lets be trained at once
   * @param task shows the progress
   * @return a result for each
   * @throws FindingsException if a loss is not finite
   */
  List<TrainingResult> train(List<ReplicaFit> fits, Progress.Task task) {
    fits.forEach(fit -> fit.trainer().prepare(fit.rows().train()));
    checkpoint.restore(fits);
    long before = fits.stream().mapToLong(ReplicaFit::steps).sum();
    long started = System.nanoTime();
    run(fits, task);
    double seconds = (System.nanoTime() - started) / 1e9;
    long steps = fits.stream().mapToLong(ReplicaFit::steps).sum() - before;
    fits.forEach(fit -> fit.trainer().calibrate(fit.rows().train()));
    return fits.stream().map(fit -> fit.result(steps / seconds)).toList();
  }

  private void run(List<ReplicaFit> fits, Progress.Task task) {
    List<ReplicaFit> unfinished = fits.stream().filter(fit -> !fit.isDone()).toList();
    if (unfinished.isEmpty()) {
      return;
    }
    ReplicaGroup group = new ReplicaGroup(unfinished, build);
    try {
      checkpoint.restore(fits, group);
      while (true) {
        epoch(group);
        ReplicaFit one = group.fits().get(0);
        task.step(one.epoch(), one.detail());
        int[] left = left(group);
        checkpoint.saveIfDue(fits, group);
        if (left.length == 0) {
          return;
        }
        if (left.length < group.fits().size()) {
          ReplicaGroup smaller = group.keeping(left, build);
          group.close();
          group = smaller;
        }
      }
    } finally {
      group.close();
    }
  }

  /** Who goes on; the others get what they end with. */
  private static int[] left(ReplicaGroup group) {
    int[] all = IntStream.range(0, group.fits().size()).toArray();
    for (int r : all) {
      if (group.fits().get(r).isDone()) {
        group.release(r);
      }
    }
    return Arrays.stream(all).filter(r -> !group.fits().get(r).isDone()).toArray();
  }

  private static void epoch(ReplicaGroup group) {
    group.fits().forEach(ReplicaFit::beginEpoch);
    while (!group.fits().stream().allMatch(ReplicaFit::rests)) {
      step(group);
    }
    double[][] judged = judge(group);
    int[] improved =
        IntStream.range(0, judged.length)
            .filter(r -> group.fits().get(r).endEpoch(judged[r][0], judged[r][1]))
            .toArray();
    group.optimiser().keepBest(improved);
  }

  private static void step(ReplicaGroup group) {
    try (PointerScope scope = new PointerScope()) {
      List<ReplicaFit> fits = group.fits();
      List<int[]> subjects = fits.stream().map(ReplicaFit::subjects).toList();
      List<boolean[][]> hidden = hidden(fits, subjects);
      Batch batch = group.batches().batch(subjects, hidden);
      Pass pass = Pass.training(masks(group));
      Tensor losses = losses(group, group.model().forward(batch, pass), subjects);
      double[] values = Tensors.toDoubles(losses);
      requireFinite(group, values, subjects, hidden);
      group.optimiser().differentiate(losses.sum());
      noteEncoderGradients(group);
      update(group, values);
    }
  }

  /** Of each fit what is hidden; null where nothing ever is. */
  private static List<boolean[][]> hidden(List<ReplicaFit> fits, List<int[]> subjects) {
    List<boolean[][]> hidden = new ArrayList<>();
    for (int r = 0; r < fits.size(); r++) {
      Trainer own = fits.get(r).trainer();
      Seed seed = own.seed().at("hide", fits.get(r).steps());
      hidden.add(own.plan().hide(own.data().presence(), subjects.get(r), seed));
    }
    return hidden;
  }

  private static ReplicaMasks masks(ReplicaGroup group) {
    group
        .masks()
        .begin(
            group.fits().stream()
                .map(fit -> fit.trainer().seed().at("dropout", fit.steps()))
                .toList());
    return group.masks();
  }

  private static void requireFinite(
      ReplicaGroup group, double[] losses, List<int[]> subjects, List<boolean[][]> hidden) {
    for (int r = 0; r < losses.length; r++) {
      if (!Double.isFinite(losses[r])) {
        ReplicaFit fit = group.fits().get(r);
        FusionModel own = fit.trainer().model();
        group.optimiser().copyTo(own.parameters(), r, /* best= */ false);
        Batch batch = fit.trainer().data().tensors().batch(subjects.get(r), hidden.get(r));
        throw Divergence.ofLoss(
            own, batch, fit.name(), fit.epoch(), fit.stepsOfEpoch() + 1, losses[r]);
      }
    }
  }

  private static void noteEncoderGradients(ReplicaGroup group) {
    if (group.fits().stream().noneMatch(ReplicaFit::isAtLastStep)) {
      return;
    }
    List<Map<String, Double>> norms =
        EncoderGradients.norms(group.model().modalities(), group.optimiser(), group.fits().size());
    for (int r = 0; r < norms.size(); r++) {
      if (group.fits().get(r).isAtLastStep()) {
        group.fits().get(r).note(norms.get(r));
      }
    }
  }

  private static void update(ReplicaGroup group, double[] losses) {
    double[] norms = group.optimiser().norms();
    double[] rates = new double[norms.length];
    double[] divisors = new double[norms.length];
    for (int r = 0; r < norms.length; r++) {
      ReplicaFit fit = group.fits().get(r);
      if (!Double.isFinite(norms[r])) {
        throw Divergence.ofGradient(
            group.optimiser().firstNotFinite(r),
            fit.name(),
            fit.epoch(),
            fit.stepsOfEpoch() + 1,
            norms[r]);
      }
      rates[r] = fit.rests() ? Double.NaN : fit.rate();
      divisors[r] = Math.max(1, norms[r] / fit.trainer().limit());
    }
    group.optimiser().step(rates, divisors);
    for (int r = 0; r < norms.length; r++) {
      if (!group.fits().get(r).rests()) {
        group.fits().get(r).stepped(losses[r], norms[r]);
      }
    }
  }

  /** [R]: of each fit its targets' losses, weighted and added. */
  private static Tensor losses(ReplicaGroup group, List<Tensor> outputs, List<int[]> subjects) {
    Tensor total = null;
    for (int t = 0; t < outputs.size(); t++) {
      int index = t;
      List<Head> heads = new ArrayList<>();
      List<Target> targets = new ArrayList<>();
      for (int r = 0; r < subjects.size(); r++) {
        heads.add(group.fits().get(r).trainer().model().heads().get(index));
        targets.add(group.fits().get(r).target(index, subjects.get(r)));
      }
      Tensor losses = group.model().heads().get(t).losses(outputs.get(t), heads, targets);
      double weight = group.fits().get(0).trainer().plan().targetWeights().get(t);
      Tensor part = weight == 1 ? losses : losses.mul(new Scalar(weight));
      total = total == null ? part : total.add(part);
    }
    return java.util.Objects.requireNonNull(total);
  }

  /** Of each fit the loss and the metric on its held-out rows; NaN where it has none. */
  private static double[][] judge(ReplicaGroup group) {
    List<ReplicaFit> fits = group.fits();
    double[][] judged = new double[fits.size()][];
    Arrays.setAll(judged, r -> new double[] {Double.NaN, Double.NaN});
    if (fits.stream().noneMatch(ReplicaFit::isJudged)) {
      return judged;
    }
    List<int[]> held = fits.stream().map(fit -> fit.rows().validation()).toList();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      List<Tensor> outputs = outputs(group, held);
      double[] losses = Tensors.toDoubles(losses(group, outputs, held));
      for (int r = 0; r < judged.length; r++) {
        if (fits.get(r).isJudged()) {
          Tensor own = outputs.get(0).select(0, r).narrow(0, 0, held.get(r).length);
          judged[r][0] = losses[r];
          judged[r][1] = fits.get(r).trainer().metric(Tensors.toRows(own), held.get(r));
        }
      }
    }
    return judged;
  }

  /** Per target [R, n, outputs]. */
  private static List<Tensor> outputs(ReplicaGroup group, List<int[]> subjects) {
    int most = subjects.stream().mapToInt(own -> own.length).max().orElseThrow();
    List<TensorVector> chunks = new ArrayList<>();
    group.model().heads().forEach(head -> chunks.add(new TensorVector()));
    int step = Math.max(1, ROWS / subjects.size());
    for (int from = 0; from < most; from += step) {
      int start = from;
      List<int[]> some =
          subjects.stream()
              .map(
                  own ->
                      Arrays.copyOfRange(
                          own, Math.min(start, own.length), Math.min(start + step, own.length)))
              .toList();
      List<boolean[][]> hidden = new ArrayList<>();
      some.forEach(own -> hidden.add(null));
      Batch batch = group.batches().batch(some, hidden);
      List<Tensor> raw = group.model().forward(batch, Pass.inference());
      for (int t = 0; t < raw.size(); t++) {
        chunks.get(t).push_back(raw.get(t));
      }
    }
    return chunks.stream().map(each -> torch.cat(each, 1)).toList();
  }
}
