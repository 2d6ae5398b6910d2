package org.interfuse.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.ReplicaGraph;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An affine map of 25 replicas, forward and backward, all at once and one after another: the
 * gradients of weights, of bias and of what was mapped, on one thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls @Setup first
public class ReplicaKernels {
  private static final int REPLICAS = 25;
  private static final long WIDTH = 64;
  private static final Seed SEED = new Seed(7);

  /** Numbers that are mapped to 64. */
  @Param({"64", "200"})
  public long in;

  /** Rows of each replica. */
  @Param({"32", "64"})
  public long batch;

  private PointerScope memory;
  private Parameters stacked;
  private Linear map;
  private ReplicaGraph graph;
  private Tensor input;
  private Tensor gradient;
  private Tensor constant;
  private final List<Parameters> parameters = new ArrayList<>();
  private final List<Linear> maps = new ArrayList<>();
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Tensor> gradients = new ArrayList<>();

  /** Creates both, with the same weights and rows. */
  @Setup
  public void create() {
    Torch.threads(1);
    memory = new PointerScope();
    input = normal(REPLICAS, batch, in).set_requires_grad(true);
    gradient = normal(REPLICAS, batch, WIDTH);
    constant = Tensors.zeros(ScalarType.Float, 1);
    for (int r = 0; r < REPLICAS; r++) {
      Parameters own = new Parameters(SEED.at("parameters", r));
      maps.add(Linear.create(own, "map", in, WIDTH));
      parameters.add(own);
      inputs.add(input.detach().select(0, r).clone().set_requires_grad(true));
      gradients.add(gradient.select(0, r));
    }
    stacked = Parameters.stacked(parameters);
    map = Linear.create(stacked, "map", in, WIDTH);
    stacked.all().forEach(ReplicaKernels::lieAsInTraining);
    graph = Objects.requireNonNull(stacked.replicaGraph());
  }

  private static Tensor normal(long... shape) {
    return Tensors.empty(ScalarType.Float, shape)
        .normal_(0, 1, new GeneratorOptional(SEED.generator()));
  }

  /** Weights and their gradients lie as [in, out], and gradients are there from the start. */
  private static void lieAsInTraining(Parameter parameter) {
    Tensor value = parameter.value();
    try (NoGradGuard guard = new NoGradGuard()) {
      if (parameter.role() == Parameter.Role.WEIGHT) {
        Tensor stored = value.detach().transpose(1, 2).contiguous();
        value.set_data(stored.transpose(1, 2));
        value.mutable_grad().put(torch.zeros_like(stored).transpose(1, 2));
      } else {
        value.mutable_grad().put(torch.zeros_like(value));
      }
    }
  }

  /** Frees both. */
  @TearDown
  public void free() {
    stacked.close();
    parameters.forEach(Parameters::close);
    memory.close();
  }

  /** All replicas at once. */
  @Benchmark
  public void together() {
    try (PointerScope scope = new PointerScope()) {
      map.forward(input).mutable_grad().put(gradient);
      graph.backward(constant);
    }
  }

  /** One replica after another, by libtorch's own graph. */
  @Benchmark
  public void alone() {
    for (int r = 0; r < REPLICAS; r++) {
      try (PointerScope scope = new PointerScope()) {
        Backward.from(maps.get(r).forward(inputs.get(r)), gradients.get(r));
      }
    }
  }
}
