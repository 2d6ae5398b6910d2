package org.interfuse.head;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Pass;

/** Turns a fused representation into a prediction of one target, and says how wrong it was. */
public interface Head {
  /**
   * Raw outputs (logits, values, log-risks).
   *
   * @param fused [B, width]
   * @return [B, outputs]
   */
  Tensor forward(Tensor fused, Pass pass);

  /**
   * Loss over the subjects of a batch that have the target, averaged over them; exactly 0 with a
   * gradient of 0 where none has.
   *
   * @param outputs [B, outputs] from {@link #forward}
   * @param target the same B subjects
   * @return a scalar tensor
   */
  Tensor loss(Tensor outputs, Target target);

  /**
   * Whether {@link #forward} also computes R replicas at once: [R, B, width] to [R, B, outputs],
   * with parameters stacked as by {@link org.interfuse.tensor.Parameters#stacked}.
   */
  default boolean replicates() {
    return false;
  }

  /**
   * The {@link #loss} of each of R replicas. Heads override it where a loop over replicas takes
   * long.
   *
   * @param outputs [R, B, outputs] from {@link #forward} of replicas; rows of replica r beyond
   *     those of its target count for nothing
   * @param replicas of this head, which were prepared each
   * @param targets of the replicas, each of at most B subjects
   * @return [R]
   */
  default Tensor losses(Tensor outputs, List<Head> replicas, List<Target> targets) {
    TensorVector losses = new TensorVector();
    for (int r = 0; r < replicas.size(); r++) {
      Target own = targets.get(r);
      losses.push_back(replicas.get(r).loss(outputs.select(0, r).narrow(0, 0, own.size()), own));
    }
    return torch.stack(losses);
  }

  /**
   * Fits what is not learnt by gradient, once, after training: scales, a baseline hazard, a grid of
   * times. Heads that need something before training (the spread of a target, cut points) are told
   * with {@link #prepare}.
   *
   * @param outputs raw outputs of training subjects, [n][outputs]
   * @param target the same n subjects
   */
  default void calibrate(double[][] outputs, Target target) {}

  /**
   * Whether the loss compares the subjects of a batch with each other, so that it needs them all at
   * once where they are few.
   */
  default boolean comparesSubjects() {
    return false;
  }

  /**
   * Whether the loss of these subjects says anything: at least one has the target. Where it does
   * not, the loss is 0 whatever the outputs are, and neither trains nor judges.
   */
  default boolean informs(Target target) {
    for (int subject = 0; subject < target.size(); subject++) {
      if (!target.missing(subject)) {
        return true;
      }
    }
    return false;
  }

  /** Called once before training with the training subjects' target. */
  default void prepare(Target target) {}

  /** Predictions from raw outputs [n][outputs]. */
  Prediction predict(double[][] outputs);

  /** The figures set by {@link #prepare} and {@link #calibrate}, for the model file. */
  default Map<String, double[]> state() {
    return Map.of();
  }

  /** Sets the figures again. */
  default void restore(Map<String, double[]> state) {}
}
