package org.interfuse.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.image.Augmentation;
import org.interfuse.encoder.image.ResNetEncoder;
import org.interfuse.head.ClassificationHead;
import org.interfuse.model.CohortTensors;
import org.interfuse.model.FusionModel;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModalityInput;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.preprocessing.TokenStore;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsWriter;
import org.interfuse.tensor.safetensors.TensorTransfer;

/**
 * Our side of the comparison of ResNet-18's training steps with Python torch, commanded over pipes
 * by {@code benchmarks/peers/image/run.py}. It trains with {@link Trainer}, as a study does, on
 * random images of bytes: first {@value #CHECKED} epochs after writing initial parameters, images
 * and order to a file, answering {@code ready LOSS…}; then {@code time MILLIS} goes on with one
 * long training for whole epochs that take at least as long together, answering {@code timed STEPS
 * SECONDS}.
 */
public final class ImageBenchmark {
  private static final int CHECKED = 2;
  private static final int STEPS = 2;
  private static final int WITHOUT_END = 1_000_000;
  private static final Seed SEED = new Seed(7);

  private final int batch;
  private final int subjects;
  private final Random images;
  private final ModalityInput input;
  private final Target target;
  private final BufferedReader commands =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  /** Random bytes. */
  private record Random(byte[] bytes, int perImage) implements TokenStore {
    @Override
    public int size() {
      return bytes.length / perImage;
    }

    @Override
    public Element element() {
      return Element.UINT8;
    }

    @Override
    public void read(int token, ByteBuffer buffer) {
      buffer.put(bytes, token * perImage, perImage);
    }

    @Override
    public long heldBytes() {
      return bytes.length;
    }
  }

  private ImageBenchmark(int size, int batch) {
    this.batch = batch;
    subjects = STEPS * batch;
    SplittableRandom random = SEED.random();
    byte[] bytes = new byte[subjects * 3 * size * size];
    random.nextBytes(bytes);
    images = new Random(bytes, 3 * size * size);
    int[] each = IntStream.range(0, subjects).toArray();
    FeatureShape shape = FeatureShape.ofSequence(SequenceShape.ofArrays(1, 3, size, size));
    float[] centre = {120, 120, 120};
    float[] scale = {0.015f, 0.015f, 0.015f};
    int[] starts = IntStream.rangeClosed(0, subjects).toArray();
    input =
        new ModalityInput(
            "scan",
            new SequenceFeatures(shape, starts, each, images, centre, scale, null),
            each.clone());
    int[] labels = IntStream.range(0, subjects).map(i -> random.nextInt(2)).toArray();
    target =
        new Target.Classification(
            Target.schema("class", TargetType.CLASSIFICATION, "no", "yes"), labels);
  }

  private static ModalityEncoder encoder() {
    return new ModalityEncoder(
        "scan", new ResNetEncoder.Spec(64, ResNetEncoder.Stem.LARGE, 0, new Augmentation()), null);
  }

  private FusionModel model() {
    return FusionModel.build(
        new FusionModel.Design(
            List.of(encoder()),
            512,
            "none",
            null,
            Map.of(
                "class",
                new ClassificationHead.Spec(
                    List.of(), 0, 0, ClassificationHead.ClassWeights.NONE))),
        List.of(input.features().shape()),
        List.of(target.schema()),
        SEED.at("parameters"));
  }

  private TrainingResult train(
      FusionModel model, int epochs, int threads, java.util.function.Consumer<EpochRecord> each) {
    TrainingSpec training =
        new TrainingSpec(epochs, batch, 1e-4, 1e-2, 0.05, 1, 0, 0, SEED.value(), threads);
    FitPlan plan = new FitPlan("benchmark", training, epochs, 0, List.of(encoder()), List.of(1.0));
    boolean[][] presence = new boolean[subjects][1];
    for (boolean[] subject : presence) {
      subject[0] = true;
    }
    try (CohortTensors tensors = new CohortTensors(List.of(input), ScalarType.Float);
        Progress.Task task = Progress.SILENT.start("benchmark", epochs)) {
      TrainingData data = new TrainingData(tensors, List.of(target), presence);
      Checkpoint none = new Checkpoint(null, Duration.ZERO);
      int[] everybody = IntStream.range(0, subjects).toArray();
      return new Trainer(model, data, plan, SEED, none).train(everybody, new int[0], task, each);
    }
  }

  private String check(Path file, int size, int threads) throws IOException {
    StringBuilder answer = new StringBuilder("ready");
    try (FusionModel model = model();
        PointerScope scope = new PointerScope()) {
      SafetensorsWriter.write(file, Map.of("batch", "" + batch), contents(model, size));
      for (EpochRecord epoch : train(model, CHECKED, threads, record -> {}).history()) {
        answer.append(' ').append(epoch.trainingLoss());
      }
    }
    return answer.toString();
  }

  private List<NamedTensor> contents(FusionModel model, int size) {
    List<NamedTensor> tensors = new ArrayList<>();
    for (Parameter parameter : model.parameters().all()) {
      String role = parameter.role().decays() ? "decayed." : "plain.";
      tensors.add(TensorTransfer.named(role + parameter.name(), parameter.value().detach()));
    }
    float[] numbers = new float[images.bytes().length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = images.bytes()[i] & 0xff;
    }
    tensors.add(TensorTransfer.named("images", Tensors.ofFloats(numbers, subjects, 3, size, size)));
    int[] labels = ((Target.Classification) target).labels();
    tensors.add(TensorTransfer.named("labels", Tensors.ofInts(labels)));
    for (int epoch = 1; epoch <= CHECKED; epoch++) {
      int[] order = SEED.at("order", epoch).permutation(subjects);
      tensors.add(TensorTransfer.named("order." + epoch, Tensors.ofInts(order)));
    }
    return tensors;
  }

  private long least;
  private long started;
  private int steps;

  private void begin() {
    String line;
    try {
      line = commands.readLine();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    if (line == null) {
      throw new CancellationException();
    }
    least = Long.parseLong(line.split(" ", -1)[1]) * 1_000_000;
    steps = 0;
    started = System.nanoTime();
  }

  private void epoch() {
    steps += STEPS;
    long elapsed = System.nanoTime() - started;
    if (elapsed >= least) {
      System.out.println("timed " + steps + " " + elapsed / 1e9);
      begin();
    }
  }

  /** THREADS SIZE BATCH FILE. */
  public static void main(String[] arguments) throws IOException {
    int threads = Integer.parseInt(arguments[0]);
    int size = Integer.parseInt(arguments[1]);
    Torch.threads(threads);
    ImageBenchmark benchmark = new ImageBenchmark(size, Integer.parseInt(arguments[2]));
    System.out.println(benchmark.check(Path.of(arguments[3]), size, threads));
    try (FusionModel model = benchmark.model()) {
      benchmark.begin();
      benchmark.train(model, WITHOUT_END, threads, record -> benchmark.epoch());
    } catch (CancellationException ended) {
      // the other side closed the pipe
    }
  }
}
