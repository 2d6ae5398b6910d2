package org.interfuse.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.interfuse.head.Head;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;

/**
 * One trained model of a network and what it reads.
 *
 * @param name {@code network}, or the modality's name in a late network
 * @param model trained
 * @param input what it reads
 * @param priors one per target, in the study's order, for subjects it knows nothing of
 */
public record NetworkPart(String name, FusionModel model, NetworkInput input, List<Prior> priors) {
  public NetworkPart {
    priors = List.copyOf(priors);
  }

  /**
   * One prediction a target for the subjects; the prior stands in for those it does not know.
   *
   * @param data prepared with what was fitted on the training subjects
   * @param subjects indices into its cohort
   */
  public Known predict(PreparedCohort data, int[] subjects) {
    List<ModalityInput> inputs = input.of(data);
    boolean[] known = known(inputs, subjects);
    return new Known(predict(model, priors, inputs, subjects, known), known);
  }

  /** Per subject whether it has any of the inputs. */
  static boolean[] known(List<ModalityInput> inputs, int[] subjects) {
    boolean[] known = new boolean[subjects.length];
    for (int i = 0; i < subjects.length; i++) {
      int subject = subjects[i];
      known[i] = inputs.stream().anyMatch(one -> one.has(subject));
    }
    return known;
  }

  /**
   * As {@link #predict(PreparedCohort, int[])}, of a model and its inputs.
   *
   * @param known per subject whether it has any of the inputs
   */
  static List<Prediction> predict(
      FusionModel model,
      List<Prior> priors,
      List<ModalityInput> inputs,
      int[] subjects,
      boolean[] known) {
    int[] slots = new int[subjects.length];
    int[] some = new int[subjects.length];
    int count = 0;
    for (int i = 0; i < subjects.length; i++) {
      slots[i] = known[i] ? count : -1;
      if (known[i]) {
        some[count++] = subjects[i];
      }
    }
    List<double[][]> outputs = outputs(model, inputs, Arrays.copyOf(some, count));
    List<Prediction> predictions = new ArrayList<>();
    for (int t = 0; t < priors.size(); t++) {
      predictions.add(prediction(model.heads().get(t), outputs.get(t), slots, priors.get(t)));
    }
    return predictions;
  }

  /**
   * The prediction of one target from raw outputs.
   *
   * @param outputs of the subjects it knows, [known subject][output]
   * @param slots per subject its place in {@code outputs}, or -1 for the prior
   */
  Prediction prediction(int target, double[][] outputs, int[] slots) {
    return prediction(model.heads().get(target), outputs, slots, priors.get(target));
  }

  private static Prediction prediction(Head head, double[][] outputs, int[] slots, Prior prior) {
    // the head says on which times it predicts even if it knows nobody: a subject's prediction
    // must not depend on who else is asked for
    return Prior.fill(head.predict(outputs), slots, prior);
  }

  private static List<double[][]> outputs(
      FusionModel model, List<ModalityInput> inputs, int[] known) {
    if (known.length == 0) {
      return Collections.nCopies(model.heads().size(), new double[0][]);
    }
    try (CohortTensors tensors = new CohortTensors(inputs, model.parameters().type())) {
      return Outputs.of(model, tensors, known);
    }
  }

  /**
   * Predictions of a part.
   *
   * @param predictions one per target
   * @param known per subject whether the part knows it, so that it is not the prior that stands
   *     there
   */
  public record Known(List<Prediction> predictions, boolean[] known) {
    public Known {
      predictions = List.copyOf(predictions);
    }
  }
}
