package org.interfuse.benchmark;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.wide.Arithmetic;
import org.interfuse.encoder.wide.RowReader;
import org.interfuse.encoder.wide.WideOptimiser;
import org.interfuse.tensor.Torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The engine of wide columns: a step of genotypes and of sparse rows, batch 64 to width 512, and
 * decoding alone, as so many cells a second.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls @Setup first
public class WideKernels {
  private static final int SUBJECTS = 1000;
  private static final int VARIANTS = 100_000;
  private static final int CELLS = WideLayer.BATCH * VARIANTS;

  /** Dense weights of 100,000 variants: 205 MB of float32, and thrice that with AdamW. */
  @State(Scope.Benchmark)
  public static class Dense {
    /** What weights are kept in and multiplied with. */
    @Param({"FLOAT32", "MIXED", "BFLOAT16"})
    public Arithmetic arithmetic;

    /** How they are updated. */
    @Param({"ROW_WISE", "ADAMW"})
    public WideOptimiser optimiser;

    /** Threads that take tiles. */
    @Param({"1", "2"})
    public int threads;

    private WideLayer layer;

    /** Draws genotypes and weights, and puts a first update off. */
    @Setup
    public void create() {
      Torch.threads(threads);
      layer = new WideLayer(RandomGenotypes.of(SUBJECTS, VARIANTS), arithmetic, optimiser);
      layer.step();
    }

    /** Frees them. */
    @TearDown
    public void free() {
      layer.close();
    }
  }

  /** Sparse rows of 500 cells among 1,000,000 columns: 2 GB of weights. */
  @State(Scope.Benchmark)
  public static class Sparse {
    /** Threads that take stored cells. */
    @Param({"1", "2"})
    public int threads;

    private WideLayer layer;

    /** Draws cells and weights. */
    @Setup
    public void create() {
      Torch.threads(threads);
      layer =
          new WideLayer(
              RandomCells.features(SUBJECTS, 1_000_000, 500),
              Arithmetic.FLOAT32,
              WideOptimiser.ROW_WISE);
    }

    /** Frees them. */
    @TearDown
    public void free() {
      layer.close();
    }
  }

  /** A batch of packed genotypes. */
  @State(Scope.Benchmark)
  public static class Packed {
    private static final int TILE = 4096;

    /** {@code float32} as it is decoded and scaled, or {@code bfloat16}, rounded after that. */
    @Param({"float32", "bfloat16"})
    public String type;

    private PointerScope memory;
    private RowReader reader;

    /** Draws them. */
    @Setup
    public void create() {
      Torch.threads(1);
      memory = new PointerScope();
      int[] rows = IntStream.range(0, WideLayer.BATCH).map(i -> i * 15).toArray();
      reader = new RowReader(RandomGenotypes.of(SUBJECTS, VARIANTS), rows, TILE);
    }

    /** Frees them. */
    @TearDown
    public void free() {
      reader.close();
      memory.close();
    }
  }

  /** One pass over the weights, with the update that waits, and all of a step that goes with it. */
  @Benchmark
  public double genotypes(Dense state) {
    return state.layer.step();
  }

  /** The same of sparse rows, which reach the columns of their cells alone. */
  @Benchmark
  public double sparse(Sparse state) {
    return state.layer.step();
  }

  /** Two bits a genotype to scaled numbers, tile by tile, on one thread: cells a second. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  @OperationsPerInvocation(CELLS)
  public void decode(Packed state, Blackhole sink) {
    ScalarType type = state.type.equals("float32") ? ScalarType.Float : ScalarType.BFloat16;
    for (int from = 0; from < VARIANTS; from += Packed.TILE) {
      try (PointerScope scope = new PointerScope()) {
        int to = Math.min(VARIANTS, from + Packed.TILE);
        sink.consume(state.reader.read(from, to).to(type));
      }
    }
  }
}
