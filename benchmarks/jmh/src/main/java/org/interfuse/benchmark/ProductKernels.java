package org.interfuse.benchmark;

import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Precision;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * The three matrix products of a wide linear layer, batch 64 to width 512, on one thread. An
 * operation is 2 · 64 · columns · 512 floating-point operations.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls @Setup first
public class ProductKernels {
  private static final long BATCH = 64;
  private static final long WIDTH = 512;

  /** Columns. */
  @Param({"1024", "4096", "20000"})
  public long columns;

  /** {@code high}, {@code medium}, or {@code bfloat16} for tensors of that type. */
  @Param({"high", "medium", "bfloat16"})
  public String arithmetic;

  private PointerScope memory;
  private Precision.Use precision;
  private Tensor input;
  private Tensor weight;
  private Tensor gradient;
  private Tensor output;
  private Tensor weightGradient;

  /** Draws the tensors. */
  @Setup
  public void draw() {
    Torch.threads(1);
    precision = (arithmetic.equals("medium") ? Precision.MEDIUM : Precision.HIGH).use();
    memory = new PointerScope();
    input = normal(BATCH, columns);
    weight = normal(WIDTH, columns);
    gradient = normal(BATCH, WIDTH);
    output = normal(BATCH, WIDTH);
    weightGradient = normal(WIDTH, columns);
  }

  private Tensor normal(long... shape) {
    Tensor drawn =
        Tensors.empty(ScalarType.Float, shape)
            .normal_(0, 1, new GeneratorOptional(new Seed(7).generator()));
    return arithmetic.equals("bfloat16") ? drawn.to(ScalarType.BFloat16) : drawn;
  }

  /** Frees them. */
  @TearDown
  public void free() {
    memory.close();
    precision.close();
  }

  /** X Wᵀ: [64, columns] by [columns, 512]. */
  @Benchmark
  public void forward(Blackhole sink) {
    try (PointerScope scope = new PointerScope()) {
      sink.consume(torch.mm_out(output, input, weight.t()));
    }
  }

  /** δᵀ X: [512, 64] by [64, columns]. */
  @Benchmark
  public void weightGradient(Blackhole sink) {
    try (PointerScope scope = new PointerScope()) {
      sink.consume(torch.mm_out(weightGradient, gradient.t(), input));
    }
  }
}
