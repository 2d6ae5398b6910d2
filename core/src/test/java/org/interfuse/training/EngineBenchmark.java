package org.interfuse.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Activation;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.fusion.GatedFusion;
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
import org.interfuse.tensor.Precision;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsWriter;
import org.interfuse.tensor.safetensors.TensorTransfer;

/**
 * Our side of the comparison of training steps with Python torch, commanded over pipes by {@code
 * benchmarks/peers/engine/run.py}. It trains with {@link Trainer}, as a study does.
 *
 * <p>It first trains {@value #CHECKED} epochs without random masks and writes data, initial
 * parameters and the order of the subjects to a file, then answers {@code ready LOSS…} with the
 * mean loss of each epoch. After that {@code time MILLIS} goes on with one long training, with
 * dropout, for whole epochs that take at least as long together, and answers {@code timed STEPS
 * SECONDS}.
 */
public final class EngineBenchmark {
  private static final int CHECKED = 3;
  private static final int WITHOUT_END = 1_000_000;
  private static final Seed SEED = new Seed(7);

  private final Case work;
  private final List<ModalityInput> inputs = new ArrayList<>();
  private final Target target;
  private final boolean[][] presence;
  private final BufferedReader commands =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  /**
   * What is trained.
   *
   * @param columns of each modality
   * @param hidden width of each modality's encoder
   * @param absent share of the subjects who lack a modality
   */
  private record Case(int subjects, int[] columns, int[] hidden, int batch, double absent) {
    static Case of(String name, int batch, double absent) {
      return switch (name) {
        case "small" -> new Case(2048, new int[] {200, 100}, new int[] {64, 64}, batch, absent);
        case "wide" -> new Case(512, new int[] {20_000, 100}, new int[] {512, 64}, batch, absent);
        default -> throw new IllegalArgumentException(name);
      };
    }
  }

  private EngineBenchmark(Case work) {
    this.work = work;
    SplittableRandom random = SEED.random();
    presence = presence(random);
    for (int m = 0; m < work.columns.length; m++) {
      inputs.add(input(m, random));
    }
    int[] labels = new int[work.subjects];
    Arrays.setAll(labels, i -> random.nextInt(2));
    target =
        new Target.Classification(
            Target.schema("class", TargetType.CLASSIFICATION, "no", "yes"), labels);
  }

  private boolean[][] presence(SplittableRandom random) {
    boolean[][] presence = new boolean[work.subjects][work.columns.length];
    for (boolean[] subject : presence) {
      for (int m = 0; m < subject.length; m++) {
        subject[m] = random.nextDouble() >= work.absent;
      }
      subject[random.nextInt(subject.length)] = true;
    }
    return presence;
  }

  private ModalityInput input(int modality, SplittableRandom random) {
    int columns = work.columns[modality];
    int[] rowOf = new int[work.subjects];
    int rows = 0;
    for (int subject = 0; subject < work.subjects; subject++) {
      rowOf[subject] = presence[subject][modality] ? rows++ : -1;
    }
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    List<String> names = IntStream.range(0, columns).mapToObj(column -> "c" + column).toList();
    FeatureShape shape = new FeatureShape(names, columns, new int[0]);
    return new ModalityInput("m" + modality, new Features(rows, shape, values, new int[0]), rowOf);
  }

  private FusionModel model(double dropout) {
    return FusionModel.build(
        new FusionModel.Design(
            encoders(dropout),
            64,
            "linear",
            new GatedFusion.Spec(),
            Map.of(
                "class",
                new ClassificationHead.Spec(
                    List.of(64), dropout, 0, ClassificationHead.ClassWeights.NONE))),
        inputs.stream().map(input -> input.features().shape()).toList(),
        List.of(target.schema()),
        SEED.at("parameters"));
  }

  private List<ModalityEncoder> encoders(double dropout) {
    return IntStream.range(0, inputs.size())
        .mapToObj(
            m ->
                new ModalityEncoder(
                    inputs.get(m).name(),
                    new MlpEncoder.Spec(
                        List.of(work.hidden[m]), dropout, true, Activation.GELU, null),
                    null))
        .toList();
  }

  private TrainingResult train(
      FusionModel model, int epochs, int threads, java.util.function.Consumer<EpochRecord> each) {
    TrainingSpec training =
        new TrainingSpec(epochs, work.batch, 1e-3, 1e-2, 0.05, 1, 0, 0.2, SEED.value(), threads);
    FitPlan plan = new FitPlan("benchmark", training, epochs, 0, encoders(0), List.of(1.0));
    try (CohortTensors tensors = new CohortTensors(inputs, ScalarType.Float);
        Progress.Task task = Progress.SILENT.start("benchmark", epochs)) {
      TrainingData data = new TrainingData(tensors, List.of(target), presence);
      Checkpoint none = new Checkpoint(null, Duration.ZERO);
      int[] everybody = PlantedCohort.range(0, work.subjects);
      return new Trainer(model, data, plan, SEED, none).train(everybody, new int[0], task, each);
    }
  }

  /** Writes what the other side starts with, trains, and says the losses. */
  private String check(Path file, int threads) throws IOException {
    StringBuilder answer = new StringBuilder("ready");
    try (FusionModel model = model(0);
        PointerScope scope = new PointerScope()) {
      SafetensorsWriter.write(file, Map.of("batch", "" + work.batch), contents(model));
      for (EpochRecord epoch : train(model, CHECKED, threads, record -> {}).history()) {
        answer.append(' ').append(epoch.trainingLoss());
      }
    }
    return answer.toString();
  }

  private List<NamedTensor> contents(FusionModel model) {
    List<NamedTensor> tensors = new ArrayList<>();
    for (Parameter parameter : model.parameters().all()) {
      String role = parameter.role().decays() ? "decayed." : "plain.";
      tensors.add(TensorTransfer.named(role + parameter.name(), parameter.value().detach()));
    }
    for (ModalityInput input : inputs) {
      float[] values = input.features().table().numeric();
      int columns = input.features().shape().numericWidth();
      tensors.add(
          TensorTransfer.named(
              "input." + input.name(), Tensors.ofFloats(values, values.length / columns, columns)));
      tensors.add(TensorTransfer.named("row." + input.name(), Tensors.ofInts(input.rowOf())));
    }
    int[] labels = ((Target.Classification) target).labels();
    tensors.add(TensorTransfer.named("labels", Tensors.ofInts(labels)));
    for (int epoch = 1; epoch <= CHECKED; epoch++) {
      int[] order = SEED.at("order", epoch).permutation(work.subjects);
      tensors.add(TensorTransfer.named("order." + epoch, Tensors.ofInts(order)));
    }
    return tensors;
  }

  private void trainWithoutEnd(int threads) {
    Turns turns = new Turns(commands, work.subjects / work.batch);
    try (FusionModel model = model(0.2)) {
      turns.begin();
      train(model, WITHOUT_END, threads, record -> turns.epoch());
    } catch (CancellationException ended) {
      // the other side closed the pipe
    }
  }

  /** Times the epochs of each turn; between turns the training waits. */
  private static final class Turns {
    private final BufferedReader commands;
    private final int stepsPerEpoch;
    private long least;
    private long started;
    private int steps;

    Turns(BufferedReader commands, int stepsPerEpoch) {
      this.commands = commands;
      this.stepsPerEpoch = stepsPerEpoch;
    }

    void begin() {
      String line;
      try {
        line = commands.readLine();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (line == null) {
        throw new CancellationException();
      }
      least = Long.parseLong(line.split(" ", -1)[1]) * 1_000_000;
      steps = 0;
      started = System.nanoTime();
    }

    void epoch() {
      steps += stepsPerEpoch;
      long elapsed = System.nanoTime() - started;
      if (elapsed >= least) {
        System.out.println("timed " + steps + " " + elapsed / 1e9);
        begin();
      }
    }
  }

  /** THREADS CASE BATCH ABSENT FILE PRECISION. */
  public static void main(String[] arguments) throws IOException {
    int threads = Integer.parseInt(arguments[0]);
    Torch.threads(threads);
    int batch = Integer.parseInt(arguments[2]);
    double absent = Double.parseDouble(arguments[3]);
    EngineBenchmark benchmark = new EngineBenchmark(Case.of(arguments[1], batch, absent));
    try (Precision.Use precision = Precision.valueOf(arguments[5]).use()) {
      System.out.println(benchmark.check(Path.of(arguments[4]), threads));
      benchmark.trainWithoutEnd(threads);
    }
  }
}
