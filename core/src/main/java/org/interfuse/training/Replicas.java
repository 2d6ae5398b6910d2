package org.interfuse.training;

import java.util.Arrays;
import java.util.List;
import org.interfuse.model.FusionModel;
import org.interfuse.model.ModalityInput;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Parameter;

/**
 * Which fits are trained at once, as replicas of one model: at least two of the same architecture
 * and options, every part of which computes replicas, small enough that calls cost more than
 * arithmetic. Nothing is timed, so the same study is always trained the same way (law 6).
 * docs/decisions/replicas.md has the figures behind the limits.
 */
public final class Replicas {
  /** Trained elements of one model, at most. */
  public static final long MOST_PARAMETERS = 200_000;

  /** Rows of one fit in a step, at most. */
  public static final int MOST_ROWS = 512;

  private Replicas() {}

  /** Whether a model may be a replica. */
  public static boolean canBe(FusionModel model) {
    return model.replicates() && model.parameters().count() <= MOST_PARAMETERS;
  }

  /** Whether a fit may be trained with others. */
  static boolean canBe(ReplicaFit fit) {
    return canBe(fit.trainer().model()) && fit.batch() <= MOST_ROWS;
  }

  /** Whether these fits are to be trained at once. */
  static boolean fit(List<ReplicaFit> fits) {
    if (fits.size() < 2) {
      return false;
    }
    ReplicaFit first = fits.get(0);
    return fits.stream()
        .allMatch(
            fit ->
                canBe(fit)
                    && alike(fit.trainer().plan(), first.trainer().plan())
                    && alike(fit.inputs(), first.inputs())
                    && alike(fit.trainer().model(), first.trainer().model()));
  }

  private static boolean alike(List<ModalityInput> inputs, List<ModalityInput> others) {
    for (int m = 0; m < inputs.size(); m++) {
      FeatureShape own = inputs.get(m).features().shape();
      FeatureShape other = others.get(m).features().shape();
      if (own.numericWidth() != other.numericWidth()
          || !Arrays.equals(own.cardinalities(), other.cardinalities())) {
        return false;
      }
    }
    return true;
  }

  private static boolean alike(FitPlan plan, FitPlan other) {
    return plan.training().equals(other.training())
        && plan.encoders().equals(other.encoders())
        && plan.targetWeights().equals(other.targetWeights());
  }

  private static boolean alike(FusionModel model, FusionModel other) {
    List<Parameter> own = model.parameters().all();
    List<Parameter> others = other.parameters().all();
    if (own.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < own.size(); i++) {
      boolean same =
          own.get(i).name().equals(others.get(i).name())
              && own.get(i).role() == others.get(i).role()
              && Arrays.equals(own.get(i).value().shape(), others.get(i).value().shape());
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
