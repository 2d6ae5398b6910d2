package org.interfuse.benchmark;

import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Torch;
import org.interfuse.training.AdamW;
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

/** AdamW over one weight of some size: a view of the flat tensor below 200,000 elements. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls @Setup first
public class UpdateKernels {
  /** Rows of 512. */
  @Param({"100", "2000", "20000"})
  public long rows;

  /** Threads of OpenMP. */
  @Param({"1", "2"})
  public int threads;

  private PointerScope memory;
  private Parameters parameters;
  private AdamW optimiser;

  /** Creates the weight with a gradient. */
  @Setup
  public void create() {
    Torch.threads(threads);
    memory = new PointerScope();
    parameters = new Parameters(new Seed(7));
    Tensor weight =
        parameters.add(
            "weight", Initialisation.linear(rows), Parameter.Role.WEIGHT, new long[] {rows, 512});
    optimiser = new AdamW(parameters.trained(), parameter -> 1, 1e-2);
    weight.mul(torch.randn_like(weight)).sum().backward();
  }

  /** Frees it. */
  @TearDown
  public void free() {
    optimiser.close();
    parameters.close();
    memory.close();
  }

  /** One update. */
  @Benchmark
  public void step() {
    try (PointerScope scope = new PointerScope()) {
      optimiser.step(1e-9);
    }
  }

  /** The global norm. */
  @Benchmark
  public double norm() {
    try (PointerScope scope = new PointerScope()) {
      return optimiser.clip(1e9);
    }
  }
}
