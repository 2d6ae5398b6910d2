package org.interfuse.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.interfuse.model.FusionModel;
import org.interfuse.model.ModalityInput;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.PreparedCohort;
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

  /** Networks of several fits trained at once, at most; the members of one fit may be more. */
  public static final int MOST_NETWORKS = 25;

  /** Trained elements of them together, at most: beyond, caches hold less than calls cost. */
  public static final long MOST_ELEMENTS = 1_000_000;

  /** Numbers of a prepared cohort up to which those of several folds are held at once. */
  public static final long MOST_CELLS = 4_000_000;

  private Replicas() {}

  /**
   * How many of several fits of a candidate are trained at once, if it has replicas.
   *
   * @param networks of each fit, 1 or more
   * @param parameters trained elements of the largest part of a network
   */
  public static int fitsAtOnce(int networks, long parameters) {
    long most = Math.min(MOST_NETWORKS, MOST_ELEMENTS / Math.max(1, parameters));
    return Math.max(1, (int) most / networks);
  }

  /** Whether fits of several folds, whose prepared cohorts are held at once, are together. */
  public static boolean acrossFolds(PreparedCohort prepared) {
    return prepared.features().stream().mapToLong(Prepared::cells).sum() <= MOST_CELLS;
  }

  /** Whether a model may be a replica. */
  public static boolean canBe(FusionModel model) {
    return model.replicates() && model.parameters().count() <= MOST_PARAMETERS;
  }

  /** Whether a fit may be trained with others. */
  static boolean canBe(ReplicaFit fit) {
    return canBe(fit.trainer().model()) && fit.batch() <= MOST_ROWS;
  }

  /**
   * Those of the fits that are trained at once, as numbers in the list, and by itself whoever has
   * no company.
   */
  static List<List<Integer>> groups(List<ReplicaFit> fits) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int k = 0; k < fits.size(); k++) {
      ReplicaFit fit = fits.get(k);
      Optional<List<Integer>> company =
          canBe(fit)
              ? groups.stream().filter(own -> alike(fits.get(own.get(0)), fit)).findFirst()
              : Optional.empty();
      company.orElseGet(() -> begin(groups)).add(k);
    }
    return groups;
  }

  private static List<Integer> begin(List<List<Integer>> groups) {
    groups.add(new ArrayList<>());
    return groups.get(groups.size() - 1);
  }

  private static boolean alike(ReplicaFit fit, ReplicaFit other) {
    return canBe(fit)
        && alike(fit.trainer().plan(), other.trainer().plan())
        && alike(fit.inputs(), other.inputs())
        && alike(fit.trainer().model(), other.trainer().model());
  }

  private static boolean alike(List<ModalityInput> inputs, List<ModalityInput> others) {
    if (inputs.size() != others.size()) {
      return false;
    }
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
