package org.interfuse.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.interfuse.target.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * A fitted {@link Combiner}. What it is given it was not trained on by its parts: weights and
 * stacking are fitted on predictions of training rows that the parts did not learn from (Wolpert
 * 1992; Breiman 1996). Scaling and filters were fitted on all training rows, those among them.
 */
public sealed interface LateCombiner extends AutoCloseable {
  /**
   * Merges the predictions of one target.
   *
   * @param target its number in the study's order
   * @param parts predictions of the same n subjects, one per part
   * @param known [part][subject] whether the part knows the subject; one whom none knows gets the
   *     prior
   */
  Prediction combine(int target, List<Prediction> parts, boolean[][] known);

  /** What was fitted, for people: a weight per part. Empty where nothing was. */
  default Map<String, String> describe(List<String> parts) {
    return Map.of();
  }

  /**
   * What each part counts in the prediction of each subject; null where parts have no weights.
   *
   * @param target its number in the study's order
   * @param known [part][subject] whether the part knows the subject
   * @return [subject][part], rows sum to 1; null for a subject whom no part knows
   */
  default double @Nullable [] @Nullable [] shares(int target, boolean[][] known) {
    return null;
  }

  /** Number of trained elements. */
  default long parameterCount() {
    return 0;
  }

  /** What it holds in memory. */
  default long bytes() {
    return Double.BYTES * parameterCount();
  }

  /** Frees what it owns. */
  @Override
  default void close() {}

  /** {@link Combiner#MEAN}. */
  record Mean() implements LateCombiner {
    @Override
    public Prediction combine(int target, List<Prediction> parts, boolean[][] known) {
      return LateMean.of(parts, known);
    }

    @Override
    public double[] @Nullable [] shares(int target, boolean[][] known) {
      double[] equal = new double[known.length];
      Arrays.fill(equal, 1);
      return LateMean.shares(known, equal);
    }
  }

  /**
   * {@link Combiner#WEIGHTED}.
   *
   * @param weights per target one weight a part, at least 0, their sum 1
   */
  record Weighted(List<double[]> weights) implements LateCombiner {
    public Weighted {
      weights = List.copyOf(weights);
    }

    @Override
    public Prediction combine(int target, List<Prediction> parts, boolean[][] known) {
      return LateMean.of(parts, known, weights.get(target));
    }

    @Override
    public double[] @Nullable [] shares(int target, boolean[][] known) {
      return LateMean.shares(known, weights.get(target));
    }

    @Override
    public long parameterCount() {
      return weights.stream().mapToLong(one -> one.length).sum();
    }

    @Override
    public Map<String, String> describe(List<String> parts) {
      Map<String, String> described = new TreeMap<>();
      for (int t = 0; t < weights.size(); t++) {
        for (int p = 0; p < parts.size(); p++) {
          String name = weights.size() == 1 ? "weight " : "target %d, weight ".formatted(t + 1);
          described.put(name + parts.get(p), String.format(Locale.ROOT, "%.3f", weights.get(t)[p]));
        }
      }
      return described;
    }
  }

  /**
   * {@link Combiner#STACKING}. Owns its models.
   *
   * @param models one per target
   */
  record Stacking(List<StackedModel> models) implements LateCombiner {
    public Stacking {
      models = new ArrayList<>(models);
    }

    @Override
    public Prediction combine(int target, List<Prediction> parts, boolean[][] known) {
      return models.get(target).predict(parts, known);
    }

    @Override
    public long parameterCount() {
      return models.stream().mapToLong(one -> one.model().parameters().count()).sum();
    }

    @Override
    public long bytes() {
      return models.stream().mapToLong(one -> one.model().bytes()).sum();
    }

    @Override
    public void close() {
      models.forEach(model -> model.model().close());
    }
  }
}
