package org.interfuse.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * One pass through a model: training, with the seed that its random masks come from (never the
 * process-wide generator), or inference, which may record what parts have to say of themselves.
 */
public final class Pass {
  private static final Pass INFERENCE = new Pass(false, null, false);

  private final boolean training;
  private final @Nullable Seed seed;
  private final @Nullable MaskStream masks;
  private final boolean recording;
  private final @Nullable ReplicaMasks replicas;
  private final List<Tensor> penalties = new ArrayList<>();
  private final List<Tensor> recorded = new ArrayList<>();

  private @Nullable Generator generator;
  private int drawn;

  private Pass(boolean training, @Nullable Seed seed, boolean recording) {
    this(training, seed, recording, null);
  }

  private Pass(
      boolean training, @Nullable Seed seed, boolean recording, @Nullable ReplicaMasks replicas) {
    this.replicas = replicas;
    this.training = training;
    this.seed = seed;
    this.masks = seed == null ? null : new MaskStream(seed);
    this.recording = recording;
  }

  /**
   * A training pass.
   *
   * @param seed of its masks and its noise; the same seed draws the same
   */
  public static Pass training(Seed seed) {
    return new Pass(true, seed, false);
  }

  /**
   * A training pass of R replicas at once, each with random masks of its own: those that it would
   * draw alone.
   */
  public static Pass training(ReplicaMasks masks) {
    return new Pass(true, null, false, masks);
  }

  /**
   * Says how many rows of each replica are real in what is computed next; nothing where there are
   * no replicas.
   *
   * @param rows per replica; null where there are no replicas
   */
  public void rows(int @Nullable [] rows) {
    if (replicas != null && rows != null) {
      replicas.rows(rows);
    }
  }

  /**
   * A training pass in which nothing random happens: dropout is the identity, noise is zero. To be
   * compared with inference.
   */
  public static Pass trainingWithoutMasks() {
    return new Pass(true, null, false);
  }

  /** An inference pass: nothing random happens. */
  public static Pass inference() {
    return INFERENCE;
  }

  /**
   * An inference pass that keeps what is given to {@link #record}; what it computes is the same to
   * the bit. Of one thread, for one pass.
   */
  public static Pass recording() {
    return new Pass(false, null, true);
  }

  public boolean isTraining() {
    return training;
  }

  /**
   * Adds a scalar to the training loss: what a part wants of its parameters besides the targets,
   * such as experts that share the work. Nothing at inference.
   */
  public void penalise(Tensor penalty) {
    if (isTraining()) {
      penalties.add(penalty);
    }
  }

  /**
   * Hands out a tensor that no result depends on, such as weights that a part computed on its way.
   *
   * @param tensor asked for in a {@link #recording} pass alone
   */
  public void record(Supplier<Tensor> tensor) {
    if (recording) {
      recorded.add(tensor.get());
    }
  }

  /** What was recorded so far, in its order. */
  public List<Tensor> recorded() {
    return List.copyOf(recorded);
  }

  /** The targets' loss and all penalties. */
  public Tensor penalised(Tensor loss) {
    Tensor total = loss;
    for (Tensor penalty : penalties) {
      total = total.add(penalty);
    }
    return total;
  }

  /**
   * Zeroes each element with probability {@code rate} and scales the others by 1/(1-rate), in
   * training; the identity otherwise (Srivastava et al. 2014).
   */
  public Tensor dropout(Tensor x, double rate) {
    if (replicas != null && rate > 0) {
      return x.mul(replicas.next(x, rate));
    }
    if (masks == null || rate == 0) {
      return x;
    }
    Tensor mask = masks.next(rate, Tensors.shape(x));
    return x.mul(x.scalar_type().intern() == ScalarType.Float ? mask : mask.to(x.scalar_type()));
  }

  /**
   * A seed of its own for random changes of what is read, another at every call in the same order;
   * null where nothing random happens.
   *
   * @throws UnsupportedOperationException in a pass of replicas
   */
  public @Nullable Seed draw() {
    if (replicas != null) {
      throw new UnsupportedOperationException("replicas share no random changes");
    }
    return seed == null ? null : seed.at("draw", drawn++);
  }

  /** Standard normal numbers in the shape of {@code x}, in training; zeros otherwise. */
  public Tensor noise(Tensor x) {
    if (replicas != null) {
      throw new UnsupportedOperationException("replicas have no noise");
    }
    if (seed == null) {
      return torch.zeros_like(x);
    }
    if (generator == null) {
      generator = seed.generator();
    }
    return torch.empty_like(x).normal_(0, 1, new GeneratorOptional(generator));
  }
}
