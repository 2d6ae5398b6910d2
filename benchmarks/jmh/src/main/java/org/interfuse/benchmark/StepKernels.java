package org.interfuse.benchmark;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.model.Batch;
import org.interfuse.target.Target;
import org.interfuse.tensor.Pass;
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

/** The parts of a step of the small model, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@SuppressWarnings("NullAway.Init") // JMH calls @Setup first
public class StepKernels {
  /** Subjects a step. */
  @Param({"32", "64"})
  public int batch;

  private SmallModel small;
  private SplittableRandom random;
  private int[] subjects;
  private long step;

  /** Builds the model; its optimiser has gradients from one step. */
  @Setup
  public void build() {
    Torch.threads(1);
    small = new SmallModel();
    random = SmallModel.SEED.random();
    subjects = new int[batch];
    step();
  }

  /** Frees the model. */
  @TearDown
  public void free() {
    small.close();
  }

  private Batch assemble() {
    for (int i = 0; i < batch; i++) {
      subjects[i] = random.nextInt(SmallModel.SUBJECTS);
    }
    return small.tensors.batch(subjects, null);
  }

  private Tensor loss(Pass pass) {
    Batch assembled = assemble();
    Target target = small.target.select(subjects);
    return small.model.heads().get(0).loss(small.model.forward(assembled, pass).get(0), target);
  }

  private Pass training() {
    return Pass.training(SmallModel.SEED.at("dropout", step++));
  }

  /** Rows of both modalities into tensors. */
  @Benchmark
  public int assembly() {
    try (PointerScope scope = new PointerScope()) {
      return assemble().size();
    }
  }

  /** Assembly, forward and loss in training, with the graph. */
  @Benchmark
  public double forward() {
    try (PointerScope scope = new PointerScope()) {
      return loss(training()).item_double();
    }
  }

  /** The same and backward. */
  @Benchmark
  public double forwardAndBackward() {
    try (PointerScope scope = new PointerScope()) {
      Tensor loss = loss(training());
      small.optimiser.zeroGradients();
      loss.backward();
      return loss.item_double();
    }
  }

  /** The global norm and the update of every parameter. */
  @Benchmark
  public double optimiser() {
    try (PointerScope scope = new PointerScope()) {
      double norm = small.optimiser.clip(1);
      small.optimiser.step(1e-9);
      return norm;
    }
  }

  /** All of it. */
  @Benchmark
  public double step() {
    try (PointerScope scope = new PointerScope()) {
      Tensor loss = loss(training());
      small.optimiser.zeroGradients();
      loss.backward();
      double norm = small.optimiser.clip(1);
      small.optimiser.step(1e-3);
      return norm;
    }
  }
}
