package org.interfuse.training;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.fusion.ConcatFusion;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.GatedFusion;
import org.interfuse.fusion.MeanFusion;
import org.interfuse.head.ClassificationHead;
import org.interfuse.model.CohortTensors;
import org.interfuse.model.FusionModel;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModalityInput;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Features;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Torch;

/**
 * Fits of one architecture trained at once beside the same fits one after another: run by hand, see
 * {@code benchmarks/replicas}.
 *
 * <p>320 subjects in 5 folds, 5 seeds of each: 25 fits with rows, order and masks of their own. A
 * fifth of a fold's training rows is held out and judged once an epoch. Whole fits are timed:
 * models are built, trained and calibrated. Both ways alternate in one process on one thread; time
 * is CPU time of the thread, so that other work on the machine counts less.
 */
public final class ReplicasBenchmark {
  private static final int SUBJECTS = 320;
  private static final int FOLDS = 5;
  private static final int SEEDS = 5;
  private static final int BATCH = 32;
  private static final int EPOCHS = 10;
  private static final Seed SEED = new Seed(7);
  private static final MachineRates MACHINE = new MachineRates(1, BATCH);

  private final String name;
  private final FusionSpec fusion;
  private final int width;
  private final double hidden;
  private final List<ModalityInput> inputs = new ArrayList<>();
  private final boolean[][] presence;
  private final Target target;
  private final Work work;

  /**
   * What one step of one fit cannot do without.
   *
   * @param bytes value, gradient and both moments of each parameter, read and written once
   * @param operations of the products forward and of both gradients, without that of the inputs
   */
  private record Work(double bytes, double operations) {
    static Work of(Parameters parameters) {
      double elements = 0;
      double products = 0;
      for (Parameter parameter : parameters.all()) {
        long size = parameter.value().numel();
        boolean first = parameter.name().contains("encoder.") && parameter.name().contains(".0.");
        elements += size;
        products += parameter.value().dim() < 2 ? 0 : (first ? 2 : 3) * size;
      }
      return new Work(2 * 4 * 4 * elements, 2 * BATCH * products);
    }

    double limit(MachineRates.Rates rates) {
      return rates.limit(bytes, operations);
    }
  }

  private ReplicasBenchmark(
      String name, int[] columns, int width, FusionSpec fusion, double hidden) {
    this.name = name;
    this.fusion = fusion;
    this.width = width;
    this.hidden = hidden;
    this.presence = new boolean[SUBJECTS][columns.length];
    SplittableRandom random = SEED.random();
    int[] everybody = PlantedCohort.range(0, SUBJECTS);
    for (int m = 0; m < columns.length; m++) {
      float[] values = new float[SUBJECTS * columns[m]];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      FeatureShape shape = new FeatureShape(names(columns[m]), columns[m], new int[0]);
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
    try (FusionModel model = model(new Parameters(SEED))) {
      work = Work.of(model.parameters());
    }
  }

  /**
   * Measures.
   *
   * @param arguments rounds, 9 unless given; then the least part of a name to measure
   */
  public static void main(String[] arguments) {
    Torch.load();
    Torch.threads(1);
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
    String only = arguments.length > 1 ? arguments[1] : "";
    System.out.printf(
        Locale.ROOT,
        "%d subjects, batch %d, %d epochs, 1 thread, Java %s, %d rounds%n",
        SUBJECTS,
        BATCH,
        EPOCHS,
        Runtime.version(),
        rounds);
    int[] small = {100, 150, 200};
    int[] smaller = {20, 30, 40};
    List<ReplicasBenchmark> cases =
        List.of(
            new ReplicasBenchmark("small, concat", small, 64, new ConcatFusion.Spec(), 0),
            new ReplicasBenchmark(
                "small, concat, dropout 0.2", small, 64, new ConcatFusion.Spec(), .2),
            new ReplicasBenchmark("small, gated", small, 64, new GatedFusion.Spec(), 0),
            new ReplicasBenchmark("small, mean", small, 64, new MeanFusion.Spec(), 0),
            new ReplicasBenchmark("smaller, concat", smaller, 32, new ConcatFusion.Spec(), 0),
            new ReplicasBenchmark("smaller, gated", smaller, 32, new GatedFusion.Spec(), 0));
    for (ReplicasBenchmark one : cases) {
      if (one.name.contains(only)) {
        one.measure(rounds, FOLDS * SEEDS);
        one.measure(rounds, FOLDS);
      }
    }
  }

  private void measure(int rounds, int fits) {
    double[] alone = new double[rounds];
    double[] together = new double[rounds];
    double[] ratios = new double[rounds];
    double[] limits = new double[rounds];
    double[] distances = new double[rounds];
    double steps = (double) fits * EPOCHS * 7;
    double difference = 0;
    for (int round = -2; round < rounds; round++) { // side by side: noise meets both
      double[] losses = new double[2];
      double[] seconds = new double[2];
      for (int i = 0; i < 2; i++) {
        boolean at = (round + i) % 2 == 0;
        seconds[at ? 1 : 0] = run(fits, at, losses);
      }
      difference = Math.max(difference, Math.abs(losses[0] - losses[1]));
      if (round >= 0) {
        alone[round] = seconds[0];
        together[round] = seconds[1];
        ratios[round] = seconds[0] / seconds[1];
        limits[round] = work.limit(MACHINE.measure());
        distances[round] = seconds[1] / steps / limits[round];
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-28s %2d fits: one after another %6.1f µs, at once %6.1f CPU µs a step and fit;"
            + " ratio %.2f (quartiles %.2f to %.2f); limit %.1f µs (%.2f MB, %.2f million"
            + " operations), at once %.1f times it (quartiles %.1f to %.1f); mean validation losses"
            + " within %.1e%n",
        name,
        fits,
        quantile(alone, 0.5) / steps * 1e6,
        quantile(together, 0.5) / steps * 1e6,
        quantile(ratios, 0.5),
        quantile(ratios, 0.25),
        quantile(ratios, 0.75),
        quantile(limits, 0.5) * 1e6,
        work.bytes / 1e6,
        work.operations / 1e6,
        quantile(distances, 0.5),
        quantile(distances, 0.25),
        quantile(distances, 0.75),
        difference);
  }

  /** CPU seconds of all fits; the mean of their last validation losses goes into {@code losses}. */
  private double run(int count, boolean atOnce, double[] losses) {
    List<FusionModel> models = new ArrayList<>();
    long started = cpuNanos();
    try (CohortTensors tensors = new CohortTensors(inputs, ScalarType.Float)) {
      List<ReplicaFit> fits = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        models.add(model(new Parameters(SEED.at("parameters", k))));
        fits.add(fit(k, models.get(k), tensors));
      }
      List<TrainingResult> results;
      if (atOnce) {
        ReplicaCheckpoint none = new ReplicaCheckpoint(null, Duration.ZERO);
        try (Progress.Task task = Progress.SILENT.start("", 0)) {
          results = new ReplicaTrainer(this::model, none).train(fits, task);
        }
      } else {
        results = new ArrayList<>();
        for (ReplicaFit fit : fits) {
          try (Progress.Task task = Progress.SILENT.start("", 0)) {
            results.add(fit.trainer().train(fit.rows().train(), fit.rows().validation(), task));
          }
        }
      }
      losses[atOnce ? 1 : 0] =
          results.stream()
              .mapToDouble(result -> result.history().get(EPOCHS - 1).validationLoss())
              .average()
              .orElseThrow();
    } finally {
      models.forEach(FusionModel::close);
    }
    return (cpuNanos() - started) / 1e9;
  }

  private ReplicaFit fit(int k, FusionModel model, CohortTensors tensors) {
    TrainingSpec training =
        new TrainingSpec(EPOCHS, BATCH, 1e-3, 1e-2, 0.05, 1, 0, 0.2, SEED.value(), 1);
    FitPlan plan = new FitPlan("fit " + k, training, EPOCHS, hidden, encoders(), List.of(1.0));
    TrainingData data = new TrainingData(tensors, List.of(target), presence);
    Seed seed = SEED.at("fit", k);
    int[] train = IntStream.range(0, SUBJECTS).filter(s -> s % FOLDS != k % FOLDS).toArray();
    HeldOut rows = HeldOut.of(target, train, null, 0.2, seed.at("held out"));
    Trainer trainer = new Trainer(model, data, plan, seed, new Checkpoint(null, Duration.ZERO));
    return new ReplicaFit(trainer, inputs, rows, record -> {});
  }

  private FusionModel model(Parameters parameters) {
    Function<Parameters, FusionModel> build =
        own ->
            FusionModel.build(
                new FusionModel.Design(
                    encoders(),
                    width,
                    "linear",
                    fusion,
                    Map.of("class", new ClassificationHead.Spec())),
                inputs.stream().map(input -> input.features().shape()).toList(),
                List.of(target.schema()),
                own);
    return build.apply(parameters);
  }

  private List<ModalityEncoder> encoders() {
    MlpEncoder.Spec usual = new MlpEncoder.Spec();
    MlpEncoder.Spec own =
        new MlpEncoder.Spec(
            List.of(width), usual.dropout(), usual.normalise(), usual.activation(), null);
    return inputs.stream().map(input -> new ModalityEncoder(input.name(), own, null)).toList();
  }

  private static List<String> names(int columns) {
    return IntStream.range(0, columns).mapToObj(column -> "column-" + column).toList();
  }

  /** Of this thread, on which backward runs too: other processes do not count. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.round((sorted.length - 1) * share)];
  }
}
