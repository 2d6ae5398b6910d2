package org.interfuse.training;

import java.util.List;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Options of one fit.
 *
 * @param name of the candidate, for messages
 * @param training the study's options; the schedule spans its epochs
 * @param epochs to run at most: the schedule's, or fewer where the best number is known
 * @param modalityDropout probability of hiding a modality in training, in [0, 1)
 * @param encoders the model's encoders, for their own learning rates
 * @param targetWeights each target's share in the loss, in the study's order
 */
public record FitPlan(
    String name,
    TrainingSpec training,
    int epochs,
    double modalityDropout,
    List<ModalityEncoder> encoders,
    List<Double> targetWeights) {
  public FitPlan {
    encoders = List.copyOf(encoders);
    targetWeights = List.copyOf(targetWeights);
  }

  boolean @Nullable [][] hide(boolean[][] presence, int[] subjects, Seed seed) {
    return new ModalityDropout(modalityDropout).draw(presence, subjects, seed);
  }

  /** An encoder's learning rate as a multiple of the training's. */
  double encoderFactor(int modality) {
    Double own = encoders.get(modality).learningRate();
    return own == null ? 1 : own / training.learningRate();
  }

  /** A parameter's learning rate as a multiple of the training's. */
  double rateFactor(Parameter parameter) {
    for (int m = 0; m < encoders.size(); m++) {
      if (parameter.name().startsWith("encoder." + encoders.get(m).modality() + ".")) {
        return encoderFactor(m);
      }
    }
    return 1;
  }
}
