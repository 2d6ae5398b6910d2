package org.interfuse.fusion;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Representation;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsWriter;
import org.interfuse.tensor.safetensors.TensorTransfer;
import org.jspecify.annotations.Nullable;

/**
 * Our side of the comparison of fusion operators with Python torch, commanded over pipes by {@code
 * benchmarks/peers/fusion/run.py}:
 *
 * <ul>
 *   <li>{@code types} answers the names of all operators;
 *   <li>{@code build TYPE MODALITIES WIDTH BATCH TOKENS FILE} writes parameters, inputs, result and
 *       gradients to the file and answers {@code built COUNT}, or {@code refused MESSAGE};
 *   <li>{@code time MILLIS} repeats forward and backward of a training pass for at least as long
 *       and answers {@code timed STEPS SECONDS}.
 * </ul>
 */
public final class FusionBenchmark implements AutoCloseable {
  private static final Seed SEED = new Seed(7);
  private static final double ABSENT = 0.2;

  private final PointerScope memory = new PointerScope();
  private final Parameters parameters = new Parameters(SEED);
  private final Fusion fusion;
  private final List<Representation> slots = new ArrayList<>();
  private final Tensor weights;
  private long passes;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> leaves = new LinkedHashMap<>();

  private FusionBenchmark(FusionSpec spec, Size size) {
    int[] widths = new int[size.modalities];
    Arrays.fill(widths, size.width);
    List<String> names = IntStream.range(0, size.modalities).mapToObj(m -> "m" + m).toList();
    fusion = spec.build(names, widths, size.width, parameters);
    for (Parameter parameter : parameters.all()) {
      inputs.put("parameter." + parameter.name(), parameter.value());
      if (parameter.role().trains()) {
        leaves.put("parameter." + parameter.name(), parameter.value());
      }
    }
    SplittableRandom random = SEED.random();
    boolean[][] present = presence(size, random);
    for (int m = 0; m < size.modalities; m++) {
      slots.add(slot("input." + names.get(m), size, present[m], random));
    }
    weights = normal(random, size.batch, size.width);
  }

  private record Size(int modalities, int width, int batch, int tokens) {}

  /** [M][B]: the first subject has everything, and everyone has something. */
  private static boolean[][] presence(Size size, SplittableRandom random) {
    boolean[][] present = new boolean[size.modalities][size.batch];
    for (int row = 0; row < size.batch; row++) {
      for (boolean[] modality : present) {
        modality[row] = row == 0 || random.nextDouble() >= ABSENT;
      }
      present[random.nextInt(size.modalities)][row] = true;
    }
    return present;
  }

  private Representation slot(String name, Size size, boolean[] has, SplittableRandom random) {
    Tensor presence = input(name + ".presence", Tensors.ofBooleans(has));
    Tensor pooled = leaf(name + ".pooled", normal(random, size.batch, size.width));
    if (size.tokens == 0) {
      return new Representation(pooled, null, null, presence);
    }
    Tensor tokens = leaf(name + ".tokens", normal(random, size.batch, size.tokens, size.width));
    boolean[] real = new boolean[size.batch * size.tokens];
    for (int row = 0; row < size.batch; row++) {
      int length = has[row] ? size.tokens - random.nextInt(size.tokens / 2) : 0;
      Arrays.fill(real, row * size.tokens, row * size.tokens + length, true);
    }
    Tensor mask = input(name + ".mask", Tensors.ofBooleans(real, size.batch, size.tokens));
    return new Representation(pooled, tokens, mask, presence);
  }

  private static Tensor normal(SplittableRandom random, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensors.ofFloats(values, shape);
  }

  private Tensor leaf(String name, Tensor tensor) {
    leaves.put(name, tensor.set_requires_grad(true));
    return input(name, tensor);
  }

  private Tensor input(String name, Tensor tensor) {
    inputs.put(name, tensor);
    return tensor;
  }

  /** Forward and backward. */
  private Tensor step(Pass pass) {
    Tensor result = fusion.forward(slots, pass);
    Tensor loss = pass.penalised(result.mul(weights).sum());
    leaves.values().forEach(leaf -> leaf.mutable_grad().reset());
    loss.backward();
    return result;
  }

  private String time(long millis) {
    long least = millis * 1_000_000;
    long started = System.nanoTime();
    long elapsed = 0;
    int steps = 0;
    for (; elapsed < least; steps++) {
      try (PointerScope scope = new PointerScope()) {
        step(Pass.training(SEED.at("dropout", passes++)));
      }
      elapsed = System.nanoTime() - started;
    }
    return "timed " + steps + " " + elapsed / 1e9;
  }

  /** What the other side computes with and must arrive at, without random masks. */
  private void write(Path file) throws IOException {
    try (PointerScope scope = new PointerScope()) {
      List<NamedTensor> tensors = new ArrayList<>();
      tensors.add(TensorTransfer.named("output", step(Pass.inference()).detach()));
      tensors.add(TensorTransfer.named("weights", weights));
      inputs.forEach((name, value) -> tensors.add(TensorTransfer.named(name, value.detach())));
      leaves.forEach(
          (name, leaf) -> {
            Tensor gradient =
                leaf.grad().defined()
                    ? leaf.grad()
                    : leaf.detach().mul(Tensors.ofFloats(new float[1]));
            tensors.add(TensorTransfer.named("gradient." + name, gradient.contiguous()));
          });
      SafetensorsWriter.write(file, Map.of(), tensors);
    }
  }

  @Override
  public void close() {
    parameters.close();
    memory.close();
  }

  public static void main(String[] arguments) throws IOException {
    Torch.threads(Integer.parseInt(arguments[0]));
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    FusionBenchmark current = null;
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("build")) {
        if (current != null) {
          current.close();
        }
        current = build(words);
      } else if (words[0].equals("time") && current != null) {
        System.out.println(current.time(Long.parseLong(words[1])));
      } else {
        System.out.println(types());
      }
    }
  }

  private static @Nullable FusionBenchmark build(String[] words) throws IOException {
    FusionSpec spec = spec(words[1]);
    int[] numbers = Arrays.stream(words, 2, 6).mapToInt(Integer::parseInt).toArray();
    try {
      Size size = new Size(numbers[0], numbers[1], numbers[2], numbers[3]);
      FusionBenchmark built = new FusionBenchmark(spec, size);
      built.write(Path.of(words[6]));
      System.out.println("built " + built.parameters.count());
      return built;
    } catch (IllegalArgumentException e) {
      System.out.println("refused " + e.getMessage());
      return null;
    }
  }

  private static FusionSpec spec(String type) {
    return ServiceLoader.load(FusionSpec.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(spec -> spec.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static String types() {
    return String.join(
        " ",
        ServiceLoader.load(FusionSpec.class).stream()
            .map(provider -> provider.get().type())
            .sorted()
            .toList());
  }
}
