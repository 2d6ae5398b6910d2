package org.interfuse.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.interfuse.preprocessing.EarlyMerge;
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
    List<Prediction> mean = new ArrayList<>();
    for (int t = 0; t < each.get(0).predictions().size(); t++) {
      int target = t;
      mean.add(
          mean(each.stream().map(one -> one.predictions().get(target)).toList(), byPrior.length));
    }
    return new Network.Predicted(mean, byPrior);
  }

  private static Prediction mean(List<Prediction> each, int subjects) {
    boolean[][] counts = new boolean[each.size()][subjects];
    for (boolean[] member : counts) {
      Arrays.fill(member, true);
    }
    return LateMean.of(each, counts);
  }

  /**
   * The prediction of one target from the raw outputs of all {@link #parts}: the end of {@link
   * #predict}.
   *
   * @param outputs of each part for those it knows, [known subject][output]
   * @param slots [part][subject] its place in the part's outputs, or -1 where it does not know it
   */
  Prediction predictionOf(int target, List<double[][]> outputs, int[][] slots) {
    List<Prediction> each = new ArrayList<>();
    int from = 0;
    for (Network member : members) {
      int to = from + member.parts().size();
      each.add(
          member.predictionOf(
              target, outputs.subList(from, to), Arrays.copyOfRange(slots, from, to)));
      from = to;
    }
    return each.size() == 1 ? each.get(0) : mean(each, slots[0].length);
  }

  /**
   * The modalities whose presence is a column of the merged input of some member, in the study's
   * order; empty where no input is merged. Members may differ, as each learned from other rows.
   */
  public List<String> indicated() {
    List<EarlyMerge> merges =
        parts().stream()
            .filter(part -> part.input() instanceof NetworkInput.Merged)
            .map(part -> ((NetworkInput.Merged) part.input()).merge())
            .toList();
    return merges.stream()
        .limit(1)
        .flatMap(merge -> merge.modalities().stream())
        .filter(name -> merges.stream().anyMatch(merge -> merge.indicated().contains(name)))
        .toList();
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

  /** What all members hold in memory to predict. */
  public long bytes() {
    return members.stream().mapToLong(Network::bytes).sum();
  }

  @Override
  public void close() {
    members.forEach(Network::close);
  }
}
