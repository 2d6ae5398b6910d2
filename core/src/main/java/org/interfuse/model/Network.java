package org.interfuse.model;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;

/**
 * A trained network of any strategy: one part for {@code early}, {@code intermediate} and {@code
 * unimodal}, one a modality for {@code late}, whose predictions are averaged. A subject of whom no
 * part knows anything gets the training prior. Owns its parts: close it.
 *
 * @param parts at least one
 */
public record Network(List<NetworkPart> parts) implements AutoCloseable {
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
      List<ModalityInput> inputs = parts.get(p).input().of(data);
      known[p] = known(inputs, subjects);
      byPart.add(parts.get(p).predict(inputs, subjects, known[p]));
    }
    return merge(byPart, known, subjects.length);
  }

  private static boolean[] known(List<ModalityInput> inputs, int[] subjects) {
    boolean[] known = new boolean[subjects.length];
    for (int i = 0; i < subjects.length; i++) {
      int subject = subjects[i];
      known[i] = inputs.stream().anyMatch(input -> input.has(subject));
    }
    return known;
  }

  private Predicted merge(List<List<Prediction>> byPart, boolean[][] known, int n) {
    boolean[] byPrior = new boolean[n];
    for (int i = 0; i < n; i++) {
      boolean any = false;
      for (boolean[] part : known) {
        any |= part[i];
      }
      byPrior[i] = !any;
      if (!any) {
        known[0][i] = true;
      }
    }
    List<Prediction> merged = new ArrayList<>();
    for (int t = 0; t < byPart.get(0).size(); t++) {
      int target = t;
      List<Prediction> predictions = byPart.stream().map(part -> part.get(target)).toList();
      merged.add(predictions.size() == 1 ? predictions.get(0) : LateMean.of(predictions, known));
    }
    return new Predicted(merged, byPrior);
  }

  /** Number of trained elements over all parts. */
  public long parameterCount() {
    return parts.stream().mapToLong(part -> part.model().parameters().count()).sum();
  }

  @Override
  public void close() {
    parts.forEach(part -> part.model().close());
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
