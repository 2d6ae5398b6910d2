package org.interfuse.training;

import java.util.List;
import org.interfuse.model.Network;

/**
 * A trained network and how its training went. Owns the network: close it.
 *
 * @param network the trained network
 * @param parts one result per part, in the network's order
 */
public record NetworkFit(Network network, List<TrainingResult> parts) implements AutoCloseable {
  public NetworkFit {
    parts = List.copyOf(parts);
  }

  /** Best epoch of each part. */
  public List<Integer> bestEpochs() {
    return parts.stream().map(TrainingResult::bestEpoch).toList();
  }

  @Override
  public void close() {
    network.close();
  }
}
