package org.interfuse.model;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * A trained network of any strategy: one part for {@code early}, {@code intermediate} and {@code
 * unimodal}, one a modality for {@code late}, whose predictions are combined. A subject of whom no
 * part knows anything gets the training prior. Owns its parts: close it.
 *
 * @param parts at least one
 * @param combiner merges the predictions of several parts
 */
public record Network(List<NetworkPart> parts, LateCombiner combiner) implements AutoCloseable {
  /** A network whose parts, if several, are averaged. */
  public Network(List<NetworkPart> parts) {
    this(parts, new LateCombiner.Mean());
  }

  public Network {
    parts = List.copyOf(parts);
  }

  /**
   * Predicts.
   *
   * @param data prepared with what was fitted on the training subjects
   * @param subjects indices into its cohort
   */
  public Predicted predict(PreparedCohort data, int[] subjects) {
    boolean[][] known = new boolean[parts.size()][];
    List<List<Prediction>> byPart = new ArrayList<>();
    for (int p = 0; p < parts.size(); p++) {
      NetworkPart.Known one = parts.get(p).predict(data, subjects);
      known[p] = one.known();
      byPart.add(one.predictions());
    }
    return merge(byPart, known, subjects.length);
  }

  private Predicted merge(List<List<Prediction>> byPart, boolean[][] known, int n) {
    boolean[] byPrior = new boolean[n];
    for (int i = 0; i < n; i++) {
      boolean any = false;
      for (boolean[] part : known) {
        any |= part[i];
      }
      byPrior[i] = !any;
    }
    List<Prediction> merged = new ArrayList<>();
    for (int t = 0; t < byPart.get(0).size(); t++) {
      int target = t;
      List<Prediction> predictions = byPart.stream().map(part -> part.get(target)).toList();
      merged.add(merge(t, predictions, known));
    }
    return new Predicted(merged, byPrior);
  }

  private Prediction merge(int target, List<Prediction> byPart, boolean[][] known) {
    return byPart.size() == 1 ? byPart.get(0) : combiner.combine(target, byPart, known);
  }

  /**
   * The prediction of one target from the raw outputs of its parts: the end of {@link #predict}.
   *
   * @param outputs of each part for those it knows, [known subject][output]
   * @param slots [part][subject] its place in the part's outputs, or -1 where it does not know it
   */
  Prediction predictionOf(int target, List<double[][]> outputs, int[][] slots) {
    boolean[][] known = new boolean[parts.size()][];
    List<Prediction> byPart = new ArrayList<>();
    for (int p = 0; p < known.length; p++) {
      known[p] = new boolean[slots[p].length];
      for (int i = 0; i < known[p].length; i++) {
        known[p][i] = slots[p][i] >= 0;
      }
      byPart.add(parts.get(p).prediction(target, outputs.get(p), slots[p]));
    }
    return merge(target, byPart, known);
  }

  /**
   * What each part counts in the prediction of each subject, where a late combiner weighs them.
   *
   * @return [subject][part], rows sum to 1, null for a subject whom no part knows; null where there
   *     are no such weights
   */
  public double @Nullable [] @Nullable [] shares(int target, PreparedCohort data, int[] subjects) {
    if (parts.size() == 1) {
      return null;
    }
    boolean[][] known =
        parts.stream()
            .map(part -> NetworkPart.known(part.input().of(data), subjects))
            .toArray(boolean[][]::new);
    return combiner.shares(target, known);
  }

  /** Number of trained elements over all parts. */
  public long parameterCount() {
    return parts.stream().mapToLong(part -> part.model().parameters().count()).sum()
        + combiner.parameterCount();
  }

  /** What all parts and what combines them hold to predict. */
  long bytes() {
    return parts.stream().mapToLong(part -> part.model().bytes()).sum() + combiner.bytes();
  }

  @Override
  public void close() {
    parts.forEach(part -> part.model().close());
    combiner.close();
  }

  /**
   * Predictions for n subjects.
   *
   * @param predictions one per target
   * @param byPrior whether the subject had none of the modalities, so that the prior stands there
   */
  public record Predicted(List<Prediction> predictions, boolean[] byPrior) {
    public Predicted {
      predictions = List.copyOf(predictions);
    }
  }
}
