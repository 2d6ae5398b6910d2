package org.interfuse.model;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;

/**
 * Networks of one kind that predict together: their mean, as {@link LateMean} takes it
 * (probabilities, values, survival curves). Each was trained on other inner folds of the same
 * training rows (Krogh and Vedelsby 1995: cross-validation ensemble). One member is a network as it
 * is. Owns its members: close it.
 *
 * @param members at least one
 */
public record Ensemble(List<Network> members) implements AutoCloseable {
  public Ensemble {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("members: expected at least one, but there are none");
    }
  }

  /**
   * Predicts.
   *
   * @param data prepared with what was fitted on the training subjects
   * @param subjects indices into its cohort
   */
  public Network.Predicted predict(PreparedCohort data, int[] subjects) {
    List<Network.Predicted> each =
        members.stream().map(member -> member.predict(data, subjects)).toList();
    return each.size() == 1 ? each.get(0) : mean(each);
  }

  /** A subject whom nobody knows gets the mean of the members' priors. */
  private static Network.Predicted mean(List<Network.Predicted> each) {
    boolean[] byPrior = each.get(0).byPrior();
    boolean[][] counts = new boolean[each.size()][byPrior.length];
    for (boolean[] member : counts) {
      java.util.Arrays.fill(member, true);
    }
    List<Prediction> mean = new ArrayList<>();
    for (int t = 0; t < each.get(0).predictions().size(); t++) {
      int target = t;
      mean.add(
          LateMean.of(each.stream().map(one -> one.predictions().get(target)).toList(), counts));
    }
    return new Network.Predicted(mean, byPrior);
  }

  /** The parts of every member, member by member. */
  public List<NetworkPart> parts() {
    return members.stream().flatMap(member -> member.parts().stream()).toList();
  }

  /** What a member is called beside others: {@code member 2 of 5}; empty for a lone one. */
  public static String nameOf(int member, int count) {
    return count == 1 ? "" : "member %d of %d".formatted(member + 1, count);
  }

  /** Number of trained elements over all members. */
  public long parameterCount() {
    return members.stream().mapToLong(Network::parameterCount).sum();
  }

  @Override
  public void close() {
    members.forEach(Network::close);
  }
}
