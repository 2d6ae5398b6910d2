package org.interfuse.training;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interfuse.model.Ensemble;
import org.interfuse.model.Network;
import org.interfuse.model.NetworkPart;

/**
 * Trained networks and how their training went. Owns them: close it.
 *
 * @param network what was trained: one network, or several that predict together
 * @param parts one result per part, in the order of {@link Ensemble#parts}; before those of a
 *     member what its parts started from
 * @param tuned what tuning chose, for people; empty where nothing was tuned
 */
public record NetworkFit(Ensemble network, List<TrainingResult> parts, Map<String, String> tuned)
    implements AutoCloseable {
  public NetworkFit {
    parts = List.copyOf(parts);
    tuned = Map.copyOf(tuned);
  }

  /** A fit of the one configuration asked for. */
  public NetworkFit(Ensemble network, List<TrainingResult> parts) {
    this(network, parts, Map.of());
  }

  /** Best epoch of each part, member by member. */
  public List<Integer> bestEpochs() {
    return parts.stream().map(TrainingResult::bestEpoch).toList();
  }

  /** Mean over the parts of the loss on their held-out rows; NaN where none held any out. */
  public double validationLoss() {
    return parts.stream()
        .filter(part -> !part.start())
        .mapToDouble(TrainingResult::bestLoss)
        .filter(loss -> !Double.isNaN(loss))
        .average()
        .orElse(Double.NaN);
  }

  /**
   * What was chosen inside the training part, for people: by tuning, and the weights of late
   * combiners.
   */
  public Map<String, String> choices() {
    Map<String, String> choices = new TreeMap<>(tuned);
    int count = network.members().size();
    for (int k = 0; k < count; k++) {
      Network member = network.members().get(k);
      String prefix = count == 1 ? "" : Ensemble.nameOf(k, count) + ", ";
      member
          .combiner()
          .describe(member.parts().stream().map(NetworkPart::name).toList())
          .forEach((key, value) -> choices.put(prefix + key, value));
    }
    return choices;
  }

  @Override
  public void close() {
    network.close();
  }
}
