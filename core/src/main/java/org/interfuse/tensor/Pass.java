package org.interfuse.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * One pass through a model: training, with the generator that its random masks come from (never the
 * process-wide one), or inference, which may record what parts have to say of themselves.
 */
public final class Pass {
  private static final Pass INFERENCE = new Pass(false, null, false);

  private final boolean training;
  private final @Nullable Generator generator;
  private final boolean recording;
  private final @Nullable ReplicaMasks masks;
  private final List<Tensor> penalties = new ArrayList<>();
  private final List<Tensor> recorded = new ArrayList<>();

  private Pass(boolean training, @Nullable Generator generator, boolean recording) {
    this(training, generator, recording, null);
  }

  private Pass(
      boolean training,
      @Nullable Generator generator,
      boolean recording,
      @Nullable ReplicaMasks masks) {
    this.masks = masks;
    this.training = training;
    this.generator = generator;
    this.recording = recording;
  }

  /** A training pass. */
  public static Pass training(Generator generator) {
    return new Pass(true, generator, false);
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
    if (masks != null && rows != null) {
      masks.rows(rows);
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
    if (masks != null && rate > 0) {
      return x.mul(masks.scaledKeep(x, rate));
    }
    if (generator == null || rate == 0) {
      return x;
    }
    Tensor keep = torch.empty_like(x).bernoulli_(1 - rate, new GeneratorOptional(generator));
    return x.mul(keep).div(new Scalar(1 - rate));
  }

  /** Standard normal numbers in the shape of {@code x}, in training; zeros otherwise. */
  public Tensor noise(Tensor x) {
    if (masks != null) {
      throw new UnsupportedOperationException("replicas have no noise");
    }
    if (generator == null) {
      return torch.zeros_like(x);
    }
    return torch.empty_like(x).normal_(0, 1, new GeneratorOptional(generator));
  }
}
