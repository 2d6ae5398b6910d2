package org.interfuse.training;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.fusion.ConcatFusion;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.GatedFusion;
import org.interfuse.head.ClassificationHead;
import org.interfuse.model.Batch;
import org.interfuse.model.CohortTensors;
import org.interfuse.model.FusionModel;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModalityInput;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Features;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Torch;
import org.jspecify.annotations.Nullable;

/**
 * What the trainer costs beyond forward, loss, backward and optimiser: run by hand, see {@code
 * benchmarks/overhead}.
 *
 * <p>The small model: three tables of 100, 150 and 200 columns, an MLP of one layer each, width 64,
 * a classification head, 320 subjects, batches of 32. The bare loop does forward, loss, backward
 * and optimiser step on batches that were put together beforehand, with the same modalities hidden;
 * the trainer draws, assembles, clips, checks and records besides, and sets itself up once a round.
 * Both alternate in one process; time is CPU time of the thread, so that other work on the machine
 * does not count.
 */
public final class TrainerOverheadBenchmark {
  private static final int[] COLUMNS = {100, 150, 200};
  private static final int SUBJECTS = 320;
  private static final int BATCH = 32;
  private static final int WIDTH = 64;
  private static final int EPOCHS = 20;
  private static final int ROUNDS = 21;
  private static final int WARM_UP = 4;
  private static final Seed SEED = new Seed(7);

  private final FusionSpec fusion;
  private final double hidden;
  private final List<ModalityInput> inputs = new ArrayList<>();
  private final boolean[][] presence = new boolean[SUBJECTS][COLUMNS.length];
  private final Target target;

  private TrainerOverheadBenchmark(FusionSpec fusion, double hidden) {
    this.fusion = fusion;
    this.hidden = hidden;
    SplittableRandom random = SEED.random();
    int[] everybody = PlantedCohort.range(0, SUBJECTS);
    for (int m = 0; m < COLUMNS.length; m++) {
      float[] values = new float[SUBJECTS * COLUMNS[m]];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      FeatureShape shape = new FeatureShape(names(COLUMNS[m]), COLUMNS[m], new int[0]);
      inputs.add(
          new ModalityInput(
              "modality-" + m, new Features(SUBJECTS, shape, values, new int[0]), everybody));
    }
    for (boolean[] row : presence) {
      Arrays.fill(row, true);
    }
    int[] labels = new int[SUBJECTS];
    Arrays.setAll(labels, i -> random.nextInt(2));
    target =
        new Target.Classification(
            Target.schema("class", TargetType.CLASSIFICATION, "no", "yes"), labels);
  }

  public static void main(String[] arguments) {
    Torch.load();
    Torch.threads(1);
    System.out.printf(
        Locale.ROOT,
        "3 tables of 100, 150 and 200 columns, width %d, batch %d, 1 thread, Java %s%n",
        WIDTH,
        BATCH,
        Runtime.version());
    measure("gated, modality dropout 0.2", new GatedFusion.Spec(), 0.2);
    measure("gated", new GatedFusion.Spec(), 0);
    measure("concat, modality dropout 0.2", new ConcatFusion.Spec(), 0.2);
    measure("concat", new ConcatFusion.Spec(), 0);
  }

  private static void measure(String name, FusionSpec fusion, double hidden) {
    double[] bare = new double[ROUNDS];
    double[] full = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    TrainerOverheadBenchmark benchmark = new TrainerOverheadBenchmark(fusion, hidden);
    try (CohortTensors tensors = new CohortTensors(benchmark.inputs, ScalarType.Float)) {
      for (int round = -WARM_UP; round < ROUNDS; round++) { // side by side: noise meets both
        boolean bareFirst = round % 2 == 0;
        double first = bareFirst ? benchmark.bare(tensors) : benchmark.full(tensors);
        double second = bareFirst ? benchmark.full(tensors) : benchmark.bare(tensors);
        if (round >= 0) {
          bare[round] = bareFirst ? first : second;
          full[round] = bareFirst ? second : first;
          ratios[round] = full[round] / bare[round];
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-30s bare %6.1f µs, trainer %6.1f CPU µs a step (%.0f steps/s); ratio %.3f"
            + " (quartiles %.3f to %.3f)%n",
        name,
        quantile(bare, 0.5) * 1e6,
        quantile(full, 0.5) * 1e6,
        1 / quantile(full, 0.5),
        quantile(ratios, 0.5),
        quantile(ratios, 0.25),
        quantile(ratios, 0.75));
  }

  /** CPU seconds a step of the trainer, over all of its epochs. */
  private double full(CohortTensors tensors) {
    TrainingSpec training =
        new TrainingSpec(EPOCHS, BATCH, 1e-3, 1e-2, 0.05, 1, 0, 0.2, SEED.value(), 1);
    FitPlan plan = new FitPlan("benchmark", training, EPOCHS, hidden, encoders(), List.of(1.0));
    try (FusionModel model = model();
        Progress.Task task = Progress.SILENT.start("benchmark", EPOCHS)) {
      TrainingData data = new TrainingData(tensors, List.of(target), presence);
      int[] everybody = PlantedCohort.range(0, SUBJECTS);
      Checkpoint none = new Checkpoint(null, Duration.ZERO);
      Trainer trainer = new Trainer(model, data, plan, SEED, none);
      long started = cpuNanos();
      trainer.train(everybody, new int[0], task);
      return (cpuNanos() - started) / 1e9 / (EPOCHS * (SUBJECTS / BATCH));
    }
  }

  /** CPU seconds a step of the bare loop, for as many steps. */
  private double bare(CohortTensors tensors) {
    try (PointerScope batches = new PointerScope();
        FusionModel model = model();
        AdamW optimiser = new AdamW(model.parameters().all(), parameter -> 1, 1e-2)) {
      List<Ready> ready = ready(tensors);
      long started = cpuNanos();
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        for (Ready one : ready) {
          try (PointerScope scope = new PointerScope()) {
            Tensor outputs =
                model.forward(one.batch, Pass.training(SEED.at("dropout", epoch))).get(0);
            Tensor loss = model.heads().get(0).loss(outputs, one.target);
            optimiser.zeroGradients();
            loss.backward();
            optimiser.step(1e-3);
          }
        }
      }
      return (cpuNanos() - started) / 1e9 / (EPOCHS * ready.size());
    }
  }

  /** Of this thread, on which backward runs too: other processes do not count. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private record Ready(Batch batch, Target target) {}

  private List<Ready> ready(CohortTensors tensors) {
    List<Ready> ready = new ArrayList<>();
    for (int from = 0; from < SUBJECTS; from += BATCH) {
      int[] subjects = PlantedCohort.range(from, from + BATCH);
      boolean @Nullable [][] hide =
          new ModalityDropout(hidden).draw(presence, subjects, SEED.at("hide", from));
      ready.add(new Ready(tensors.batch(subjects, hide), target.select(subjects)));
    }
    return ready;
  }

  private FusionModel model() {
    return FusionModel.build(
        new FusionModel.Design(
            encoders(), WIDTH, "linear", fusion, Map.of("class", new ClassificationHead.Spec())),
        inputs.stream().map(input -> input.features().shape()).toList(),
        List.of(target.schema()),
        SEED.at("parameters"));
  }

  private List<ModalityEncoder> encoders() {
    return inputs.stream()
        .map(input -> new ModalityEncoder(input.name(), new MlpEncoder.Spec(), null))
        .toList();
  }

  private static List<String> names(int columns) {
    return IntStream.range(0, columns).mapToObj(column -> "column-" + column).toList();
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.round((sorted.length - 1) * share)];
  }
}
